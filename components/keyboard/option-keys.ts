import type { KeyboardEvent } from "react";

/** So many options Page Up and Page Down go. */
const page = 8;

/**
 * Where a key leads in a list of options whose text field keeps the focus, as in the combobox of the ARIA Authoring
 * Practices Guide; null for a key that is the field's own. The arrows go around.
 * @param active the place of the option that Enter would choose, from 0; -1 for none
 * @param toEnds whether Home and End are the list's; else they are the field's
 */
export function optionAt(
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
  active: number,
  options: number,
  toEnds: boolean,
): number | null {
  if (options === 0 || ctrlKey || metaKey || altKey || shiftKey) return null;
  const last = options - 1;
  switch (key) {
    case "ArrowDown":
      return active === last ? 0 : active + 1;
    case "ArrowUp":
      return active <= 0 ? last : active - 1;
    case "PageDown":
      return Math.min(last, active + page);
    case "PageUp":
      return Math.max(0, active - page);
    case "Home":
      return toEnds ? 0 : null;
    case "End":
      return toEnds ? last : null;
    default:
      return null;
  }
}
