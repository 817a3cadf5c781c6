import { type KeyboardEvent, useLayoutEffect } from "react";

/**
 * Whether a key belongs to an input method: while it composes, Enter chooses a candidate and Esc drops one. Safari ends
 * the composition before the key event and leaves only keyCode 229 as a sign.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;
}

/** A text of so many UTF-16 code units fills the box in any case: to measure it for its height would take each key long. */
const hugeText = 20_000;

/** Whether a text is too long for its box to be sized by it: the box has a height of its own then. */
export const isHuge = (text: string): boolean => text.length > hugeText;

/** Where CSS cannot size a field by its text (Firefox), a script does. */
export function useAutoHeight(field: { current: HTMLTextAreaElement | null }, text: string) {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports("field-sizing", "content")) return;
    element.style.height = isHuge(text) ? "" : "auto";
    if (!isHuge(text)) element.style.height = `${element.scrollHeight}px`;
  }, [field, text]);
}
