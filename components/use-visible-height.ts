"use client";

import { useEffect } from "react";

/**
 * Keeps the page as high as what is seen of it. Where a phone's keyboard covers the page instead of making it smaller
 * (Safari does not know `interactive-widget`), the message box would lie behind it.
 */
export function useVisibleHeight(): void {
  useEffect(() => {
    const seen = window.visualViewport;
    if (!seen) return;
    const adapt = () => {
      const { style } = document.documentElement;
      // not for who has zoomed in, and sees a part on purpose
      const isCovered = seen.scale < 1.01 && window.innerHeight - seen.height > 1;
      if (!isCovered) return style.removeProperty("--visible-height");
      style.setProperty("--visible-height", `${seen.height}px`);
      // the browser has moved the page up to show the field: it is in sight without that
      window.scrollTo(0, 0);
    };
    seen.addEventListener("resize", adapt);
    adapt();
    return () => {
      seen.removeEventListener("resize", adapt);
      document.documentElement.style.removeProperty("--visible-height");
    };
  }, []);
}
