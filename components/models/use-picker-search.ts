"use client";

import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { PickerSearch, PickerState } from "./picker-search.ts";

/** Something of the search that changes seldom: who asks for it is rendered when it has. */
export function useOfSearch<Value>(search: PickerSearch, read: (state: PickerState) => Value): Value {
  const get = () => read(search.state);
  return useSyncExternalStore(search.subscribe, get, get);
}

/**
 * Writes what of the search changes with each key into elements that React has made and leaves alone.
 * @returns writes it again
 */
export function useWriting(search: PickerSearch, write: (state: PickerState) => void): () => void {
  const latest = useRef(write);
  useLayoutEffect(() => {
    latest.current = write;
    write(search.state);
  });
  const again = useCallback(() => latest.current(search.state), [search]);
  useLayoutEffect(() => search.subscribe(again), [search, again]);
  return again;
}
