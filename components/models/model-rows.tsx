"use client";

import { Check, Plus, Star, TriangleAlert } from "lucide-react";
import { memo, type ReactElement, useMemo, useRef, useState } from "react";
import { useMessages, useTranslations } from "use-intl";
import { Placed } from "../ui/placed.tsx";
import { useLetterScale } from "../ui/use-letter-scale.ts";
import { useMedia } from "../use-media.ts";
import type { PickerRow } from "./match-models.ts";
import { describe, Option, type Texts, useWordsBefore } from "./model-option.tsx";
import { useFactText } from "./use-fact-text.ts";
import { rowAt, useListView } from "./use-list-view.ts";

type ModelRowsProps = {
  id: string;
  rows: readonly PickerRow[];
  /** what was searched for: another list is shown from its top on */
  question: string;
  options: number;
  /** index of the active option */
  active: number;
  /** id of the chosen model */
  value: string;
  favourites: ReadonlySet<string>;
  onChoose: (id: string) => void;
  /** marks a model as a favourite, or takes the mark away */
  onMark: (id: string, favourite: boolean) => void;
};

/** Heights in pixels where a rem is 16; rows are placed by them, so that only those in sight need be in the page. */
const heights = { favourites: 36, recent: 36, provider: 36, problem: 44, option: 52, typed: 52 } as const;
/** Pixels above and below the visible part that are rendered too, while a pointer or a finger may scroll the list. */
const margin = 156;

/** The id of the n-th option's element. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The list box. Of its rows only those near the visible part, and the active one, are in the page. */
export function ModelRows(props: ModelRowsProps) {
  const { id, rows, question, options, active, value, favourites, onChoose, onMark } = props;
  const translate = useTranslations("models");
  const text = useFactText();
  const language = useMessages();
  const texts = useMemo<Texts>(() => ({ language, translate, text }), [language, translate, text]);
  useWordsBefore(rows, texts);
  const scroller = useRef<HTMLDivElement>(null);
  const scale = useLetterScale();
  const offsets = useMemo(() => rowOffsets(rows, scale), [rows, scale]);
  const activeRow = useMemo(() => rowOfOption(rows, active), [rows, active]);
  const view = useListView(scroller, { question, offsets, activeRow });
  const narrow = useMedia("(width < 40rem)");
  const places = useRef<RowProps[]>([]);
  const [touched, setTouched] = useState(false);
  const beyond = touched ? margin : 0;
  const first = rowAt(offsets, view.top - beyond);
  const end = Math.min(rows.length, rowAt(offsets, view.top + view.height + beyond) + 1);
  const window = Math.max(1, end - first);
  const near = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  const shown = activeRow >= 0 && (activeRow < first || activeRow >= end) ? [...near, activeRow] : near;
  const inPage: ReactElement[] = [];
  for (const index of shown) {
    const row = rows[index];
    if (!row) continue;
    const known = "position" in row;
    const props: RowProps = {
      row,
      top: offsets[index] ?? 0,
      height: heights[row.kind] * scale,
      elementId: known ? optionId(id, row.position - 1) : undefined,
      active: index === activeRow,
      chosen: known && row.id === value,
      options,
      favourite: known && favourites.has(row.id),
      texts,
      narrow,
      onChoose,
      onMark,
      hidden: false,
    };
    // a place in the window, not the row: what stands there changes its words, and is not made anew
    const place = index < first || index >= end ? "active" : index % window;
    inPage.push(<Row key={place} {...props} />);
    if (place !== "active") places.current[place] = props;
  }
  // What a shorter list leaves over stays in the page, out of sight: one of the next keys will need it again.
  for (const [place, props] of places.current.entries()) {
    if (place >= window) inPage.push(<Row key={place} {...props} hidden />);
  }
  return (
    <div
      ref={scroller}
      id={id}
      role="listbox"
      aria-label={translate("title")}
      tabIndex={-1}
      onScroll={view.onScroll}
      onPointerEnter={() => setTouched(true)}
      onPointerLeave={() => setTouched(false)}
      className="safe-bottom min-h-0 flex-1 overflow-y-auto overscroll-contain border-line border-t"
    >
      {/* Heights and places are set on the client only, by script, as the page's policy asks. */}
      <Placed role="presentation" className="relative" height={offsets.at(-1) ?? 0}>
        {inPage}
      </Placed>
    </div>
  );
}

type RowProps = {
  row: PickerRow;
  /** pixels from the top of the list */
  top: number;
  height: number;
  texts: Texts;
  narrow: boolean;
  elementId: string | undefined;
  active: boolean;
  chosen: boolean;
  options: number;
  favourite: boolean;
  onChoose: (id: string) => void;
  onMark: (id: string, favourite: boolean) => void;
  /** what stands here is of an earlier list */
  hidden: boolean;
};

// made once: what is the same element is not rendered again
const star = <Star className="size-4" />;
const filledStar = <Star className="size-4 fill-current" />;
const check = <Check className="size-4.5 shrink-0 text-accent" />;

/** One line; rendered again only when something of it changes: the rows of each search are new, what they hold is not. */
const Row = memo(renderRow, (before, after) =>
  (Object.keys(after) as (keyof RowProps)[]).every(
    (name) => before[name] === after[name] || (name === "row" && isSameRow(before.row, after.row)),
  ),
);

function isSameRow(before: PickerRow, after: PickerRow): boolean {
  const names = Object.keys(after) as (keyof PickerRow)[];
  return names.length === Object.keys(before).length && names.every((name) => before[name] === after[name]);
}

function renderRow({
  row,
  top,
  height,
  texts,
  narrow,
  elementId,
  active,
  chosen,
  options,
  favourite,
  onChoose,
  onMark,
  hidden,
}: RowProps) {
  const { translate } = texts;
  const place = { top, height, hidden };
  if (row.kind === "provider" || row.kind === "favourites" || row.kind === "recent") {
    return (
      <Placed {...place} role="presentation" className="option-heading">
        {row.kind === "provider" ? row.provider.name : translate(row.kind)}
      </Placed>
    );
  }
  if (row.kind === "problem") {
    return (
      <Placed {...place} role="presentation" className="absolute inset-x-4 contain-strict">
        <div className="flex h-10 items-center gap-2 rounded-lg bg-danger-soft px-3 text-sm">
          <TriangleAlert className="size-4 shrink-0 text-danger" />
          <span className="line-clamp-2 leading-tight">
            {translate(`problems.${row.problem}`, { provider: row.provider.name })}
          </span>
        </div>
      </Placed>
    );
  }
  const name = row.kind === "typed" ? translate("use", { id: row.id }) : row.model.name;
  return (
    // the focus stays in the search field (aria-activedescendant), which takes the keys
    <Placed
      {...place}
      id={hidden ? undefined : elementId}
      role="option"
      aria-selected={chosen}
      aria-label={row.kind === "typed" ? name : `${name}, ${row.id}`}
      aria-description={row.kind === "typed" ? undefined : describe(row.model, row.measures, texts)}
      aria-setsize={options}
      aria-posinset={row.position}
      data-active={active || undefined}
      // the press must not take the focus from the search field
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(row.id)}
      className="option"
    >
      {row.kind === "typed" && <Plus className="size-4 shrink-0 text-accent" />}
      {row.kind === "typed" ? (
        <span className="min-w-0 flex-1 truncate text-sm leading-5">{name}</span>
      ) : (
        <Option model={row.model} measures={row.measures} texts={texts} narrow={narrow} />
      )}
      {chosen && check}
      {row.kind === "option" && (
        // for a pointer; from the keyboard and for a screen reader there is the button below the list
        <span
          aria-hidden="true"
          data-favourite={favourite || undefined}
          title={translate(favourite ? "unmark" : "mark")}
          onClick={(event) => {
            event.stopPropagation();
            onMark(row.id, !favourite);
          }}
          className="option-star"
        >
          {favourite ? filledStar : star}
        </span>
      )}
    </Placed>
  );
}

/** The row of the n-th option: headings stand between them, and never behind the last one. */
function rowOfOption(rows: readonly PickerRow[], option: number): number {
  // each heading moves the options behind it down by one
  for (let row = Math.max(0, option); row < rows.length; row += 1) {
    const found = rows[row];
    if (found && "position" in found && found.position === option + 1) return row;
  }
  return -1;
}

/** Where each row begins, and at the end where the list ends. */
function rowOffsets(rows: readonly PickerRow[], scale: number): number[] {
  const offsets = [4];
  for (const row of rows) offsets.push((offsets.at(-1) ?? 0) + heights[row.kind] * scale);
  return offsets;
}
