"use client";

import { type ComponentPropsWithoutRef, useLayoutEffect, useRef } from "react";

type PlacedProps = ComponentPropsWithoutRef<"div"> & {
  /** pixels from the top of what it stands in; without it the box stands where it comes */
  top?: number;
  /** in pixels */
  height: number;
};

/**
 * A box of a given height, at a given place when it has a `top`: rows of long lists stand in such boxes. Set by script, as
 * the page's policy asks.
 */
export function Placed({ top, height, ...attributes }: PlacedProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = `${height}px`;
    if (top !== undefined) box.current.style.top = `${top}px`;
  }, [top, height]);
  return <div ref={box} {...attributes} />;
}
