"use client";

import { Check, Plus, Star, TriangleAlert } from "lucide-react";
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Placed } from "../ui/placed.tsx";
import type { PickerRow } from "./match-models.ts";
import { describe, Option, type Texts } from "./model-option.tsx";
import { useFactText } from "./use-fact-text.ts";

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

/** Heights in pixels; rows are placed by them, so that only those in sight need be in the page. */
const heights = { favourites: 36, recent: 36, provider: 36, problem: 44, option: 52, typed: 52 } as const;
/** Pixels above and below the visible part that are rendered too. */
const margin = 104;

/** The id of the n-th option's element. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The list box. Of its rows only those near the visible part, and the active one, are in the page. */
export function ModelRows(props: ModelRowsProps) {
  const { id, rows, question, options, active, value, favourites, onChoose, onMark } = props;
  const translate = useTranslations("models");
  const text = useFactText();
  const texts = useMemo<Texts>(() => ({ translate, text }), [translate, text]);
  const scroller = useRef<HTMLDivElement>(null);
  const offsets = useMemo(() => rowOffsets(rows), [rows]);
  const activeRow = useMemo(() => rowOfOption(rows, active), [rows, active]);
  // What is in sight, as it was told last: to ask the page for it would have it laid out in the middle of a key.
  const [view, setView] = useState({ top: 0, height: 480 });
  const sight = useRef(view);
  const see = useCallback((top: number, height: number) => {
    if (sight.current.top === top && sight.current.height === height) return;
    sight.current = { top, height };
    setView(sight.current);
  }, []);
  const scrollTo = useCallback(
    (top: number) => {
      if (!scroller.current || top === sight.current.top) return;
      scroller.current.scrollTop = top;
      see(top, sight.current.height);
    },
    [see],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is what this waits for
  useLayoutEffect(() => scrollTo(0), [question]);
  const reveal = useRef(() => {});
  useLayoutEffect(() => {
    reveal.current = () => scrollTo(revealing(sight.current, offsets, activeRow));
    reveal.current();
  }, [offsets, activeRow, scrollTo]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // The dialog around it has no size yet when it opens, and another one when a phone's keyboard comes.
    const observer = new ResizeObserver(([entry]) => {
      if (entry) see(element.scrollTop, entry.contentRect.height);
      reveal.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [see]);

  const first = rowAt(offsets, view.top - margin);
  const end = Math.min(rows.length, rowAt(offsets, view.top + view.height + margin) + 1);
  const window = Math.max(1, end - first);
  const near = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  const shown = activeRow >= 0 && (activeRow < first || activeRow >= end) ? [...near, activeRow] : near;
  return (
    <div
      ref={scroller}
      id={id}
      role="listbox"
      aria-label={translate("title")}
      tabIndex={-1}
      onScroll={({ currentTarget }) => see(currentTarget.scrollTop, sight.current.height)}
      className="safe-bottom min-h-0 flex-1 overflow-y-auto overscroll-contain border-line border-t"
    >
      {/* Heights and places are set on the client only, by script, as the page's policy asks. */}
      <Placed height={offsets.at(-1) ?? 0}>
        {shown.map((index) => {
          const row = rows[index];
          if (!row) return null;
          return (
            // a place in the window, not the row: what stands there changes its words, and is not made anew
            <Placed
              key={index < first || index >= end ? "active" : index % window}
              top={offsets[index] ?? 0}
              height={heights[row.kind]}
            >
              <Row
                row={row}
                elementId={"position" in row ? optionId(id, row.position - 1) : undefined}
                active={index === activeRow}
                chosen={"position" in row && row.id === value}
                options={options}
                favourite={"id" in row && favourites.has(row.id)}
                texts={texts}
                onChoose={onChoose}
                onMark={onMark}
              />
            </Placed>
          );
        })}
      </Placed>
    </div>
  );
}

type RowProps = {
  row: PickerRow;
  texts: Texts;
  elementId: string | undefined;
  active: boolean;
  chosen: boolean;
  options: number;
  favourite: boolean;
  onChoose: (id: string) => void;
  onMark: (id: string, favourite: boolean) => void;
};

// made once: what is the same element is not rendered again
const star = <Star className="size-4" />;
const filledStar = <Star className="size-4 fill-current" />;

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

function renderRow({ row, texts, elementId, active, chosen, options, favourite, onChoose, onMark }: RowProps) {
  const { translate } = texts;
  if (row.kind === "provider" || row.kind === "favourites" || row.kind === "recent") {
    return (
      <div role="presentation" className="flex h-full items-end px-5 pb-1 font-medium text-muted text-xs">
        {row.kind === "provider" ? row.provider.name : translate(row.kind)}
      </div>
    );
  }
  if (row.kind === "problem") {
    return (
      <div role="presentation" className="mx-4 flex h-10 items-center gap-2 rounded-lg bg-danger-soft px-3 text-sm">
        <TriangleAlert className="size-4 shrink-0 text-danger" />
        <span className="line-clamp-2 leading-tight">
          {translate(`problems.${row.problem}`, { provider: row.provider.name })}
        </span>
      </div>
    );
  }
  const name = row.kind === "typed" ? translate("use", { id: row.id }) : row.model.name;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search field (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys
    <div
      id={elementId}
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
      className="mx-2 flex h-full items-center gap-3 rounded-lg px-3 hover:bg-hover data-active:bg-accent-soft"
    >
      {row.kind === "typed" && <Plus className="size-4 shrink-0 text-accent" />}
      {row.kind === "typed" ? (
        <span className="min-w-0 flex-1 truncate text-sm leading-5">{name}</span>
      ) : (
        <Option model={row.model} measures={row.measures} texts={texts} />
      )}
      {chosen && <Check className="size-4.5 shrink-0 text-accent" />}
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
          className="-me-2 flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-md text-muted/50 hover:bg-canvas hover:text-ink data-favourite:text-accent max-md:size-11"
        >
          {favourite ? filledStar : star}
        </span>
      )}
    </div>
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

/** The row that stands at a height in pixels, by halving: a list may have 50,000. */
function rowAt(offsets: readonly number[], height: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where each row begins, and at the end where the list ends. */
function rowOffsets(rows: readonly PickerRow[]): number[] {
  const offsets = [4];
  for (const row of rows) offsets.push((offsets.at(-1) ?? 0) + heights[row.kind]);
  return offsets;
}

/** Where the list has to be scrolled to for a row to be in sight. */
function revealing({ top, height }: { top: number; height: number }, offsets: readonly number[], row: number): number {
  const above = offsets[row];
  const below = offsets[row + 1];
  if (above === undefined || below === undefined) return top;
  // the first option brings its provider's heading into view with it
  const upper = row <= 2 ? 0 : above - 8;
  if (upper < top) return upper;
  return below + 8 > top + height ? below + 8 - height : top;
}
