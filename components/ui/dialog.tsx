"use client";

import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { isComposing } from "../keyboard/is-composing.ts";
import { keepFocus } from "./keep-focus.ts";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  /** the dialog's accessible name */
  label: string;
  /** on phones: `sheet` fills the screen, `card` stays a card */
  shape?: "card" | "sheet";
  className?: string;
  children: ReactNode;
};

/** A modal dialog on the native element: the browser traps the focus, closes on Esc and gives the focus back. */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, label, shape = "card", className = "", children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  // before the effects of what is inside, which may move the focus to where it is wanted
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const opener = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      // React may already have taken the element out, and then the browser does not give the focus back.
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
      // what was asked for may have taken the opener away, or put it out of sight
      keepFocus();
    };
  }, []);

  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === ref.current) onClose();
  };

  const size =
    shape === "sheet"
      ? "max-md:h-dvh max-md:max-h-none max-md:w-screen max-md:max-w-none max-md:rounded-none max-md:border-0"
      : "max-md:w-[calc(100vw-2rem)]";
  return (
    <dialog
      ref={ref}
      aria-label={label}
      onKeyDown={(event) => {
        // what is inside may have had a use for it; an input method drops a candidate with it
        if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
        event.preventDefault();
        onClose();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // a browser may insist on closing; whether it is closed is the page's decision all the same
      onClose={() =>
        requestAnimationFrame(() => ref.current?.isConnected && !ref.current.open && ref.current.showModal())
      }
      onMouseDown={closeOnBackdrop}
      className={`m-auto overflow-hidden rounded-2xl border border-line bg-surface p-0 text-ink shadow-2xl ${size} ${className}`}
    >
      {children}
    </dialog>
  );
}
