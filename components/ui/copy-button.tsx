"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { announce, livePlace } from "./announcer.tsx";
import { buttonClass } from "./button.tsx";
import { smallButtonClass } from "./small-button.tsx";

type CopyButtonProps = {
  /** accessible name, such as "Copy message" */
  label: string;
  /** asked only when the button is pressed */
  text: () => string;
  /** shows the name as well */
  worded?: boolean;
  className?: string;
};

/** Copies a text and says so, on the button and to screen readers. */
export function CopyButton({ label, text, worded = false, className = "" }: CopyButtonProps) {
  const translate = useTranslations("common");
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    const copied = await writeClipboard(text());
    setState(copied ? "copied" : "failed");
    announce(translate(copied ? "copied" : "copy-failed"));
  };
  const Icon = state === "copied" ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={copy}
      className={`${worded ? buttonClass() : smallButtonClass} ${className}`}
    >
      <Icon className="size-4" />
      {worded && state === "idle" && label}
      {state !== "idle" && <span aria-hidden="true">{translate(state === "copied" ? "copied" : "copy-failed")}</span>}
    </button>
  );
}

/** Whether the text went to the clipboard. Over plain http (a server in the local network) only the old way works. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "sr-only";
    livePlace().append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return copied;
  }
}
