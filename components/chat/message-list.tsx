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
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import { type EarlierMessages, type MessageView, nothingEarlier } from "@/lib/conversations/schema";
import { Button } from "../ui/button.tsx";
import type { Found } from "./find/found.ts";
import { useMarks } from "./find/use-marks.ts";
import { Message } from "./message.tsx";
import type { MessageActions } from "./message-buttons.tsx";
import { keyOf, printedOf } from "./message-rows.ts";
import type { StepHandlers } from "./next-steps.tsx";
import { Printing, usePrinting } from "./printing.ts";
import type { ConversationState } from "./store/state.ts";
import { useKeepInPlace } from "./use-keep-in-place.ts";
import { useNearView } from "./use-near-view.ts";
import { useKeptPlace } from "./use-place.ts";

/** Farther than this from the end, in pixels, the button back to it is shown. */
const farAway = 160;

const nobody = async () => false;
const none: ReadonlySet<string> = new Set();

export type MessageListProps = {
  /** of this one, whose place in the list is kept; none is where it is left out */
  conversationId?: string;
  messages: readonly MessageView[];
  /** what comes before these */
  earlier?: EarlierMessages;
  earlierStatus?: ConversationState["earlierStatus"];
  /** asks for it, or for as much as it takes to have a message; false when that failed. Must be stable */
  onEarlier?: (throughId?: string) => Promise<boolean>;
  /** the turn that is answering */
  turnId?: string | null;
  /** turns that waited in sight and go by themselves: who has scrolled up stays where they read */
  waited?: ReadonlySet<string>;
  /** what can be done with messages; must be stable */
  actions?: MessageActions;
  /** what can be done about the last answer; must be stable */
  onStep?: StepHandlers;
  /** the message that is being edited, and the form for it */
  edit?: { messageId: string; form: ReactNode } | null;
  /** what is looked for in the conversation */
  found?: Found | null;
};

/**
 * The messages of a conversation, scrolled to the end. The scroller is laid out from the bottom (`column-reverse`),
 * so that the browser itself opens it at the end, also without scripts, keeps to the end while an answer grows, and
 * lets go as soon as the person scrolls up: no script runs per frame. Its scrollTop is 0 at the end, negative above.
 * Only what is near the view is in the page. Give it the conversation's id as `key`.
 */
export function MessageList(props: MessageListProps) {
  const { conversationId, messages, earlier = nothingEarlier, earlierStatus = "rest", found = null } = props;
  const { turnId = null, onStep, edit = null, onEarlier = nobody } = props;
  const translate = useTranslations("list");
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  // these scroll first, and what is near the view is looked for after that
  const actions = useKeepInPlace(props.actions, messages, scroller);
  const noteFocus = useFollowOwnTurn(messages, turnId, scroller, props.waited ?? none);
  const path = { messages, first: earlier.count };
  const quiet = earlierStatus !== "rest";
  const printing = usePrinting();
  const watched = { scroller, content, editedId: edit?.messageId, onEarlier: () => void onEarlier(), quiet, printing };
  const { rows, goTo, showEnd } = useNearView(path, earlier, watched);
  const away = useAway(scroller);
  useStayWhileReading(scroller, content);

  useKeptPlace(conversationId, messages, scroller, { goTo, onMissing: onEarlier });
  useMarks(found, { scroller, content, goTo });

  const toEnd = () => {
    const { current: element } = scroller;
    if (!element) return;
    // A smooth way to an end that moves on is broken off by each move, and never comes there; a long one is a flicker.
    const isFar = element.scrollTop < -3 * element.clientHeight;
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = isFar || isStill || messages.at(-1)?.status === "running" ? "instant" : "smooth";
    if (isFar) flushSync(showEnd);
    element.scrollTo({ top: 0, behavior });
    element.focus({ preventScroll: true });
  };
  const notPrinted = printedOf(path).from;
  return (
    <div className="relative min-h-0 flex-1">
      {/* No live region: each frame of an answer would be read out. Announcer says when one is finished. */}
      <section
        ref={scroller}
        aria-label={translate("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
        tabIndex={0}
        onFocus={noteFocus}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain outline-offset-[-2px] print:block"
      >
        <div
          ref={content}
          className="mx-auto mb-auto w-full max-w-column px-4 pb-6 md:px-6 print:max-w-none print:px-0"
        >
          {notPrinted > 0 && (
            <p className="hidden text-muted text-sm italic print:block">
              {translate("not-printed", { count: notPrinted })}
            </p>
          )}
          {earlier.count > 0 && (
            <div className="flex min-h-16 items-center justify-center py-3 text-muted text-sm print:hidden">
              {earlierStatus === "failed" ? (
                <Button
                  onClick={() => {
                    scroller.current?.focus({ preventScroll: true });
                    void onEarlier();
                  }}
                >
                  {translate("earlier-again")}
                </Button>
              ) : (
                translate("earlier")
              )}
            </div>
          )}
          <Printing value={printing}>
            {rows.map((row) =>
              "gap" in row ? (
                <div
                  key={row.key}
                  aria-hidden="true"
                  className="[overflow-anchor:none] print:hidden"
                  // by script alone, never in the server's HTML: there is no gap at first
                  style={{ height: row.gap }}
                />
              ) : (
                // by its place: another version comes into the same article, and what had the focus there keeps it
                <Message
                  key={keyOf(row.message)}
                  message={row.message}
                  actions={actions}
                  busy={turnId !== null}
                  editForm={edit?.messageId === row.message.id ? edit.form : undefined}
                  // what went wrong earlier is past: the conversation goes on from its end
                  onStep={row.message === messages.at(-1) ? onStep : undefined}
                />
              ),
            )}
          </Printing>
        </div>
      </section>
      {away && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute bottom-3 left-1/2 inline-flex min-h-9 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-surface px-3.5 text-sm shadow-md hover:bg-hover max-md:min-h-11 print:hidden"
        >
          <ArrowDown className="size-4" />
          {translate("jump")}
        </button>
      )}
    </div>
  );
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
    // the space of what is not in the page is put right where it is changed
    const lastOf = () => inner.querySelector(":scope > article:last-child");
    let last = lastOf();
    let height = last?.clientHeight ?? 0;
    const observer = new ResizeObserver(() => {
      const grown = last === lastOf() ? (last?.clientHeight ?? 0) - height : 0;
      last = lastOf();
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
  waited: ReadonlySet<string>,
): (event: FocusEvent) => void {
  const focused = useRef<Element | null>(null);
  const asked = turnId !== null && messages.at(-1)?.id === turnId ? turnId : null;
  useLayoutEffect(() => {
    if (asked === null) return;
    if (!waited.has(asked)) scroller.current?.scrollTo({ top: 0 });
    if (document.activeElement !== document.body || !focused.current || focused.current.isConnected) return;
    const answer = [...(scroller.current?.querySelectorAll("article") ?? [])].at(-1);
    answer?.focus({ preventScroll: true });
  }, [asked, scroller, waited]);
  return useCallback((event) => {
    focused.current = event.target;
  }, []);
}
