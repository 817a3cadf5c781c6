"use client";

import { useTranslations } from "use-intl";
import { Button } from "../ui/button.tsx";
import type { SidebarProps } from "./sidebar-props.ts";

const widths = ["w-4/5", "w-3/5", "w-2/3", "w-1/2", "w-3/4", "w-2/5"];

/** What stands below the rows: that there are none, that more are coming, that they could not be loaded. */
export function ListState({ status, empty, onRetry }: SidebarProps & { empty: boolean }) {
  const translate = useTranslations("sidebar");
  const common = useTranslations("common");
  if (status === "error") {
    return (
      <div role="alert" className="px-2 py-4 text-muted text-sm">
        <p>{translate("failed")}</p>
        <Button onClick={onRetry} className="mt-3">
          {common("retry")}
        </Button>
      </div>
    );
  }
  if (status === "loading") {
    return (
      <div role="status" className="pt-2">
        <span className="sr-only">{translate("loading")}</span>
        {widths.slice(0, empty ? widths.length : 3).map((width) => (
          <div key={width} aria-hidden="true" className="flex h-9 items-center px-2 max-md:h-11">
            <div className={`h-3 animate-pulse rounded bg-hover ${width}`} />
          </div>
        ))}
      </div>
    );
  }
  return empty ? <p className="text-pretty px-2 py-4 text-muted text-sm">{translate("empty")}</p> : null;
}
