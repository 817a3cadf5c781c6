"use client";

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ModelListing } from "@/lib/models/schema";
import { isComposing } from "../keyboard/is-composing.ts";
import { optionAt } from "../keyboard/option-keys.ts";
import { Button } from "../ui/button.tsx";
import { ActiveModel } from "./active-model.tsx";
import { setAttribute, setText } from "./elements.ts";
import { isFiltered } from "./facts.ts";
import { ListingFailed } from "./listing-failed.tsx";
import { ModelFiltersBar } from "./model-filters.tsx";
import { ModelRows, optionId } from "./model-rows.tsx";
import { problemWords, useTexts, useWordsBefore } from "./model-words.ts";
import { PickerSearch, type PickerState } from "./picker-search.ts";
import { SearchField } from "./search-field.tsx";
import { useOfSearch, useWriting } from "./use-search.ts";

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

/** The search field and its list box: the focus stays in the field, the arrows move through the list. */
export function ModelSearch(props: ModelSearchProps) {
  const { value, failed, onRetry, onChoose, onMark } = props;
  const translate = useTranslations("models");
  const listing = props.listing ?? noListing;
  const [search] = useState(() => new PickerSearch(listing, value));
  useLayoutEffect(() => search.update(listing, value), [search, listing, value]);
  useWordsBefore(listing, useTexts());
  const filters = useOfSearch(search, (state) => state.filters);
  const nothing = useOfSearch(search, nothingFound);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.focus(), []);
  useWriting(search, (state) => {
    const { activeRow } = state;
    const activeId = activeRow ? optionId(listId, activeRow.position - 1) : null;
    if (field.current) {
      setAttribute(field.current, "aria-activedescendant", activeId);
      if (field.current.value !== state.query) field.current.value = state.query;
    }
    if (said.current) setText(said.current, announcement(state, translate));
  });

  // the same keys in the field, where the focus stays, and in the list for who goes there
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const { activeRow, options } = search.state;
    const target = optionAt(event, activeRow ? activeRow.position - 1 : -1, options, true);
    if (target !== null) search.moveTo(target);
    else if (event.key !== "Enter" && (event.key !== " " || event.currentTarget === field.current)) return;
    else if (activeRow) onChoose(activeRow.id);
    event.preventDefault();
  };
  return (
    <>
      <div className="px-4 pt-1 pb-3">
        <SearchField
          field={field}
          aria-controls={props.listing ? listId : undefined}
          aria-autocomplete="list"
          enterKeyHint="done"
          onSearch={(query) => search.type(query)}
          onKeyDown={onKeyDown}
          className="bg-canvas"
        />
      </div>
      <ModelFiltersBar filters={filters} onChange={(changed) => search.narrow(changed)} />
      {props.listing ? (
        <>
          <div ref={said} role="status" className="sr-only" />
          {failed && (
            <div className="flex items-center justify-between gap-3 border-line border-t px-5 py-2 text-muted text-sm">
              {translate("stale")}
              <Button onClick={onRetry}>{translate("again")}</Button>
            </div>
          )}
          {nothing && (
            <p className="text-pretty border-line border-t px-5 py-4 text-muted text-sm">{translate(nothing)}</p>
          )}
          <ModelRows
            id={listId}
            search={search}
            onKeyDown={onKeyDown}
            onChoose={onChoose}
            onMark={(id, favourite) => {
              search.keepPlace(id);
              onMark(id, favourite);
            }}
          />
          <ActiveModel
            search={search}
            onMark={(id, favourite) => {
              search.keepActive();
              onMark(id, favourite);
            }}
          />
        </>
      ) : (
        <NoListing failed={failed} onRetry={onRetry} />
      )}
    </>
  );
}

/** In the place of the models, until they are there. */
function NoListing({ failed, onRetry }: Pick<ModelSearchProps, "failed" | "onRetry">) {
  const translate = useTranslations("models");
  if (failed) return <ListingFailed onRetry={onRetry} />;
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden border-line border-t px-5 pt-3">
      <span className="sr-only">{translate("loading")}</span>
      <div aria-hidden="true" className="animate-pulse">
        {widths.map((width) => (
          <div key={width} className="flex h-13 items-center justify-between gap-6">
            <div className="grid min-w-0 gap-2">
              <div className={`h-3.5 max-w-full rounded bg-hover ${width}`} />
              <div className="h-3 w-36 rounded bg-hover" />
            </div>
            <div className="h-3 w-28 shrink-0 rounded bg-hover max-sm:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}

// of the names that are on their way
const widths = ["w-56", "w-48", "w-64", "w-52", "w-60", "w-44", "w-68", "w-40"];

/** The words for when no model is found; null as long as there are some. */
function nothingFound({ matches, query, filters }: PickerState): "no-match" | "none" | "none-fits" | null {
  if (matches > 0) return null;
  if (query.trim() !== "") return "no-match";
  return isFiltered(filters) ? "none-fits" : "none";
}

/** What a screen reader in the field is told, where it does not come by the lines about providers between the options. */
function announcement({ rows, matches }: PickerState, translate: ReturnType<typeof useTranslations<"models">>): string {
  const problems = rows.flatMap((row) => (row.kind === "problem" ? [problemWords(row, translate)] : []));
  return [translate("count", { count: matches }), ...problems].join(" ");
}
