import { useLayoutEffect } from "react";

/** A text of so many UTF-16 code units fills the box in any case: to measure it for its height would take each key long. */
const hugeText = 20_000;

/** Whether a text is too long for its box to be sized by it: the box has a height of its own then. */
export const isHuge = (text: string): boolean => text.length > hugeText;

const fromTheRight = /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * By its first letter, whether a text is written from the right; undefined for the page's own direction. The browser's own
 * look (`dir="auto"`) is at each line of the text, and a megabyte of them stops the page for minutes.
 */
export const directionOf = (text: string): "rtl" | undefined =>
  fromTheRight.test(text.slice(0, 200)) ? "rtl" : undefined;

/** Where CSS cannot size a field by its text (Firefox), a script does. */
export function useAutoHeight(field: { current: HTMLTextAreaElement | null }, text: string) {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports("field-sizing", "content")) return;
    element.style.height = isHuge(text) ? "" : "auto";
    if (!isHuge(text)) element.style.height = `${element.scrollHeight}px`;
  }, [field, text]);
}
