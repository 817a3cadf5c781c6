"use client";

import { ChartColumn } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { onPlainClick } from "./plain-click.ts";
import type { OtherPage } from "./sidebar-props.ts";

/** The ways to the pages beside the conversations. */
export function PageLinks({ onVisit }: { onVisit: (path: OtherPage) => void }) {
  const translate = useTranslations("usage");
  const current = usePathname() === "/usage";
  return (
    <div className="border-line border-t px-2 pt-2">
      <a
        href="/usage"
        aria-current={current ? "page" : undefined}
        onClick={onPlainClick(() => onVisit("/usage"))}
        className={`flex min-h-9 items-center gap-2.5 rounded-lg px-2 text-sm hover:bg-hover max-md:min-h-11 ${current ? "bg-hover font-medium" : ""}`}
      >
        <ChartColumn className="size-4 text-muted" />
        {translate("title")}
      </a>
    </div>
  );
}
