"use client";

import { useSyncExternalStore } from "react";

/**
 * The start of today in the person's time zone, in ms since 1970. The server and the hydrating page, which do not
 * know the zone, use UTC; the real one follows at once.
 */
export function useToday(): number {
  return useSyncExternalStore(onNewDay, localMidnight, utcMidnight);
}

/** The same where the zone is known. */
export function localMidnight(): number {
  return new Date().setHours(0, 0, 0, 0);
}

function utcMidnight(): number {
  return new Date().setUTCHours(0, 0, 0, 0);
}

/** A device that slept in between counts its time late. */
const longestPause = 15 * 60_000;

/**
 * Tells when today may have become another day: at midnight, as a page stays open for days, and when it comes back into
 * view. Gives the way to stop.
 */
export function onNewDay(onChange: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const rest = new Date().setHours(24, 0, 0, 0) - Date.now();
    timer = setTimeout(look, Math.min(rest, longestPause));
  };
  const look = () => {
    onChange();
    wait();
  };
  wait();
  document.addEventListener("visibilitychange", onChange);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onChange);
  };
}
