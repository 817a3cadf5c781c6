"use client";

import { type FocusEvent, useState } from "react";
import type { IndexEntry } from "../model-index.ts";

/**
 * The row that has the focus, which would be lost with it if it left the page. `onFocus` and `onBlur` are for the
 * element around rows with `data-row`, their place in the list that `read` gives; `keptIn` tells the place of the row in a
 * list, null without one.
 */
export function useRowFocus(read: () => readonly IndexEntry[]) {
  const [focused, setFocused] = useState<{ row: number; id: string } | null>(null);
  const onFocus = ({ target }: FocusEvent) => {
    const row = Number(target.closest("[data-row]")?.getAttribute("data-row") ?? -1);
    const id = read()[row]?.model.id;
    setFocused(id === undefined ? null : { row, id });
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setFocused(null);
  };
  const keptIn = (entries: readonly IndexEntry[]) => {
    if (!focused) return null;
    if (entries[focused.row]?.model.id === focused.id) return focused.row;
    const row = entries.findIndex(({ model }) => model.id === focused.id);
    return row >= 0 ? row : null;
  };
  return { keptIn, onFocus, onBlur };
}
