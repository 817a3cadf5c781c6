"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, useMemo, useRef } from "react";
import { useLetterScale } from "../../ui/use-letter-scale.ts";
import { Abilities } from "./abilities.tsx";
import type { ListProps, RowProps } from "./list-props.ts";
import { CompareBox, FavouriteButton, StartChat } from "./model-actions.tsx";
import { type FactName, hasMeasures } from "./model-facts.ts";
import { shownIds, shownRows } from "./shown-rows.ts";
import type { SortKey } from "./sort-models.ts";
import { SpacerRow } from "./spacer.tsx";
import { useTexts } from "./texts.tsx";
import { useNear } from "./use-near.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useSlots } from "./use-slots.ts";
import { mostCompared } from "./view.ts";

/** Of every row, in pixels where a rem is 16. */
const usualHeight = 64;

// beside the sidebar all of them have room on a screen 1280 wide, the scroll bar's 15 included
type Column = { fact: FactName; sort?: SortKey; width: string; figure?: boolean };
const factColumns: readonly Column[] = [
  { fact: "provider", sort: "provider", width: "w-26" },
  { fact: "context", sort: "context", width: "w-20", figure: true },
  { fact: "max-output", sort: "max-output", width: "w-20", figure: true },
  { fact: "inputs", width: "w-22" },
  { fact: "input", sort: "input", width: "w-20", figure: true },
  { fact: "output", sort: "output", width: "w-20", figure: true },
];
const measureColumns: readonly Column[] = [
  { fact: "first-token", sort: "first-token", width: "w-20", figure: true },
  { fact: "pace", sort: "pace", width: "w-22", figure: true },
  { fact: "failures", sort: "failures", width: "w-20", figure: true },
];
const measured: ReadonlySet<FactName> = new Set(measureColumns.map(({ fact }) => fact));
const createdColumn: Column = { fact: "created", sort: "newest", width: "w-30", figure: true };

/** The models as a table. Of its rows only those near the visible part are in the page. */
export function ModelTable({ scroller, entries, measures, favourites, chosen, order, onSort }: ListProps) {
  const { translate } = useTexts();
  const body = useRef<HTMLTableSectionElement>(null);
  const height = usualHeight * useLetterScale();
  const near = useNear(scroller, body, { count: entries.length, height });
  const { kept, onFocus, onBlur } = useRowFocus(entries);
  const hasAny = useMemo(() => hasMeasures(entries, measures), [entries, measures]);
  const columns = useMemo(() => [...factColumns, ...(hasAny ? measureColumns : []), createdColumn], [hasAny]);
  const pieces = shownRows(near, kept, entries.length);
  const slots = useSlots(shownIds(pieces, entries));
  const render = (row: number) => {
    const entry = entries[row];
    if (!entry) return null;
    const { id } = entry.model;
    return (
      <Row
        key={slots.get(id)}
        {...{ entry, row, columns }}
        measures={measures[id]}
        favourite={favourites.has(id)}
        chosen={chosen.includes(id)}
        full={chosen.length >= mostCompared}
      />
    );
  };
  const sortOf = (key: SortKey) => (order.key !== key ? "none" : order.descending ? "descending" : "ascending");
  return (
    <table
      aria-rowcount={entries.length + 1}
      className="w-full min-w-max table-fixed border-separate border-spacing-0 text-sm"
    >
      <caption className="sr-only">{translate("title")}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" aria-sort={sortOf("name")} className={`${headClass} start-0 z-20 w-64 ps-12`}>
            <SortButton sort="name" label={translate("facts.name")} {...{ order, onSort }} />
          </th>
          {columns.map(({ fact, sort, width, figure }) => (
            <th
              key={fact}
              scope="col"
              aria-sort={sort && sortOf(sort)}
              className={`${headClass} z-10 ${width} ${figure ? "text-end" : ""}`}
            >
              {sort ? (
                <SortButton
                  sort={sort}
                  label={translate(`columns.${fact as ColumnFact}`)}
                  end={figure}
                  {...{ order, onSort }}
                />
              ) : (
                <span className="px-2">{translate(`columns.${fact as ColumnFact}`)}</span>
              )}
            </th>
          ))}
          <th scope="col" className={`${headClass} end-0 z-20 w-22`}>
            <span className="sr-only">{translate("actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body} onFocus={onFocus} onBlur={onBlur}>
        {pieces.map((piece) =>
          "row" in piece ? render(piece.row) : <SpacerRow key={`above ${piece.above}`} height={piece.gap * height} />,
        )}
      </tbody>
    </table>
  );
}

type ColumnFact =
  | "provider"
  | "context"
  | "max-output"
  | "inputs"
  | "input"
  | "output"
  | "first-token"
  | "pace"
  | "failures"
  | "created";

const headClass =
  "sticky top-0 border-line border-b bg-canvas py-1.5 text-start font-medium text-muted text-xs leading-4";

type SortButtonProps = Pick<ListProps, "order" | "onSort"> & {
  sort: SortKey;
  label: string;
  end?: boolean | undefined;
};

function SortButton({ sort, label, order, onSort, end = false }: SortButtonProps) {
  const sorted = order.key === sort;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => onSort(sort)}
      className={`inline-flex min-h-8 max-w-full items-center gap-1 rounded-md px-2 text-start hover:bg-hover hover:text-ink ${sorted ? "text-ink" : ""} ${end ? "flex-row-reverse text-end" : ""}`}
    >
      {label}
      <Arrow aria-hidden="true" className={`size-3.5 shrink-0 ${sorted ? "" : "invisible"}`} />
    </button>
  );
}

const Row = memo(function Row({
  entry,
  measures,
  row,
  favourite,
  chosen,
  full,
  columns,
}: RowProps & { columns: readonly Column[] }) {
  const { translate, words } = useTexts();
  const { model } = entry;
  const ends = words("ends", entry, measures);
  return (
    <tr data-row={row} aria-rowindex={row + 2} className="group h-16 [&>*]:border-line [&>*]:border-b">
      <th
        scope="row"
        className="sticky start-0 z-5 bg-canvas py-0 ps-4 pe-2 text-start font-normal group-hover:bg-hover"
      >
        <div className="flex items-center gap-1">
          <CompareBox {...{ model, chosen, full }} />
          <div className="min-w-0 flex-1">
            <span title={model.name} className="block truncate font-medium">
              {model.name}
            </span>
            <span className="flex items-baseline gap-2 text-muted text-xs">
              <span title={model.id} className="min-w-0 truncate font-mono">
                {model.id}
              </span>
              {ends && <span className="shrink-0 text-danger">{translate("leaves-on", { date: ends })}</span>}
            </span>
          </div>
        </div>
      </th>
      {columns.map(({ fact, figure }) => (
        <td key={fact} className={`px-2 py-0 tabular-nums group-hover:bg-hover ${figure ? "text-end" : ""}`}>
          {fact === "inputs" ? (
            <Abilities model={model} />
          ) : (
            <Words text={words(fact, entry, measures)} quiet={measured.has(fact)} />
          )}
        </td>
      ))}
      <td className="sticky end-0 z-5 bg-canvas px-1 py-0 group-hover:bg-hover">
        <div className="flex justify-end">
          <FavouriteButton {...{ model, favourite }} />
          <StartChat model={model} />
        </div>
      </td>
    </tr>
  );
});

/** A fact in words, or that it is unknown; quietly where hardly anything is known. */
export function Words({ text, quiet = false }: { text: string | null; quiet?: boolean }) {
  const { translate } = useTexts();
  if (text !== null) return <span className="wrap-anywhere">{text}</span>;
  return (
    <span className="text-muted text-xs">
      {quiet && <span aria-hidden="true">–</span>}
      <span className={quiet ? "sr-only" : ""}>{translate("unknown")}</span>
    </span>
  );
}
