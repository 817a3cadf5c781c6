"use client";

import { useLayoutEffect, useRef } from "react";

// Sets an element's height by script: styles in the HTML are not allowed.
function useHeight<Target extends HTMLElement>(height: number) {
  const box = useRef<Target>(null);
  useLayoutEffect(() => {
    if (box.current) box.current.style.height = `${height}px`;
  }, [height]);
  return box;
}

/** Stands for items of a list that are not in the page. */
export function SpacerItem({ height }: { height: number }) {
  const box = useHeight<HTMLLIElement>(height);
  return <li ref={box} aria-hidden="true" />;
}
