"use client";

import { ArrowDownNarrowWide, ArrowUpNarrowWide, Search } from "lucide-react";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "../../ui/button.tsx";
import type { ModelFilters } from "../facts.ts";
import { ModelFiltersBar } from "../model-filters.tsx";
import { firstOrder, type SortKey, type SortOrder, sortKeys } from "./sort-models.ts";
import type { ChangeView } from "./use-view.ts";
import type { ModelsView } from "./view.ts";

type ToolbarProps = {
  view: ModelsView;
  /** models that are shown; null while there is no list */
  count: number | null;
  onChange: ChangeView;
  /** what to sort by is chosen here: there is no table with headings */
  sorts: boolean;
};

/** Search, filters and how many models there are. */
export function Toolbar({ view, count, onChange, sorts }: ToolbarProps) {
  const translate = useTranslations("models");
  const narrow = useCallback((filters: ModelFilters) => onChange({ filters }, "push"), [onChange]);
  const sort = (order: SortOrder) => onChange({ order }, "push");
  return (
    <search className="block">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-1 pb-3">
        <div className="relative min-w-48 flex-1">
          <Search className="pointer-events-none absolute start-3 top-3.25 size-4.5 text-muted" aria-hidden="true" />
          <input
            type="search"
            aria-label={translate("search")}
            placeholder={translate("placeholder")}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="search"
            value={view.query}
            onChange={(event) => onChange({ query: event.target.value }, "typed")}
            className="h-11 w-full rounded-xl border border-field bg-surface ps-10 pe-3 focus-visible:outline-offset-0"
          />
        </div>
        {sorts && <SortChoice order={view.order} onSort={sort} />}
        <p role="status" className="text-muted text-sm tabular-nums max-md:sr-only">
          {count !== null && translate("count", { count })}
        </p>
      </div>
      <ModelFiltersBar filters={view.filters} onChange={narrow} />
    </search>
  );
}

function SortChoice({ order, onSort }: { order: SortOrder; onSort: (order: SortOrder) => void }) {
  const translate = useTranslations("browse");
  const Arrow = order.descending ? ArrowDownNarrowWide : ArrowUpNarrowWide;
  return (
    <div className="flex min-w-0 items-center gap-1">
      <select
        aria-label={translate("sort")}
        value={order.key}
        onChange={(event) => onSort(firstOrder(event.target.value as SortKey))}
        className="h-11 min-w-0 rounded-xl border border-field bg-surface px-2 text-sm"
      >
        {sortKeys.map((key) => (
          <option key={key} value={key}>
            {translate(`sorts.${key}`)}
          </option>
        ))}
      </select>
      <IconButton
        aria-label={translate(order.descending ? "descending" : "ascending")}
        onClick={() => onSort({ ...order, descending: !order.descending })}
      >
        <Arrow className="size-5" />
      </IconButton>
    </div>
  );
}
