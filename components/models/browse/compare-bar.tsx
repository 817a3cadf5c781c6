"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/button.tsx";
import { findEntry, type ModelIndex } from "../model-index.ts";
import { fewestCompared } from "./view.ts";

type CompareBarProps = {
  index: ModelIndex;
  chosen: readonly string[];
  onRemove: (id: string) => void;
  onClear: () => void;
  onCompare: () => void;
};

/** Below the list: the models that are chosen to be compared, and the way to see them side by side. */
export function CompareBar({ index, chosen, onRemove, onClear, onCompare }: CompareBarProps) {
  const translate = useTranslations("browse");
  const enough = chosen.length >= fewestCompared;
  return (
    <section
      aria-label={translate("chosen")}
      className="safe-bottom flex flex-wrap items-center gap-2 border-line border-t bg-sunken px-4 pt-3"
    >
      <ul className="flex min-w-0 flex-1 flex-wrap gap-1.5 max-md:hidden">
        {chosen.map((id) => {
          const name = findEntry(index, id)?.model.name ?? id;
          return (
            <li key={id} className="flex max-w-56 items-center rounded-full border border-line bg-surface ps-3 text-sm">
              <span className="truncate">{name}</span>
              <button
                type="button"
                aria-label={translate("remove", { name })}
                onClick={() => onRemove(id)}
                className="flex size-8 shrink-0 items-center justify-center rounded-full text-muted hover:bg-hover hover:text-ink"
              >
                <X className="size-3.5" />
              </button>
            </li>
          );
        })}
      </ul>
      {!enough && <p className="text-muted text-sm">{translate("one-more")}</p>}
      <div className="flex items-center gap-2 max-md:flex-1 max-md:justify-end">
        <Button kind="ghost" onClick={onClear}>
          {translate("clear-chosen")}
        </Button>
        <Button kind="primary" disabled={!enough} onClick={onCompare}>
          {translate("compare-count", { count: chosen.length })}
        </Button>
      </div>
    </section>
  );
}
