"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";

/**
 * A box of a given height in pixels, at a given place when it has a `top`: rows of long lists stand in such boxes. Set by
 * script, as the page's policy asks.
 */
export function Placed({ top, height, children }: { top?: number; height: number; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = `${height}px`;
    if (top !== undefined) box.current.style.top = `${top}px`;
  }, [top, height]);
  return (
    <div ref={box} role="presentation" className={top === undefined ? "relative" : "absolute inset-x-0 contain-strict"}>
      {children}
    </div>
  );
}
