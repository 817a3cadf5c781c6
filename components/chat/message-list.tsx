"use client";

import { ArrowDown } from "lucide-react";
import {
  type FocusEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import type { MessageView } from "@/lib/conversations/schema";
import { Message } from "./message.tsx";
import type { MessageActions } from "./message-buttons.tsx";
import type { StepHandlers } from "./next-steps.tsx";
import { useKeepInPlace } from "./use-keep-in-place.ts";

/** Messages shown at first and added each time the person comes near the top: a long conversation opens at once. */
const step = 24;
/** Farther than this from the end, in pixels, the button back to it is shown. */
const farAway = 160;

type MessageListProps = {
  messages: readonly MessageView[];
  /** the turn that is answering */
  turnId?: string | null;
  /** what can be done with messages; must be stable */
  actions?: MessageActions;
  /** what can be done about the last answer; must be stable */
  onStep?: StepHandlers;
  /** the message that is being edited, and the form for it */
  edit?: { messageId: string; form: ReactNode } | null;
  /** below the last message, scrolling with it */
  footer?: ReactNode;
};

/**
 * The messages of a conversation, scrolled to the end. The scroller is laid out from the bottom (`column-reverse`),
 * so that the browser itself opens it at the end, also without scripts, keeps to the end while an answer grows, and
 * lets go as soon as the person scrolls up: no script runs per frame. Its scrollTop is 0 at the end, negative above.
 * Give it the conversation's id as `key`.
 */
export function MessageList(props: MessageListProps) {
  const { messages, turnId = null, onStep, edit = null, footer } = props;
  const translate = useTranslations("list");
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { shown, top } = useWindow(messages, scroller);
  const away = useAway(scroller);
  useStayWhileReading(scroller, content);
  const noteFocus = useFollowOwnTurn(messages, turnId, scroller);
  const actions = useKeepInPlace(props.actions, messages, scroller);

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
        onFocus={noteFocus}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain outline-offset-[-2px]"
      >
        <div ref={content} className="mx-auto mb-auto w-full max-w-column px-4 pb-6 md:px-6">
          {shown.length < messages.length && (
            <div ref={top} className="py-4 text-center text-muted text-sm">
              {translate("earlier")}
            </div>
          )}
          {shown.map((message) => (
            // by its place: another version comes into the same article, and what had the focus there keeps it
            <Message
              key={message.parentId ?? "first"}
              message={message}
              actions={actions}
              busy={turnId !== null}
              editForm={edit?.messageId === message.id ? edit.form : undefined}
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

/**
 * Who asks for an answer wants to see it, wherever they were. Until the answer begins it has the id of its turn, and
 * only on the page that asked. Where the button that was pressed is gone, the focus goes to the new answer.
 */
function useFollowOwnTurn(
  messages: readonly MessageView[],
  turnId: string | null,
  scroller: RefObject<HTMLElement | null>,
): (event: FocusEvent) => void {
  const focused = useRef<Element | null>(null);
  const asked = turnId !== null && messages.at(-1)?.id === turnId ? turnId : null;
  useLayoutEffect(() => {
    if (asked === null) return;
    scroller.current?.scrollTo({ top: 0 });
    if (document.activeElement !== document.body || !focused.current || focused.current.isConnected) return;
    const answer = [...(scroller.current?.querySelectorAll("article") ?? [])].at(-1);
    answer?.focus({ preventScroll: true });
  }, [asked, scroller]);
  return useCallback((event) => {
    focused.current = event.target;
  }, []);
}
