"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** What of a list is in sight, in pixels, and for what it was scrolled there. */
type View = { top: number; height: number; question: string; offsets: readonly number[]; activeRow: number };

type ListInView = {
  /** what was searched for: another list is shown from its top on */
  question: string;
  /** where each row begins, in pixels, and at the end where the list ends */
  offsets: readonly number[];
  /** the row that is kept in sight; -1 for none */
  activeRow: number;
};

/**
 * What of a list is in sight. Where it has to be scrolled to is worked out while it is rendered, and never asked of the
 * page: that would have the page laid out in the middle of a key, and the rows rendered twice. `scroll` moves the list
 * there, once its rows stand in their places.
 */
export function useListView(scroller: RefObject<HTMLElement | null>, { question, offsets, activeRow }: ListInView) {
  const [known, setView] = useState<View>({ top: 0, height: 480, question, offsets, activeRow: -1 });
  let view = known;
  if (view.question !== question || view.offsets !== offsets || view.activeRow !== activeRow) {
    const top = view.question === question ? view.top : 0;
    view = revealed({ ...view, top, question, offsets, activeRow });
    setView(view);
  }
  // where the list is as far as was told
  const scrolled = useRef(0);
  const { top, height } = view;
  const scroll = useCallback(() => {
    if (!scroller.current || scrolled.current === top) return;
    scrolled.current = top;
    scroller.current.scrollTop = top;
  }, [scroller, top]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // The dialog around it has no size yet when it opens, and another one when a phone's keyboard comes.
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      scrolled.current = element.scrollTop;
      setView((before) => revealed({ ...before, top: scrolled.current, height: entry.contentRect.height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  const onScroll = useCallback(() => {
    const now = scroller.current?.scrollTop ?? 0;
    if (scrolled.current === now) return;
    scrolled.current = now;
    setView((before) => ({ ...before, top: now }));
  }, [scroller]);
  return { top, height, onScroll, scroll };
}

/** The view, scrolled as little as it takes for the active row to be in it. */
function revealed(view: View): View {
  const { top, height, offsets, activeRow } = view;
  const above = offsets[activeRow];
  const below = offsets[activeRow + 1];
  if (above === undefined || below === undefined) return view;
  // the first option brings its provider's heading into view with it
  const upper = activeRow <= 2 ? 0 : above - 8;
  if (upper < top) return { ...view, top: upper };
  return below + 8 > top + height ? { ...view, top: below + 8 - height } : view;
}

/** The row that stands at a height in pixels, by halving: a list may have 50,000. */
export function rowAt(offsets: readonly number[], height: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}
