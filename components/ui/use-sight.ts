"use client";

import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** The rows near sight, `end` exclusive, and a row's height in pixels; null until the page has been laid out. */
export type Sight = { first: number; end: number; row: number | null };

/** Rows that are in the page above and below those in sight, and of which the server renders the first page. */
const margin = 10;
/** Rows come and go in steps of so many, so that scrolling renders seldom. */
const step = 5;
const firstRows = 30;

/**
 * Which rows of a long list have to be in the page: those near sight. All rows are of one height, which is that of an
 * element with `data-row-height`; places are counted from the top of what is scrolled.
 */
export function useSight(scroller: RefObject<HTMLElement | null>): { sight: Sight; look: () => void } {
  const [sight, setSight] = useState<Sight>({ first: 0, end: firstRows, row: null });
  const look = useCallback(() => {
    const element = scroller.current;
    const row = element?.querySelector("[data-row-height]")?.getBoundingClientRect().height;
    if (!element || !row) return;
    const first = Math.max(0, stepped(element.scrollTop / row - margin));
    const end = stepped((element.scrollTop + element.clientHeight) / row + margin) + step;
    setSight((before) =>
      before.first === first && before.end === end && before.row === row ? before : { first, end, row },
    );
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, look]);
  return { sight, look };
}

const stepped = (row: number) => Math.floor(row / step) * step;

/** The rows of a part of the list that are to be rendered, by their place in it; `also` is rendered wherever it is. */
export function rowsInSight({ first, end }: Sight, begins: number, count: number, also: number): number[] {
  const from = Math.min(count, Math.max(0, first - begins));
  const to = Math.max(from, Math.min(count, end - begins));
  const near = Array.from({ length: to - from }, (_, index) => from + index);
  if (also < 0 || also >= count || (also >= from && also < to)) return near;
  return also < from ? [also, ...near] : [...near, also];
}
