"use client";

import { useEffect } from "react";

/** What was pressed while nobody heard it; written by early-input-script.ts. */
type EarlyInput = {
  /** the text of the message box when Enter or Send was pressed */
  sent: string | null;
  /** the button that was pressed last */
  pressed: HTMLButtonElement | null;
  endSending: () => void;
  endPressing: () => void;
};

declare global {
  interface Window {
    earlyInput?: EarlyInput;
  }
}

/** Whether a text was sent while nobody heard it; from now on the message box hears for itself. */
export function wasSentEarly(text: string): boolean {
  const early = window.earlyInput;
  early?.endSending();
  const sent = early?.sent;
  if (early) early.sent = null;
  // who went on typing presses again: which part was meant is not known
  return sent === text;
}

/** Presses the button that was pressed while nobody heard it, as soon as the page has rendered what was typed before. */
export function EarlyPress() {
  useEffect(() => {
    const press = () => {
      const early = window.earlyInput;
      early?.endPressing();
      const pressed = early?.pressed;
      if (early) early.pressed = null;
      if (pressed?.isConnected) pressed.click();
    };
    const timer = setTimeout(press);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
