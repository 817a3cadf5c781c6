"use client";

import { useEffect, useRef } from "react";
import { keepFocus } from "../ui/keep-focus.ts";

/**
 * Where the focus was on something that went away with the page before, it goes to the new one: keys and screen readers
 * go on from there, and not from the top of the window.
 */
export function useKeptFocus(pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current !== pathname) keepFocus();
    before.current = pathname;
  }, [pathname]);
}
