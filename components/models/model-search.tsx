"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { isComposing } from "../keyboard/is-composing.ts";
import { optionAt } from "../keyboard/option-keys.ts";
import { Announcer } from "../ui/announcer.tsx";
import { Button } from "../ui/button.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { ActiveModel } from "./active-model.tsx";
import { type ModelFilters, noFilters } from "./facts.ts";
import { ListingFailed } from "./listing-failed.tsx";
import { firstChoice, type MovedTo, matchModels, type PickerRow, rowAtIndex, rowMovedTo } from "./match-models.ts";
import { ModelFiltersBar } from "./model-filters.tsx";
import { indexModels } from "./model-index.ts";
import { ModelRows, optionId } from "./model-rows.tsx";

type ModelSearchProps = {
  /** null until there is one; what is typed meanwhile is kept */
  listing: ModelListing | null;
  value: string;
  /** the list could not be asked for, or not again */
  failed: boolean;
  onRetry: () => void;
  onChoose: (id: string) => void;
  /** marks a model as a favourite, or takes the mark away */
  onMark: (id: string, favourite: boolean) => void;
};

const noListing: ModelListing = { defaultModelId: "", providers: [], favourites: [], recent: [], measures: {} };

// made once: what is the same element is not rendered again with each key
const lens = (
  <Search className="pointer-events-none absolute start-7 top-4.25 size-4.5 text-muted" aria-hidden="true" />
);

/** The search field and its list box: the focus stays in the field, the arrows move through the list. */
export function ModelSearch(props: ModelSearchProps) {
  const { value, failed, onRetry, onChoose, onMark } = props;
  const translate = useTranslations("models");
  const listing = props.listing ?? noListing;
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [query, setQuery] = useState("");
  const [filters, setFilters] = useState(noFilters);
  const index = useMemo(() => indexModels(listing), [listing]);
  const found = useMemo(() => matchModels(index, query, filters, value), [index, query, filters, value]);
  const { rows, options, matches } = found;
  const favourites = useMemo(() => new Set(listing.favourites), [listing]);
  // null: nothing was moved to yet
  const [moved, setMoved] = useState<(MovedTo & { query: string }) | null>(null);
  const narrow = useCallback((changed: ModelFilters) => {
    setFilters(changed);
    setMoved(null);
  }, []);
  const preferred = useMemo(() => firstChoice(index, query, found, value), [index, query, found, value]);
  const activeRow = useMemo(
    () => (moved?.query === query ? rowMovedTo(rows, moved) : rowAtIndex(rows, preferred)),
    [rows, moved, query, preferred],
  );
  const active = activeRow ? activeRow.position - 1 : -1;
  const activeOption = activeRow?.kind === "option" ? activeRow : null;

  const mark = useCallback(
    (id: string, favourite: boolean) => {
      // a mark moves rows about: the active model stays the active one
      if (activeRow) setMoved({ query, id: activeRow.id, index: activeRow.position - 1 });
      onMark(id, favourite);
    },
    [activeRow, query, onMark],
  );
  const markRow = useCallback(
    (id: string, favourite: boolean) => {
      // what is marked by pointer goes away from under it, and the list stays where it is
      const stays = activeRow && activeRow.id !== id ? activeRow.id : "";
      if (activeRow) setMoved({ query, id: stays, index: activeRow.position - 1 });
      onMark(id, favourite);
    },
    [activeRow, query, onMark],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const target = optionAt(event, active, options, true);
    const id = event.key === "Enter" ? activeRow?.id : undefined;
    if (target !== null) setMoved({ query, id: rowAtIndex(rows, target)?.id ?? "", index: target });
    else if (id !== undefined) onChoose(id);
    else if (event.key !== "Enter") return;
    event.preventDefault();
  };
  return (
    <>
      <div className="relative px-4 pt-1 pb-3">
        {lens}
        <input
          type="search"
          ref={field}
          aria-label={translate("search")}
          placeholder={translate("placeholder")}
          aria-controls={props.listing ? listId : undefined}
          aria-activedescendant={activeRow ? optionId(listId, active) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="done"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-11 w-full appearance-none rounded-xl border [&::-webkit-search-cancel-button]:hidden border-field bg-canvas ps-10 pe-3 focus-visible:outline-offset-0"
        />
      </div>
      <ModelFiltersBar filters={filters} onChange={narrow} />
      {props.listing && <Announcer message={announcement(translate("count", { count: matches }), rows, translate)} />}
      {props.listing && failed && (
        <div className="flex items-center justify-between gap-3 border-line border-t px-5 py-2 text-muted text-sm">
          {translate("stale")}
          <Button onClick={onRetry}>{translate("again")}</Button>
        </div>
      )}
      {props.listing ? (
        <>
          {matches === 0 && (
            <p className="text-pretty border-line border-t px-5 py-4 text-muted text-sm">
              {translate(query.trim() ? "no-match" : "none")}
            </p>
          )}
          <ModelRows
            id={listId}
            rows={rows}
            question={`${query} ${JSON.stringify(filters)}`}
            options={options}
            active={active}
            value={value}
            favourites={favourites}
            onChoose={onChoose}
            onMark={markRow}
          />
        </>
      ) : (
        <NoListing failed={failed} onRetry={onRetry} />
      )}
      {props.listing && (
        <ActiveModel
          model={activeOption?.model ?? null}
          measures={activeOption?.measures}
          favourite={activeOption !== null && favourites.has(activeOption.id)}
          onMark={mark}
        />
      )}
    </>
  );
}

/** In the place of the models, until they are there. */
function NoListing({ failed, onRetry }: Pick<ModelSearchProps, "failed" | "onRetry">) {
  const translate = useTranslations("models");
  if (failed) return <ListingFailed onRetry={onRetry} />;
  return (
    <p role="status" className="flex flex-1 items-center justify-center gap-2.5 text-muted text-sm">
      <Spinner />
      {translate("loading")}
    </p>
  );
}

// The lines about providers stand between the options, where a screen reader in the field does not come by.
function announcement(
  count: string,
  rows: readonly PickerRow[],
  translate: ReturnType<typeof useTranslations<"models">>,
): string {
  const problems = rows.flatMap((row) =>
    row.kind === "problem" ? [translate(`problems.${row.problem}`, { provider: row.provider.name })] : [],
  );
  return [count, ...problems].join(" ");
}
