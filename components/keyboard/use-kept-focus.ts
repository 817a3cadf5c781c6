"use client";

import { useEffect } from "react";
import { keepFocus } from "../ui/keep-focus.ts";

/**
 * Where the focus was on something that went away with the page before, it goes to the new one: keys and screen readers
 * go on from there, and not from the top of the window.
 */
export function useKeptFocus(pathname: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what this waits for
  useEffect(() => {
    keepFocus();
  }, [pathname]);
}
