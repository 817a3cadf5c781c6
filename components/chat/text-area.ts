import { useLayoutEffect } from "react";

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
