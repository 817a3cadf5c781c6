"use client";

import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import { useLetterScale } from "../../ui/use-letter-scale.ts";
import { useOfSearch } from "../use-search.ts";
import type { BrowseSearch } from "./browse-search.ts";
import { type Column, columnsFor } from "./columns.ts";

/** The columns of the table for which there is room in what scrolls it. The same array as long as they are the same. */
export function useColumns(
  scroller: RefObject<HTMLElement | null>,
  search: BrowseSearch,
  measured: boolean,
): readonly Column[] {
  const rem = 16 * useLetterScale();
  const [room, setRoom] = useState<number>();
  const sort = useOfSearch(search, ({ view }) => view.order.key);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setRoom(element.clientWidth / rem);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, rem]);
  const columns = columnsFor({ room, measured, sort });
  const names = columns.map(({ facts }) => facts.join()).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names tell whether they are the same
  return useMemo(() => columns, [names]);
}
