"use client";

import { Check, Plus, Star, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from "react";
import { useLetterScale } from "../ui/use-letter-scale.ts";
import { useMedia } from "../use-media.ts";
import { setAttribute } from "./elements.ts";
import { ListView, rowAt } from "./list-view.ts";
import type { PickerRow } from "./match-models.ts";
import { problemWords, type Texts, useTexts, wordsOf } from "./model-words.ts";
import type { PickerSearch, PickerState } from "./picker-search.ts";
import type { Pictures, ShownRow } from "./row-box.ts";
import { type InPage, RowPainter } from "./row-painter.ts";
import { useWriting } from "./use-search.ts";

type ModelRowsProps = {
  id: string;
  search: PickerSearch;
  /** a key that is pressed in the list itself */
  onKeyDown: (event: KeyboardEvent) => void;
  onChoose: (id: string) => void;
  /** marks a model as a favourite, or takes the mark away */
  onMark: (id: string, favourite: boolean) => void;
};

/** Heights in pixels where a rem is 16; rows are placed by them, so that only those in sight need be in the page. */
const heights = { favourites: 36, "in-use": 36, recent: 36, provider: 36, problem: 44, option: 52, typed: 52 } as const;
/** Of an option of three lines: how a model has done here stands below its facts. */
const measuredHeight = 64;
/** Pixels above and below the visible part that are rendered too, while a pointer or a finger may scroll the list. */
const margin = 156;

// made once: what is the same element is not rendered again with each key
const drawn = (
  <>
    <Star className="size-4" />
    <Check className="option-check size-4.5 text-accent" />
    <Plus className="size-4 shrink-0 text-accent" />
    <TriangleAlert className="size-4 shrink-0 text-danger" />
  </>
);

/** The id of the n-th option's element. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The list box. Of its rows only those near the visible part, and the active one, are in the page. */
export function ModelRows({ id, search, onKeyDown, onChoose, onMark }: ModelRowsProps) {
  const texts = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pictures = useRef<HTMLDivElement>(null);
  const painter = useRef<RowPainter>(null);
  const scale = useLetterScale();
  const narrow = useMedia("(width < 40rem)");
  const [view] = useState(() => new ListView());
  const [place] = useState(() => lastOf(rowOffsets));
  const touched = useRef(false);

  const paint = (state: PickerState) => {
    if (!scroller.current || !list.current || !pictures.current) return;
    painter.current ??= new RowPainter(list.current, picturesIn(pictures.current));
    const { rows, activeRow: active } = state;
    const offsets = place(rows, scale);
    const activeRow = active ? rowOfOption(rows, active.position - 1) : -1;
    setAttribute(scroller.current, "aria-activedescendant", active ? optionId(id, active.position - 1) : null);
    view.show({ question: `${state.query} ${JSON.stringify(state.filters)}`, offsets, activeRow });
    const beyond = touched.current ? margin : 0;
    const first = rowAt(offsets, view.top - beyond);
    const end = Math.min(rows.length, rowAt(offsets, view.top + view.height + beyond) + 1);
    const stars = { mark: texts.translate("mark"), unmark: texts.translate("unmark") };
    const about: About = { id, state, texts, stars, narrow };
    const inPage: InPage[] = [];
    const show = (index: number) => {
      const row = rows[index];
      if (!row) return;
      const placed = { top: offsets[index] ?? 0, height: heightOf(row) * scale };
      inPage.push({ index, row: { ...placed, ...shownRow(row, index === activeRow, about) } });
    };
    if (activeRow >= 0 && activeRow < first) show(activeRow);
    for (let index = first; index < end; index += 1) show(index);
    if (activeRow >= end) show(activeRow);
    painter.current.show(rows, inPage, offsets.at(-1) ?? 0);
    // not before the rows are there to be scrolled to
    view.scroll(scroller.current);
  };
  const repaint = useWriting(search, paint);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      view.resize(element.scrollTop, entry.contentRect.height);
      repaint();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [view, repaint]);
  const touch = (now: boolean) => {
    touched.current = now;
    repaint();
  };

  // whether the last press was on a star
  const marked = useRef(false);
  const onClick = ({ target, detail }: MouseEvent) => {
    const row = painter.current?.rowOf(target);
    if (!row || !("row" in row)) return;
    const starred = row.kind === "option" && target instanceof Element && target.closest(".option-star");
    // a mark moves the rows: the second press of a double click would be on another model
    if (detail > 1 && marked.current) return;
    marked.current = Boolean(starred);
    if (starred) onMark(row.row.id, !row.favourite);
    else onChoose(row.row.id);
  };
  return (
    <>
      <div ref={pictures} hidden>
        {drawn}
      </div>
      <div
        ref={scroller}
        id={id}
        role="listbox"
        aria-label={texts.translate("title")}
        tabIndex={0}
        onScroll={({ currentTarget }) => view.scrolledTo(currentTarget.scrollTop) && repaint()}
        onPointerEnter={() => touch(true)}
        // a finger that begins to scroll leaves, too
        onPointerLeave={({ pointerType }) => pointerType === "mouse" && touch(false)}
        // a press on a row must not take the focus from the search field
        onMouseDown={(event) => {
          if (painter.current?.rowOf(event.target)) event.preventDefault();
        }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        className="safe-bottom min-h-0 flex-1 overflow-y-auto overscroll-contain border-line border-t outline-offset-[-2px]"
      >
        <div ref={list} role="presentation" className="relative" />
      </div>
    </>
  );
}

type About = {
  /** id of the list's element */
  id: string;
  state: PickerState;
  texts: Texts;
  /** what a star does */
  stars: { mark: string; unmark: string };
  narrow: boolean;
};

type Unplaced<Shown> = Shown extends ShownRow ? Omit<Shown, "top" | "height"> : never;

/** What is shown of a row, but for where. */
function shownRow(row: PickerRow, active: boolean, about: About): Unplaced<ShownRow> {
  const { id, state, texts, stars, narrow } = about;
  const { options, value, favourites } = state;
  const { translate } = texts;
  if (row.kind === "provider") return { kind: "heading", words: row.provider.name };
  if (row.kind === "problem") {
    return { kind: "problem", words: problemWords(row, translate) };
  }
  if (!("position" in row)) return { kind: "heading", words: translate(row.kind) };
  const { position } = row;
  const option = { id: optionId(id, position - 1), active, chosen: row.id === value, position, options };
  if (row.kind === "typed") return { ...option, kind: "typed", row, words: translate("use", { id: row.id }) };
  const favourite = favourites.has(row.id);
  const starTitle = favourite ? stars.unmark : stars.mark;
  const words = wordsOf(row.model, row.measures, texts);
  return { ...option, kind: "option", row, words, favourite, starTitle, narrow };
}

function picturesIn(box: HTMLElement): Pictures {
  const [star, check, plus, warning] = box.children;
  if (!star || !check || !plus || !warning) throw new Error("The pictures of the rows are not there");
  return { star, check, plus, warning };
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
  for (const row of rows) offsets.push((offsets.at(-1) ?? 0) + heightOf(row) * scale);
  return offsets;
}

/** Remembers the last result: it is asked for again and again, and seldom with something else. */
function lastOf<Args extends readonly unknown[], Result>(make: (...args: Args) => Result): (...args: Args) => Result {
  let last: { args: Args; result: Result } | null = null;
  return (...args) => {
    if (!last?.args.every((value, index) => value === args[index])) last = { args, result: make(...args) };
    return last.result;
  };
}

function heightOf(row: PickerRow): number {
  return row.kind === "option" && row.measures ? measuredHeight : heights[row.kind];
}
