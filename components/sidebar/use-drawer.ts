"use client";

import { type RefObject, useEffect, useRef } from "react";
import { isComposing } from "../keyboard/is-composing.ts";
import { focusOnceShown } from "../ui/focus-once-shown.ts";

/**
 * While `active`, makes an element the only one that can be reached: what lies beside it in the page is inert, Esc
 * closes it, and the focus goes in and comes back afterwards.
 */
export function useDrawer(element: RefObject<HTMLElement | null>, active: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const drawer = element.current;
    if (!active || !drawer) return;
    const opener = document.activeElement;
    const others = [...(drawer.parentElement?.children ?? [])].filter(
      (child): child is HTMLElement => child instanceof HTMLElement && child !== drawer && !child.inert,
    );
    // The shade beside the drawer is hidden from assistive technology anyway, and must keep taking presses.
    const hidden = others.filter((child) => child.ariaHidden !== "true");
    for (const child of hidden) child.inert = true;
    const giveUpFocus = focusOnceShown(drawer, opener);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
      if (!document.querySelector("dialog[open]")) close.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      giveUpFocus();
      document.removeEventListener("keydown", onKeyDown);
      for (const child of hidden) child.inert = false;
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, [element, active]);
}
