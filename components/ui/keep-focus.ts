import type { Ref } from "react";

/** Puts a focus that was lost on the page's main part, or into the dialog beside which nothing else takes it. */
export function keepFocus(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (!isLost) return;
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const place = dialog ? dialog.querySelector<HTMLElement>("button, a[href], input") : document.querySelector("main");
  place?.focus({ preventScroll: true });
}

/**
 * The ref of something that may go away while it has the focus: when it does, and nothing else takes the focus, keys and
 * screen readers go on from the page's main part.
 */
export function passingFocus(element: HTMLElement | null): () => void {
  return () => {
    // React lets go of an element before it takes it out; a frame later whoever had a better place has taken the focus there
    if (element && element.ownerDocument.activeElement === element) requestAnimationFrame(keepFocus);
  };
}

/** The same, and another ref beside it. */
export function passingFocusTo<Element extends HTMLElement>(ref: Ref<Element> | undefined): Ref<Element> {
  if (!ref) return passingFocus;
  return (element: Element | null) => {
    const pass = passingFocus(element);
    const leave = typeof ref === "function" ? ref(element) : undefined;
    if (typeof ref !== "function") ref.current = element;
    return () => {
      pass();
      if (typeof ref !== "function") ref.current = null;
      else if (typeof leave === "function") leave();
      else ref(null);
    };
  };
}
