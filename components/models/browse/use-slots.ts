"use client";

import { useLayoutEffect, useRef } from "react";

/**
 * A place in the page for each row that is shown, in their order: one that stays keeps its own, and a new one gets that of
 * one that goes, so that its elements are filled anew and not made anew, which takes several times as long.
 * @param before what this gave for the rows that were shown until now
 */
export function assignSlots(ids: readonly string[], before: ReadonlyMap<string, number>): Map<string, number> {
  const shown = new Set(ids);
  const free = [...before].filter(([id]) => !shown.has(id)).map(([, slot]) => slot);
  let unused = Math.max(-1, ...before.values()) + 1;
  const next = () => {
    const slot = free.shift();
    if (slot !== undefined) return slot;
    unused += 1;
    return unused - 1;
  };
  return new Map(ids.map((id) => [id, before.get(id) ?? next()]));
}

/** The keys of the rows that are shown, by their models' ids; rows must not have a state of their own. */
export function useSlots(ids: readonly string[]): ReadonlyMap<string, number> {
  const before = useRef<ReadonlyMap<string, number>>(new Map());
  const slots = assignSlots(ids, before.current);
  useLayoutEffect(() => {
    before.current = slots;
  });
  return slots;
}
