"use client";

import { ArrowDown, ArrowUp, MessageSquarePlus, Star } from "lucide-react";
import { type MouseEvent, memo, type RefObject, useContext, useEffect, useLayoutEffect, useRef } from "react";
import { onPlainClick } from "../../sidebar/plain-click.ts";
import { useLetterScale } from "../../ui/use-letter-scale.ts";
import { setAttribute } from "../elements.ts";
import type { IndexEntry } from "../model-index.ts";
import { useOfSearch, useWriting } from "../use-search.ts";
import { mostBefore, whileIdle } from "../while-idle.ts";
import { actionsWidth, type Column, type ColumnFact, nameWidth, sortOf } from "./columns.ts";
import type { ListProps, RowProps } from "./list-props.ts";
import { ModelActionsContext } from "./model-actions.tsx";
import { shownRows } from "./shown-rows.ts";
import { orderBy, type SortKey, type SortOrder } from "./sort-models.ts";
import { TablePainter } from "./table-painter.ts";
import { labelsOf, type RowPictures, TableRow } from "./table-row.ts";
import { type BrowseTexts, useTexts } from "./texts.tsx";
import { nearIn, useNear } from "./use-near.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { mostCompared } from "./view.ts";

/** Of every row, in pixels where a rem is 16. */
const usualHeight = 64;

// made once, and copied into the rows
const drawn = (
  <>
    <Star className="size-4.5" />
    <MessageSquarePlus className="size-4.5" />
  </>
);

/** The models as a table. Of its rows only those near the visible part are in the page. */
export function ModelTable(props: ListProps & { columns: readonly Column[] }) {
  const { scroller, search, entries, measures, favourites, columns } = props;
  const texts = useTexts();
  const { translate } = texts;
  const frame = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const pictures = useRef<HTMLDivElement>(null);
  const height = usualHeight * useLetterScale();
  const near = useNear(scroller, body, height);
  const { keptIn, onFocus, onBlur } = useRowFocus(() => search.state.found ?? []);
  const painter = usePainter(body, pictures, columns, texts);
  useEffect(
    () => whileIdle(entries.slice(0, mostBefore), wordsBefore(columns, measures, texts)),
    [entries, columns, measures, texts],
  );
  useWriting(search, ({ view: { chosen }, found }) => {
    if (!found || !painter.current || !table.current || !frame.current) return;
    setAttribute(frame.current, "data-none", found.length === 0 ? "" : null);
    setAttribute(table.current, "aria-rowcount", String(found.length + 1));
    if (found.length === 0) return;
    const full = chosen.length >= mostCompared;
    const rowAt = (row: number): RowProps | null => {
      const entry = found[row];
      if (!entry) return null;
      const { id } = entry.model;
      const chose = chosen.includes(id);
      return { entry, row, measures: measures[id], favourite: favourites.has(id), chosen: chose, full };
    };
    const pieces = shownRows(nearIn(near, found.length), keptIn(found), found.length);
    const spare = painter.current.show(found, pieces, rowAt, height);
    // behind the last row, where the frame ends
    table.current.style.marginBottom = `${-spare * height}px`;
  });
  const onClick = useRowClick(painter);
  const pointed = useRef<TableRow>(null);
  const point = (target: EventTarget | null) => {
    const row = painter.current?.rowOf(target) ?? null;
    if (row === pointed.current) return;
    pointed.current?.point(false);
    row?.point(true);
    pointed.current = row;
  };
  return (
    // Out of sight its rows are neither styled nor laid out, and ready for the next key; where a browser cannot do that
    // they are out of sight all the same.
    <div
      ref={frame}
      className="flow-root overflow-y-clip data-none:h-0 data-none:overflow-x-clip data-none:[content-visibility:hidden] not-supports-[content-visibility:hidden]:data-none:invisible"
    >
      <div ref={pictures} hidden>
        {drawn}
      </div>
      <table ref={table} className="w-full min-w-max table-fixed border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{translate("title")}</caption>
        <Head {...{ columns, search }} />
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: what is pressed in it are a box, a button and a link, which take keys */}
        <tbody
          ref={body}
          onFocus={onFocus}
          onBlur={onBlur}
          onClick={onClick}
          onPointerOver={({ target }) => point(target)}
          onPointerLeave={() => point(null)}
        />
      </table>
    </div>
  );
}

/** Puts a model into words; what shows it finds them made. */
function wordsBefore(columns: readonly Column[], measures: ListProps["measures"], texts: BrowseTexts) {
  return (entry: IndexEntry) => {
    labelsOf(entry, texts);
    for (const { facts } of columns) for (const fact of facts) texts.words(fact, entry, measures[entry.model.id]);
  };
}

/** What writes the rows; another one for another language. */
function usePainter(
  body: RefObject<HTMLElement | null>,
  pictures: RefObject<HTMLElement | null>,
  columns: readonly Column[],
  texts: BrowseTexts,
): RefObject<TablePainter | null> {
  const painter = useRef<TablePainter>(null);
  const latest = useRef(columns);
  useLayoutEffect(() => {
    latest.current = columns;
    for (const row of painter.current?.rows ?? []) row.setColumns(columns);
  }, [columns]);
  useLayoutEffect(() => {
    if (!body.current || !pictures.current) return;
    const drawn = picturesIn(pictures.current);
    body.current.replaceChildren();
    painter.current = new TablePainter(body.current, () => new TableRow(latest.current, drawn, texts));
  }, [body, pictures, texts]);
  return painter;
}

/** Does what is pressed in a row. */
function useRowClick(painter: RefObject<TablePainter | null>) {
  const { mark, choose, start } = useContext(ModelActionsContext);
  return (event: MouseEvent) => {
    const row = painter.current?.rowOf(event.target);
    const { target } = event;
    if (!row?.shown || !(target instanceof Element)) return;
    const { entry, favourite } = row.shown;
    const { id } = entry.model;
    const pressed = row.pressed(target);
    if (pressed === "mark") mark(id, !favourite);
    else if (pressed === "choose") choose(id, (target as HTMLInputElement).checked);
    else if (pressed === "start") onPlainClick(() => start(id))(event);
  };
}

function picturesIn(box: HTMLElement): RowPictures {
  const [star, start] = box.children;
  if (!star || !start) throw new Error("The pictures of the rows are not there");
  return { star, start };
}

type HeadProps = Pick<ListProps, "search"> & { columns: readonly Column[] };

const Head = memo(function Head({ columns, search }: HeadProps) {
  const { translate } = useTexts();
  const order = useOfSearch(search, ({ view }) => view.order);
  const onSort = (key: SortKey) => search.change({ order: orderBy(key, order) }, "push");
  const directionOf = (keys: readonly (SortKey | undefined)[]) =>
    !keys.includes(order.key) ? "none" : order.descending ? "descending" : "ascending";
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th
          scope="col"
          aria-sort={directionOf(["name"])}
          className={`${headClass} start-0 z-20 ps-10 text-start`}
          style={{ width: `${nameWidth}rem` }}
        >
          <SortButton sort="name" label={translate("facts.name")} {...{ order, onSort }} />
        </th>
        {columns.map(({ facts, width, figure }) => {
          const sorts = facts.map(sortOf);
          const sorted = sorts.some((sort) => sort !== undefined);
          return (
            <th
              key={facts[0]}
              scope="col"
              aria-sort={sorted ? directionOf(sorts) : undefined}
              className={`${headClass} z-10 ${figure ? "text-end" : "text-start"}`}
              style={{ width: `${width}rem` }}
            >
              {facts.map((fact) => (
                <div key={fact}>
                  <Heading {...{ fact, order, onSort }} end={figure} low={facts.length > 1} />
                </div>
              ))}
            </th>
          );
        })}
        <th scope="col" className={`${headClass} end-0 z-20`} style={{ width: `${actionsWidth}rem` }}>
          <span className="sr-only">{translate("actions")}</span>
        </th>
      </tr>
    </thead>
  );
});

type HeadingProps = Omit<SortButtonProps, "sort" | "label"> & { fact: ColumnFact };

function Heading({ fact, ...rest }: HeadingProps) {
  const { translate } = useTexts();
  const sort = sortOf(fact);
  const label = translate(`columns.${fact}`);
  return sort ? <SortButton {...{ sort, label }} {...rest} /> : <span className="px-2">{label}</span>;
}

const headClass = "sticky top-0 border-line border-b bg-canvas py-1.5 font-medium text-muted text-xs leading-4";

type SortButtonProps = {
  order: SortOrder;
  onSort: (key: SortKey) => void;
  sort: SortKey;
  label: string;
  end?: boolean | undefined;
  /** shares the heading with another one */
  low?: boolean;
};

function SortButton({ sort, label, order, onSort, end = false, low = false }: SortButtonProps) {
  const sorted = order.key === sort;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      // the heading has one order for both of its buttons: which of them it is of, the button says
      aria-pressed={low ? sorted : undefined}
      onClick={() => onSort(sort)}
      className={`inline-flex ${low ? "min-h-6" : "min-h-8"} pointer-coarse:min-h-11 max-w-full items-center gap-1 rounded-md px-2 hover:bg-hover hover:text-ink ${sorted ? "text-ink" : ""} ${end ? "flex-row-reverse text-end" : "text-start"}`}
    >
      {label}
      <Arrow aria-hidden="true" className={`size-3.5 shrink-0 ${sorted ? "" : "invisible"}`} />
    </button>
  );
}
