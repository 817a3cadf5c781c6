"use client";

import { ArrowDown } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { MessageView } from "@/lib/conversations/schema";
import { Message } from "./message.tsx";
import type { StepHandlers } from "./next-steps.tsx";

/** Messages shown at first and added each time the person comes near the top: a long conversation opens at once. */
const step = 24;
/** Farther than this from the end, in pixels, the button back to it is shown. */
const farAway = 160;

type MessageListProps = {
  messages: readonly MessageView[];
  /** below the last message, scrolling with it */
  footer?: ReactNode;
  /** passed to each message; must be stable */
  renderActions?: (message: MessageView) => ReactNode;
  /** what can be done about the last answer; must be stable */
  onStep?: StepHandlers;
};

/**
 * The messages of a conversation, scrolled to the end. The scroller is laid out from the bottom (`column-reverse`),
 * so that the browser itself opens it at the end, also without scripts, keeps to the end while an answer grows, and
 * lets go as soon as the person scrolls up: no script runs per frame. Its scrollTop is 0 at the end, negative above.
 * Give it the conversation's id as `key`.
 */
export function MessageList({ messages, footer, renderActions, onStep }: MessageListProps) {
  const translate = useTranslations("list");
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { shown, top } = useWindow(messages, scroller);
  const away = useAway(scroller);
  useStayWhileReading(scroller, content);
  useFollowOwnMessage(messages, scroller);

  const toEnd = () => {
    // a smooth way to an end that moves on is broken off by each move, and never comes there
    const behavior = messages.at(-1)?.status === "running" ? "instant" : "smooth";
    scroller.current?.scrollTo({ top: 0, behavior });
    scroller.current?.focus({ preventScroll: true });
  };
  return (
    <div className="relative min-h-0 flex-1">
      {/* No live region: each frame of an answer would be read out. Announcer says when one is finished. */}
      <section
        ref={scroller}
        aria-label={translate("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
        tabIndex={0}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain outline-offset-[-2px]"
      >
        <div ref={content} className="mx-auto mb-auto w-full max-w-column px-4 pb-6 md:px-6">
          {shown.length < messages.length && (
            <div ref={top} className="py-4 text-center text-muted text-sm">
              {translate("earlier")}
            </div>
          )}
          {shown.map((message) => (
            <Message
              key={message.id}
              message={message}
              renderActions={renderActions}
              // what went wrong earlier is past: the conversation goes on from its end
              onStep={message === messages.at(-1) ? onStep : undefined}
            />
          ))}
          {footer}
        </div>
      </section>
      {away && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute bottom-3 left-1/2 inline-flex min-h-9 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-surface px-3.5 text-sm shadow-md hover:bg-hover max-md:min-h-11"
        >
          <ArrowDown className="size-4" />
          {translate("jump")}
        </button>
      )}
    </div>
  );
}

/** The last messages, and more of them whenever `top` comes into sight. What is above never moves what is below. */
function useWindow(messages: readonly MessageView[], scroller: RefObject<HTMLElement | null>) {
  const [hidden, setHidden] = useState(() => Math.max(0, messages.length - step));
  const top = useRef<HTMLDivElement>(null);
  const start = Math.min(hidden, Math.max(0, messages.length - step));
  // `start` is a dependency: after each step the sentinel is observed anew, and reports again if it is still in sight
  useEffect(() => {
    const sentinel = top.current;
    if (!sentinel || start === 0) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setHidden(Math.max(0, start - step));
      },
      { root: scroller.current, rootMargin: "1200px 0px 0px 0px" },
    );
    observer.observe(sentinel);
    return () => observer.disconnect();
  }, [start, scroller]);
  return { shown: messages.slice(start), top };
}

/** Whether the person is far from the end. */
function useAway(scroller: RefObject<HTMLElement | null>): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => setAway(element.scrollTop < -farAway);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [scroller]);
  return away;
}

/** Where the browser has no scroll anchoring (Safari), keeps what is being read in place while the end grows. */
function useStayWhileReading(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner || CSS.supports("overflow-anchor", "auto")) return;
    let last = inner.lastElementChild;
    let height = last?.clientHeight ?? 0;
    const observer = new ResizeObserver(() => {
      const grown = last === inner.lastElementChild ? (last?.clientHeight ?? 0) - height : 0;
      last = inner.lastElementChild;
      height = last?.clientHeight ?? 0;
      if (grown !== 0 && element.scrollTop < -2) element.scrollTop -= grown;
    });
    observer.observe(inner);
    return () => observer.disconnect();
  }, [scroller, content]);
}

/** Who sends a message wants to see it, wherever they were. */
function useFollowOwnMessage(messages: readonly MessageView[], scroller: RefObject<HTMLElement | null>) {
  const lastOwn = messages.findLast((message) => message.role === "user")?.id;
  const known = useRef(lastOwn);
  useEffect(() => {
    if (known.current === lastOwn) return;
    known.current = lastOwn;
    scroller.current?.scrollTo({ top: 0 });
  }, [lastOwn, scroller]);
}
