"use client";

import { useEffect } from "react";
import type { Commands } from "./commands.ts";
import { isComposing } from "./is-composing.ts";
import { commands as all, isMac, isPressed } from "./shortcuts.ts";

/** Gives commands by their keys. A dialog has the keys for itself; a key of an input method is none of ours. */
export function useShortcuts(commands: Commands): void {
  useEffect(() => {
    const mac = isMac();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event) || event.repeat) return;
      const pressed = all.find(({ keys }) => keys !== undefined && isPressed(keys, event, mac));
      if (!pressed || document.querySelector("dialog[open]")) return;
      // within a text it is that text's
      if (pressed.id === "undo" && isTyping(event.target)) return;
      // what cannot be done now may be a browser's to do
      if (commands.run(pressed.id)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [commands]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select"))
  );
}
