"use client";

import { Boxes, MessageSquare } from "lucide-react";
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Keys } from "../keyboard/keys.tsx";
import { ariaKeys, isMac } from "../keyboard/shortcuts.ts";
import { Placed } from "../ui/placed.tsx";
import { useLetterScale } from "../ui/use-letter-scale.ts";
import { ActionIcon } from "./action-icon.tsx";
import type { PaletteOption, PaletteRow } from "./match-rows.ts";

type PaletteRowsProps = {
  id: string;
  rows: readonly PaletteRow[];
  options: number;
  /** index of the active option */
  active: number;
  /** what was searched for: another list is shown from its top on */
  query: string;
  onChoose: (option: PaletteOption) => void;
};

/** Heights in pixels where a rem is 16. */
const heights = { group: 34, option: 44 } as const;
/** So much above and below the visible part is rendered, too. */
const margin = 220;

/** The id of the n-th option's element, from 0. */
export const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** The list box. Of its rows only those near the visible part, and the active one, are in the page. */
export function PaletteRows({ id, rows, options, active, query, onChoose }: PaletteRowsProps) {
  const translate = useTranslations("palette");
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 480 });
  const scale = useLetterScale();
  const [groupHeight, optionHeight] = [heights.group * scale, heights.option * scale];
  const tops = useMemo(() => topsOf(rows, scale), [rows, scale]);
  const activeRow = rows.findIndex((row) => row.kind !== "group" && row.position === active + 1);
  const see = useCallback(() => {
    const element = scroller.current;
    if (element) setView({ top: element.scrollTop, height: element.clientHeight });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is what this waits for
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [query]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const top = tops[activeRow];
    if (!element || top === undefined) return;
    // with the heading above the first line of a group
    const from = rows[activeRow - 1]?.kind === "group" ? top - groupHeight : top;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (top + optionHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + optionHeight - element.clientHeight;
    }
  }, [tops, rows, activeRow, groupHeight, optionHeight]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(see);
    observer.observe(element);
    return () => observer.disconnect();
  }, [see]);

  const near = rows.flatMap((_, index) => {
    const top = tops[index] ?? 0;
    return (top > view.top - margin && top < view.top + view.height + margin) || index === activeRow ? [index] : [];
  });
  return (
    <div
      ref={scroller}
      id={id}
      role="listbox"
      aria-label={translate("results")}
      tabIndex={-1}
      onScroll={see}
      className="safe-bottom min-h-0 flex-1 overflow-y-auto overscroll-contain border-line border-t"
    >
      <Placed role="presentation" className="relative" height={tops.at(-1) ?? 0}>
        {near.map((index) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <Placed
              key={row.kind === "group" ? row.group : `${row.kind} ${row.id}`}
              role="presentation"
              className="absolute inset-x-0 contain-strict"
              top={tops[index] ?? 0}
              height={row.kind === "group" ? groupHeight : optionHeight}
            >
              {row.kind === "group" ? (
                <div role="presentation" className="flex h-full items-end px-5 pb-1 font-medium text-muted text-xs">
                  {translate(`groups.${row.group}`)}
                </div>
              ) : (
                <Option
                  row={row}
                  elementId={optionId(id, row.position - 1)}
                  active={index === activeRow}
                  options={options}
                  onChoose={onChoose}
                />
              )}
            </Placed>
          );
        })}
      </Placed>
    </div>
  );
}

/** Where each row begins, and at the end how high all are. */
function topsOf(rows: readonly PaletteRow[], scale: number): number[] {
  const tops = [0];
  for (const [index, row] of rows.entries())
    tops.push((tops[index] ?? 0) + heights[row.kind === "group" ? "group" : "option"] * scale);
  return tops;
}

const icons = {
  conversation: <MessageSquare className="size-4 shrink-0 text-muted" aria-hidden="true" />,
  model: <Boxes className="size-4 shrink-0 text-muted" aria-hidden="true" />,
};

type OptionProps = {
  row: PaletteOption & { position: number };
  elementId: string;
  active: boolean;
  options: number;
  onChoose: (option: PaletteOption) => void;
};

const Option = memo(function Option({ row, elementId, active, options, onChoose }: OptionProps) {
  const translate = useTranslations("palette");
  const untitled = useTranslations("sidebar")("untitled");
  const label = row.label || untitled;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
    <div
      id={elementId}
      role="option"
      aria-selected={active}
      aria-label={row.kind === "model" ? translate("model-name", { name: label, id: row.id }) : undefined}
      aria-keyshortcuts={row.kind === "action" && row.keys ? ariaKeys(row.keys, isMac()) : undefined}
      aria-setsize={options}
      aria-posinset={row.position}
      data-active={active || undefined}
      // the press must not take the focus from the field
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(row)}
      className="mx-2 flex h-full items-center gap-3 rounded-lg px-3 text-sm hover:bg-hover data-active:bg-accent-soft"
    >
      {row.kind === "action" ? <ActionIcon id={row.id} /> : icons[row.kind]}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {row.kind === "model" && row.id !== label && (
        <span className="min-w-0 max-w-[45%] truncate font-mono text-muted text-xs max-sm:hidden">{row.id}</span>
      )}
      {row.kind === "action" && row.keys && (
        <span aria-hidden="true" className="inline-flex max-md:hidden">
          <Keys keys={row.keys} />
        </span>
      )}
    </div>
  );
});
