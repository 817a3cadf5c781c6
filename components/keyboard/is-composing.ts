import type { KeyboardEvent as ReactKeyboardEvent } from "react";

/**
 * Whether a key belongs to an input method: while it composes, Enter chooses a candidate and Esc drops one. Safari ends
 * the composition before the key event and leaves only keyCode 229 as a sign.
 */
export function isComposing(event: KeyboardEvent | ReactKeyboardEvent): boolean {
  const { isComposing: composes, keyCode } = "nativeEvent" in event ? event.nativeEvent : event;
  return composes || keyCode === 229;
}
