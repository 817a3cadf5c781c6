"use client";

import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { isOutdated, onOutdated } from "./build.ts";
import { Button } from "./ui/button.tsx";

/** Says that the site is of a newer build than this page, which goes on working and may be reloaded at any time. */
export function UpdateBanner() {
  const translate = useTranslations("update");
  const outdated = useSyncExternalStore(onOutdated, isOutdated, () => false);
  return (
    <div role="status" className="print:hidden">
      {outdated && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-accent-soft px-4 py-1.5 text-center text-sm">
          <span className="text-balance">{translate("text")}</span>
          <Button onClick={() => window.location.reload()}>{translate("reload")}</Button>
        </p>
      )}
    </div>
  );
}
