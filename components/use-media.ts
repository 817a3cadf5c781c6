"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds; false on the server and during hydration. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** Where the sidebar becomes a drawer: below Tailwind's `md`. */
export const phone = "(width < 48rem)";
