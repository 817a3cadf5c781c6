import { useState } from "react";

/**
 * How much larger than usual the person has letters, 1 for not at all: rows of long lists are placed by heights in pixels,
 * and letters are not. Asked once for each list, as the browser has to look for it.
 */
export function useLetterScale(): number {
  const [scale] = useState(letterScale);
  return scale;
}

function letterScale(): number {
  if (typeof document === "undefined") return 1;
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
}
