"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { useLetterScale } from "../../ui/use-letter-scale.ts";
import { useOfSearch } from "../use-search.ts";
import type { BrowseSearch } from "./browse-search.ts";
import { type Column, columnsFor } from "./columns.ts";

/**
 * The columns of the table for which there is room in what scrolls it; null until that is known, which is before anything is
 * painted. The same array as long as they are the same.
 */
export function useColumns(
  scroller: RefObject<HTMLElement | null>,
  search: BrowseSearch,
  measured: boolean,
): readonly Column[] | null {
  const rem = 16 * useLetterScale();
  const [columns, setColumns] = useState<readonly Column[] | null>(null);
  const sort = useOfSearch(search, ({ view }) => view.order.key);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const fitting = columnsFor({ room: element.clientWidth / rem, measured, sort });
      setColumns((before) => (isSame(before, fitting) ? before : fitting));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, rem, measured, sort]);
  return columns;
}

function isSame(one: readonly Column[] | null, other: readonly Column[]): boolean {
  return one?.length === other.length && other.every((column, at) => column === one[at]);
}
