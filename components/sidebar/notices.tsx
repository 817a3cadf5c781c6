"use client";

import { CircleAlert, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslations } from "use-intl";
import { cutText } from "@/lib/conversations/schema";
import { focusMessageBox } from "../chat/focus-message-box.ts";
import type { Notice, Notices as NoticesStore } from "../chat/store/notices.ts";
import { useErrorText } from "../error-text.ts";
import { IconButton } from "../ui/button.tsx";
import { keepFocus } from "../ui/keep-focus.ts";
import { useHydrated } from "../use-hydrated.ts";
import { sidebarId } from "./sidebar-switch.ts";

/** How long a notice stays, in milliseconds; as long as a pointer or the focus is on one, all of them do. */
const stayMs = 10_000;

/** Of a longer title the beginning is told, in UTF-16 code units: what was done has to be read, too. */
const longestTitle = 40;

type NoticesProps = {
  store: NoticesStore;
  notices: readonly Notice[];
  /** whether the sidebar stands beside the page: then they stand in the middle of the rest */
  beside: boolean;
};

/**
 * What was done and can be undone, and what could not be done. Near the foot of the page, above the message box, over the
 * drawer, too, and never in the way: nobody has to answer.
 */
export function Notices({ store, notices, beside }: NoticesProps) {
  const translate = useTranslations("notices");
  const hydrated = useHydrated();
  const [held, setHeld] = useState(false);
  if (!hydrated) return null;
  // beside what the drawer makes inert
  return createPortal(
    <section
      aria-label={translate("label")}
      // there before what it has to say: then it is said
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={`pointer-events-none fixed inset-x-0 bottom-32 z-50 max-md:bottom-44 flex flex-col items-center gap-2 px-4 print:hidden ${beside ? "md:start-72" : ""}`}
    >
      {notices.map((notice) => (
        <Line key={notice.id} notice={notice} held={held} onDismiss={() => store.dismiss(notice.id)} />
      ))}
    </section>,
    document.body,
  );
}

type LineProps = { notice: Notice; held: boolean; onDismiss: () => void };

function Line({ notice, held, onDismiss }: LineProps) {
  const translate = useTranslations("notices");
  const sidebar = useTranslations("sidebar");
  const errorText = useErrorText();
  const { kind, title, error, undo } = notice;
  const short = cutText(title, longestTitle);
  const name = short === title ? title || sidebar("untitled") : `${short.trimEnd()}…`;
  const latest = useRef(onDismiss);
  useEffect(() => {
    latest.current = onDismiss;
  });
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => latest.current(), stayMs);
    return () => clearTimeout(timer);
  }, [held]);
  const leave = (action: () => void) => () => {
    action();
    if (kind === "unsent" && focusMessageBox()) return;
    // the button goes with the notice: on to the list that it was about
    document.querySelector<HTMLElement>(`#${sidebarId} nav[tabindex]`)?.focus({ preventScroll: true });
    // which may be closed
    requestAnimationFrame(keepFocus);
  };
  return (
    <div
      role={error ? "alert" : undefined}
      className="pointer-events-auto flex max-w-full animate-notice items-center gap-2 rounded-xl border border-line bg-surface py-1.5 ps-4 pe-1.5 text-sm shadow-lg md:max-w-lg"
    >
      {error && <CircleAlert className="size-4 shrink-0 text-danger" />}
      <p className="min-w-0 flex-1">
        <span className="wrap-anywhere">{translate(kind, { title: name })}</span>
        {error && <span className="block text-muted">{errorText(error)}</span>}
      </p>
      {undo && (
        <button
          type="button"
          onClick={leave(undo)}
          className="min-h-9 shrink-0 rounded-lg px-3 font-medium text-accent hover:bg-hover max-md:min-h-11"
        >
          {translate("undo")}
        </button>
      )}
      <IconButton aria-label={translate("dismiss")} onClick={leave(onDismiss)}>
        <X className="size-4" />
      </IconButton>
    </div>
  );
}
