"use client";

import { memo, useRef } from "react";
import { useLetterScale } from "../../ui/use-letter-scale.ts";
import type { IndexEntry } from "../model-index.ts";
import { useOfSearch } from "../use-search.ts";
import { Abilities } from "./abilities.tsx";
import type { ListProps, RowProps } from "./list-props.ts";
import { CompareBox, FavouriteButton, StartChat } from "./model-actions.tsx";
import { shownIds, shownRows } from "./shown-rows.ts";
import { SpacerItem } from "./spacer.tsx";
import { useTexts } from "./texts.tsx";
import { nearIn, useNear } from "./use-near.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useSlots } from "./use-slots.ts";
import { mostCompared } from "./view.ts";

/** Of every card with the gap below it, in pixels where a rem is 16. */
const usualHeight = 204;

const noEntries: readonly IndexEntry[] = [];

/** The same models where there is no room for a table. Of the cards only those near the visible part are in the page. */
export function ModelCards({ scroller, search, measures, favourites }: ListProps) {
  const { translate } = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const height = usualHeight * useLetterScale();
  const entries = useOfSearch(search, ({ found }) => found) ?? noEntries;
  const chosen = useOfSearch(search, ({ view }) => view.chosen);
  const near = useNear(scroller, list, height);
  const { keptIn, onFocus, onBlur } = useRowFocus(() => entries);
  const pieces = shownRows(nearIn(near, entries.length), keptIn(entries), entries.length);
  const slots = useSlots(shownIds(pieces, entries));
  const render = (row: number) => {
    const entry = entries[row];
    if (!entry) return null;
    const { id } = entry.model;
    return (
      <li
        key={slots.get(id)}
        data-row={row}
        aria-setsize={entries.length}
        aria-posinset={row + 1}
        className="h-51 pb-2"
      >
        <Card
          {...{ entry, row }}
          measures={measures[id]}
          favourite={favourites.has(id)}
          chosen={chosen.includes(id)}
          full={chosen.length >= mostCompared}
        />
      </li>
    );
  };
  return (
    <ul
      ref={list}
      hidden={entries.length === 0}
      aria-label={translate("title")}
      onFocus={onFocus}
      onBlur={onBlur}
      className="px-4"
    >
      {pieces.map((piece) =>
        "row" in piece ? render(piece.row) : <SpacerItem key={`above ${piece.above}`} height={piece.gap * height} />,
      )}
    </ul>
  );
}

const Card = memo(function Card({ entry, measures, favourite, chosen, full }: RowProps) {
  const { translate, words, text } = useTexts();
  const { model } = entry;
  const context = words("context", entry, measures);
  const maxOutput = words("max-output", entry, measures);
  const ends = words("ends", entry, measures);
  const created = words("created", entry, measures);
  return (
    <article
      aria-label={model.name}
      className="flex h-full flex-col overflow-hidden rounded-xl border border-line bg-surface px-3 py-2 text-sm"
    >
      <div className="flex items-center gap-1">
        <CompareBox {...{ model, chosen, full }} />
        <div className="min-w-0 flex-1 leading-5">
          <h2 className="truncate font-medium">{model.name}</h2>
          <p className="truncate font-mono text-muted text-xs">{model.id}</p>
        </div>
        <FavouriteButton {...{ model, favourite }} />
      </div>
      <p className="mt-1 truncate text-muted text-xs leading-5">
        {context ? translate("context-of", { tokens: context }) : translate("context-unknown")}
        {maxOutput && ` · ${translate("answer-of", { tokens: maxOutput })}`}
      </p>
      <p className="truncate text-xs leading-5">{text.price(model.price) ?? translate("price-unknown")}</p>
      <div className="h-5 overflow-hidden text-muted text-xs leading-5">
        <Abilities model={model} />
      </div>
      <p className="h-5 truncate text-muted text-xs leading-5">{text.measured(measures)}</p>
      <div className="mt-auto flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-muted text-xs">
          {ends ? (
            <span className="text-danger">{translate("leaves-on", { date: ends })}</span>
          ) : (
            <>
              {entry.provider}
              {created && <span className="max-sm:hidden"> · {created}</span>}
            </>
          )}
        </p>
        <StartChat model={model} wordy />
      </div>
    </article>
  );
});
