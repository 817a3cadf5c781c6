import { type KeyboardEvent, useLayoutEffect } from "react";

/**
 * Whether a key belongs to an input method: while it composes, Enter chooses a candidate and Esc drops one. Safari ends
 * the composition before the key event and leaves only keyCode 229 as a sign.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;
}

/** Where CSS cannot size a field by its text (Firefox), a script does. */
export function useAutoHeight(field: { current: HTMLTextAreaElement | null }, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
}
