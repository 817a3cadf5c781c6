"use client";

import { useTranslations } from "use-intl";

const rows = ["w-56", "w-72", "w-64", "w-48", "w-60", "w-52", "w-68", "w-44"];

/** What stands there until the models come: lines of a table, or cards where there is no room for one. */
export function Skeleton() {
  const translate = useTranslations("models");
  return (
    <div role="status" className="flex-1 overflow-hidden px-4 pt-1 max-md:pt-3">
      <span className="sr-only">{translate("loading")}</span>
      <div aria-hidden="true" className="animate-pulse">
        <div className="flex flex-wrap gap-x-3 gap-y-2">
          <div className="h-11 min-w-48 flex-1 rounded-xl bg-hover" />
          <div className="h-11 w-58 rounded-xl bg-hover lg:hidden" />
        </div>
        <div className="my-3 h-8 w-2/3 rounded-full bg-hover max-md:h-11" />
        <div className="flex h-11 items-center border-line border-t max-lg:hidden">
          <div className="h-3 w-20 rounded bg-hover" />
        </div>
        {rows.map((width) => (
          <div
            key={width}
            className="flex h-16 flex-col justify-center gap-2 border-line border-t max-lg:mb-2 max-lg:h-49 max-lg:justify-start max-lg:rounded-xl max-lg:border max-lg:p-4"
          >
            <div className={`h-3.5 max-w-full rounded bg-hover ${width}`} />
            <div className="h-3 w-36 rounded bg-hover" />
            <div className="mt-3 h-3 w-52 rounded bg-hover lg:hidden" />
            <div className="h-3 w-40 rounded bg-hover lg:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
