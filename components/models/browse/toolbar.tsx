"use client";

import { ArrowDownNarrowWide, ArrowUpNarrowWide } from "lucide-react";
import { useCallback, useRef } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "../../ui/button.tsx";
import { setText } from "../elements.ts";
import type { ModelFilters } from "../facts.ts";
import { ModelFiltersBar } from "../model-filters.tsx";
import { SearchField } from "../search-field.tsx";
import { useOfSearch, useWriting } from "../use-search.ts";
import type { BrowseSearch } from "./browse-search.ts";
import { firstOrder, type SortKey, type SortOrder, sortKeys } from "./sort-models.ts";

type ToolbarProps = {
  search: BrowseSearch;
  /** what to sort by is chosen here: there is no table with a heading for each order */
  sorts: boolean;
};

/** Search, filters and how many models there are. */
export function Toolbar({ search, sorts }: ToolbarProps) {
  const translate = useTranslations("models");
  const filters = useOfSearch(search, ({ view }) => view.filters);
  const field = useRef<HTMLInputElement>(null);
  const count = useRef<HTMLParagraphElement>(null);
  useWriting(search, ({ view, found }) => {
    if (field.current && field.current.value !== view.query) field.current.value = view.query;
    if (count.current) setText(count.current, found ? translate("count", { count: found.length }) : "");
  });
  const narrow = useCallback((filters: ModelFilters) => search.change({ filters }, "push"), [search]);
  return (
    <search className="block">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-1 pb-3 max-md:pt-3">
        <div className="min-w-48 flex-1">
          <SearchField
            field={field}
            enterKeyHint="search"
            onSearch={(query) => search.change({ query }, "typed")}
            className="bg-surface"
          />
        </div>
        {sorts && <SortChoice search={search} />}
        <p ref={count} role="status" className="text-muted text-sm tabular-nums max-md:sr-only" />
      </div>
      <ModelFiltersBar filters={filters} onChange={narrow} />
    </search>
  );
}

function SortChoice({ search }: { search: BrowseSearch }) {
  const translate = useTranslations("browse");
  const order = useOfSearch(search, ({ view }) => view.order);
  const sort = (changed: SortOrder) => search.change({ order: changed }, "push");
  const Arrow = order.descending ? ArrowDownNarrowWide : ArrowUpNarrowWide;
  return (
    <div className="flex min-w-0 items-center gap-1">
      <select
        aria-label={translate("sort")}
        value={order.key}
        onChange={(event) => sort(firstOrder(event.target.value as SortKey))}
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
        onClick={() => sort({ ...order, descending: !order.descending })}
      >
        <Arrow className="size-5" />
      </IconButton>
    </div>
  );
}
