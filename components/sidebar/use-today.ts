"use client";

import { useSyncExternalStore } from "react";

/**
 * The start of today in the person's time zone, in ms since 1970. The server and the hydrating page, which do not
 * know the zone, use UTC; the real one follows at once.
 */
export function useToday(): number {
  return useSyncExternalStore(subscribe, localMidnight, utcMidnight);
}

function localMidnight(): number {
  return new Date().setHours(0, 0, 0, 0);
}

function utcMidnight(): number {
  return new Date().setUTCHours(0, 0, 0, 0);
}

// A page stays open for days: look again when it comes back into view.
function subscribe(onChange: () => void): () => void {
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}
