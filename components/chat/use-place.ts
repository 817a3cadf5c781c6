import { type RefObject, useLayoutEffect } from "react";
import type { MessageView } from "@/lib/conversations/schema";

/** The message at the upper edge of the view, and how far below it this begins, in pixels. */
type Place = { messageId: string; offset: number };

const keyOf = (conversationId: string) => `switchboard.place.${conversationId}`;

/** Where a person was in a conversation when they left it, in this tab; null for its end. */
function placeIn(conversationId: string): Place | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(conversationId)) ?? "null") as Place | null;
  } catch {
    return null;
  }
}

function keepPlace(conversationId: string, place: Place | null): void {
  try {
    if (place) sessionStorage.setItem(keyOf(conversationId), JSON.stringify(place));
    else sessionStorage.removeItem(keyOf(conversationId));
  } catch {
    // a browser that keeps nothing opens conversations at their end
  }
}

/** Whoever comes back to a conversation, or reloads it, finds the place where they were reading. */
export function useKeptPlace(
  conversationId: string | undefined,
  messages: readonly MessageView[],
  scroller: RefObject<HTMLElement | null>,
  {
    goTo,
    onMissing,
  }: { goTo: (messageId: string, offset: number) => void; onMissing: (messageId: string) => Promise<boolean> },
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what is there then
  useLayoutEffect(() => {
    const element = scroller.current;
    const place = conversationId === undefined ? null : placeIn(conversationId);
    if (!element || !place) return;
    const go = () => {
      // unless they have begun to scroll
      if (element.isConnected && element.scrollTop === 0) goTo(place.messageId, place.offset);
    };
    if (messages.some(({ id }) => id === place.messageId)) go();
    else void onMissing(place.messageId).then((found) => found && go());
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || conversationId === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const note = () => {
      clearTimeout(timer);
      timer = undefined;
      keepPlace(conversationId, placeOf(element));
    };
    const onScroll = () => {
      timer ??= setTimeout(note, noteMs);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("pagehide", note);
    return () => {
      if (timer) note();
      element.removeEventListener("scroll", onScroll);
      window.removeEventListener("pagehide", note);
    };
  }, [conversationId, scroller]);
}

/** A place is written down at most so often, in milliseconds. */
const noteMs = 200;
/** Closer to the end than this, in pixels, is the end. */
const atEnd = 40;

function placeOf(element: HTMLElement): Place | null {
  if (element.scrollTop > -atEnd) return null;
  const { top } = element.getBoundingClientRect();
  for (const article of element.querySelectorAll<HTMLElement>("article[data-message-id]")) {
    const rect = article.getBoundingClientRect();
    const { messageId } = article.dataset;
    if (rect.bottom > top && messageId) return { messageId, offset: rect.top - top };
  }
  return null;
}
