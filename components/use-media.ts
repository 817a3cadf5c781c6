"use client";

import { useCallback, useSyncExternalStore } from "react";

// asked on every render of whoever uses it: making one costs more than asking it
const lists = new Map<string, MediaQueryList>();

function listOf(query: string): MediaQueryList {
  const known = lists.get(query);
  if (known) return known;
  const list = window.matchMedia(query);
  lists.set(query, list);
  return list;
}

/** Whether a media query holds; false on the server and during hydration. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = listOf(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => listOf(query).matches,
    () => false,
  );
}

/** Where the sidebar becomes a drawer: below Tailwind's `md`. */
export const phone = "(width < 48rem)";

/** Whether focus in a text field would open a keyboard over the page; asked at the moment. */
export const opensKeyboard = (): boolean => listOf(phone).matches || listOf("(pointer: coarse)").matches;
