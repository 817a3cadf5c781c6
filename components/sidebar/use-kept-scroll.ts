"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const key = "switchboard.sidebar-scroll";

/**
 * Where the list was scrolled to outlives a reload of the page. What was loaded then is loaded again until the place is
 * there, unless the person scrolls in the meantime.
 * @param list its height in pixels, null until it is laid out, and whether more of it can come
 */
export function useKeptScroll(
  scroller: RefObject<HTMLElement | null>,
  { height, canGrow }: { height: number | null; canGrow: boolean },
  onLoadMore: () => void,
): void {
  const wanted = useRef(0);
  useEffect(() => {
    wanted.current = read();
    const element = scroller.current;
    const keep = () => write(wanted.current || (element?.scrollTop ?? 0));
    const letGo = () => {
      wanted.current = 0;
    };
    window.addEventListener("pagehide", keep);
    element?.addEventListener("wheel", letGo, { passive: true });
    element?.addEventListener("pointerdown", letGo);
    element?.addEventListener("keydown", letGo);
    return () => {
      window.removeEventListener("pagehide", keep);
      element?.removeEventListener("wheel", letGo);
      element?.removeEventListener("pointerdown", letGo);
      element?.removeEventListener("keydown", letGo);
    };
  }, [scroller]);
  const latest = useRef(onLoadMore);
  useLayoutEffect(() => {
    latest.current = onLoadMore;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element || height === null || wanted.current === 0) return;
    if (height < wanted.current + element.clientHeight && canGrow) return latest.current();
    element.scrollTop = wanted.current;
    wanted.current = 0;
  }, [scroller, height, canGrow]);
}

function read(): number {
  try {
    return Number(sessionStorage.getItem(key)) || 0;
  } catch {
    return 0;
  }
}

function write(top: number): void {
  try {
    sessionStorage.setItem(key, String(Math.round(top)));
  } catch {
    // without storage the list begins at its top
  }
}
