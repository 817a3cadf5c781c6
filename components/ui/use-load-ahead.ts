"use client";

import { useEffect } from "react";

/**
 * Loads a part of the page that is not needed for the first look, once the person has touched the page and nothing else
 * is to be done: it must open at once, and without a connection, too. What fails is asked for again when it is needed.
 * @param load the same function with each render
 */
export function useLoadAhead(load: () => Promise<unknown>): void {
  useEffect(() => {
    const whenIdle = window.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 1));
    const begin = () => whenIdle(() => void load().catch(() => {}));
    const touches = ["pointerdown", "keydown"];
    for (const touch of touches) window.addEventListener(touch, begin, { once: true, passive: true });
    return () => {
      for (const touch of touches) window.removeEventListener(touch, begin);
    };
  }, [load]);
}
