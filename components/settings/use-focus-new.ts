"use client";

import { type RefObject, useEffect, useRef } from "react";

/**
 * Moves the focus in a list of fields as it grows and shrinks: to the field that was added, and to the one that is last
 * when another was removed; to the list's button where none is left.
 */
export function useFocusNew<Element extends HTMLElement = HTMLFieldSetElement>(
  count: number,
): RefObject<Element | null> {
  const list = useRef<Element>(null);
  const before = useRef(count);
  useEffect(() => {
    const grown = count > before.current;
    const shrunk = count < before.current;
    before.current = count;
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (!grown && !(shrunk && lost)) return;
    const fields = list.current?.querySelectorAll<HTMLElement>("textarea, input[type=text]");
    const target = fields?.[fields.length - 1] ?? list.current?.querySelector<HTMLElement>("button");
    target?.focus();
  }, [count]);
  return list;
}
