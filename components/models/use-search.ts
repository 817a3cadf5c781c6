"use client";

import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from "react";

/**
 * What is searched for in a list of models, and what was found. It stands outside of React: a key changes every row in
 * sight, and those who show them write what has changed into the page at once, before the key's event ends
 * (docs/decisions/018-all-models.md).
 */
export interface Search<State> {
  readonly state: State;
  /** Tells of each other state, until what it gives is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Something of the search that changes seldom: who asks for it is rendered when it has. */
export function useOfSearch<State, Value>(search: Search<State>, read: (state: State) => Value): Value {
  const get = () => read(search.state);
  return useSyncExternalStore(search.subscribe, get, get);
}

/**
 * Writes what of the search changes with each key into elements that React has made and leaves alone.
 * @returns writes it again
 */
export function useWriting<State>(search: Search<State>, write: (state: State) => void): () => void {
  const latest = useRef(write);
  useLayoutEffect(() => {
    latest.current = write;
    write(search.state);
  });
  const again = useCallback(() => latest.current(search.state), [search]);
  useLayoutEffect(() => search.subscribe(again), [search, again]);
  return again;
}
