"use client";

import { useTranslations } from "use-intl";

const rows = ["w-56", "w-72", "w-64", "w-48", "w-60", "w-52", "w-68", "w-44"];

/** What stands there until the models come. */
export function Skeleton() {
  const translate = useTranslations("models");
  return (
    <div role="status" className="flex-1 overflow-hidden px-4 pt-1">
      <span className="sr-only">{translate("loading")}</span>
      <div aria-hidden="true" className="animate-pulse">
        <div className="h-11 rounded-xl bg-hover" />
        <div className="my-3 h-8 w-2/3 rounded-full bg-hover" />
        {rows.map((width) => (
          <div key={width} className="flex h-16 flex-col justify-center gap-2 border-line border-t">
            <div className={`h-3.5 max-w-full rounded bg-hover ${width}`} />
            <div className="h-3 w-36 rounded bg-hover" />
          </div>
        ))}
      </div>
    </div>
  );
}
