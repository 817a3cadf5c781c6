"use client";

import { type RefObject, useEffect, useState } from "react";

/** Pixels above and below the visible part whose rows are in the page, too. */
const margin = 256;
/** The part in the page changes by so many rows at a time, so that not every pixel of scrolling renders. */
const step = 4;

export type Near = { first: number; end: number };

/**
 * Which rows of a list are near the visible part of what scrolls it, were it long enough: see `nearIn`.
 * @param list the element that holds the rows and nothing above them
 * @param height of every row, in pixels
 */
export function useNear(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  height: number,
): Near {
  const [near, setNear] = useState<Near>({ first: 0, end: 16 });
  // not a layout effect: what scrolls is around this list, and is known only after it
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let pointed = false;
    const look = () => {
      // Each key of a search fills all rows anew: who types has those in sight, and one more where the last of them ends
      // with what is in sight, to be scrolled to by who reads on from there.
      const searching = isSearching() && !pointed;
      const [beyond, by] = searching ? [1, 1] : [margin, step];
      const box = element.getBoundingClientRect();
      const hidden = box.top - (list.current?.getBoundingClientRect().top ?? box.top);
      const first = Math.max(0, Math.floor((hidden - beyond) / height / by) * by);
      // what stands above the list may go without a word of it, as the sentence that nothing is found
      const end = Math.max(first, Math.ceil((Math.max(0, hidden) + box.height + beyond) / height / by) * by);
      setNear((before) => (before.first === first && before.end === end ? before : { first, end }));
    };
    const point = (now: boolean) => {
      pointed = now;
      look();
    };
    const listening = new AbortController();
    const options = { passive: true, signal: listening.signal };
    look();
    element.addEventListener("scroll", look, options);
    element.addEventListener("pointerenter", () => point(true), options);
    // a finger that begins to scroll leaves, too: it does when it goes to the search
    element.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && point(false), options);
    document.addEventListener("focusin", () => point(pointed && !isSearching()), options);
    element.addEventListener("wheel", () => point(true), options);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      listening.abort();
      observer.disconnect();
    };
  }, [scroller, list, height]);
  return near;
}

/** The same in a list of so many rows, which may have become shorter than the place where it was looked at. */
export function nearIn(near: Near, count: number): Near {
  const first = Math.min(near.first, Math.max(0, count - (near.end - near.first)));
  return { first, end: Math.min(count, Math.max(near.end, first)) };
}

const isSearching = () =>
  document.activeElement instanceof HTMLInputElement && document.activeElement.type === "search";
