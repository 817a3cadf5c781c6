import type { MouseEvent } from "react";

/** Runs `action` instead of following the link, unless the click asks the browser for a new tab or window. */
export function onPlainClick(action: () => void) {
  return (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    action();
  };
}
