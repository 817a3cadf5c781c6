"use client";

import { useTranslations } from "use-intl";

const plots = ["cost", "tokens"];
const rows = ["w-2/5", "w-1/3", "w-1/2", "w-1/4"];
const card = "rounded-2xl border border-line bg-surface";

/** What stands there until the figures come: the sums, the plots, the table. */
export function UsageSkeleton() {
  const translate = useTranslations("usage");
  return (
    <div role="status">
      <span className="sr-only">{translate("loading")}</span>
      <div aria-hidden="true" className="animate-pulse grid grid-cols-1 content-start gap-4">
        <div className="grid gap-3 sm:grid-cols-3">
          {["cost", "tokens", "answers"].map((sum) => (
            <div key={sum} className={`${card} h-26 grid grid-cols-1 content-start gap-3 px-4 py-3.5`}>
              <div className="h-3 w-16 rounded bg-hover" />
              <div className="h-5 w-28 rounded bg-hover" />
            </div>
          ))}
        </div>
        <div className="grid gap-4 lg:grid-cols-2">
          {plots.map((plot) => (
            <div key={plot} className={`${card} h-78 p-4`}>
              <div className="h-3.5 w-28 rounded bg-hover" />
              <div className="mt-3 h-36 rounded bg-hover" />
              <div className="mt-4 h-3 w-1/2 rounded bg-hover" />
            </div>
          ))}
        </div>
        <div className={`${card} px-4`}>
          {rows.map((width) => (
            <div key={width} className="flex h-12 items-center border-line border-b last:border-b-0">
              <div className={`h-3 rounded bg-hover ${width}`} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
