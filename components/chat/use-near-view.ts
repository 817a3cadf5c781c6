import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { EarlierMessages } from "@/lib/conversations/schema";
import {
  around,
  endOf,
  Heights,
  near,
  type Path,
  printedOf,
  type Row,
  rowsOf,
  type Stretch,
  within,
} from "./message-rows.ts";

/** Other messages are put into the page when what is there ends so close to the view, in pixels. */
const closeBy = 900;
/** So much around the view is put there then. */
const margin = 1_800;
/** What is farther from the view than this is taken out. */
const farOff = 5_000;
/** What is in the page is put right so often in a row at most; then the next scrolling does it. */
const mostLooks = 8;
/** Earlier messages are asked for so far ahead. */
const askAhead = 2_500;

type NearView = {
  rows: Row[];
  /** puts a message into the page, and its upper edge so far below the view's; before the next paint */
  goTo: (messageId: string, offset: number) => void;
  /** puts the end into the page; `scrollTop = 0` is there then */
  showEnd: () => void;
};

type Watched = {
  scroller: RefObject<HTMLElement | null>;
  /** holds the rows, articles and gaps, and nothing else that is an article */
  content: RefObject<HTMLElement | null>;
  /** is in the page wherever it is */
  editedId: string | undefined;
  onEarlier: () => void;
  /** earlier messages are asked for, or could not be had: nothing more is asked by itself */
  quiet: boolean;
  /** the page is about to be printed */
  printing: boolean;
};

/**
 * Keeps in the page what is near the view, and what has the focus or is selected. What is seen never moves by that: the
 * list is laid out from its end, and where the space below turns out to be of another height the place is put right
 * before it is painted.
 */
export function useNearView(path: Path, earlier: EarlierMessages, watched: Watched): NearView {
  const { scroller, content, editedId, printing } = watched;
  const [heights] = useState(() => new Heights());
  const [state, setState] = useState<{ stretch: Stretch; focusedId?: string | undefined; moved: boolean }>(() => ({
    stretch: endOf(path, heights),
    moved: false,
  }));
  const stretch = printing ? printedOf(path) : within(state.stretch, path, heights);
  const pinned = new Set([editedId, state.focusedId].filter((id) => id !== undefined));
  const rows = rowsOf(path, stretch, heights, { pinned, above: state.moved });
  const target = useRef<{ messageId: string; offset: number } | null>(null);
  const held = useRef<{ element: Element; top: number } | null>(null);
  const latest = useRef({ path, stretch, earlier, watched });
  useLayoutEffect(() => {
    latest.current = { path, stretch, earlier, watched };
  });

  const look = useCallback(() => {
    const { path, stretch, earlier, watched } = latest.current;
    const [element, inner] = [scroller.current, content.current];
    // on paper nothing is far from the view
    if (!element || !inner || watched.printing) return;
    const view = element.getBoundingClientRect();
    const seen = inPage(inner, path);
    const own = seen.filter(({ place }) => place >= stretch.from && place < stretch.to);
    const [highest, lowest] = [own[0], own.at(-1)];
    if (!highest || !lowest) return;
    const above = view.top - highest.rect.top;
    const below = lowest.rect.bottom - view.bottom;
    const ahead = path.messages.slice(0, stretch.from - path.first);
    const height = ahead.reduce((sum, message) => sum + heights.of(message), above);
    if (earlier.count > 0 && !watched.quiet && height < askAhead) watched.onEarlier();
    const moreAbove = stretch.from > path.first;
    const moreBelow = stretch.to < path.first + path.messages.length;
    const tooFew = (moreAbove && above < closeBy) || (moreBelow && below < closeBy);
    if (!tooFew && above < farOff && below < farOff) return;
    for (const { message, rect } of seen) heights.note(message, rect.height);
    const behind = path.messages.slice(lowest.place + 1 - path.first);
    const bottom = behind.reduce((sum, message) => sum + heights.of(message), lowest.rect.bottom - view.top);
    const next = near(path, bottom, view.height, heights, margin);
    if (!next) return;
    const wanted = isSelecting(inner) ? union(next, stretch) : next;
    // what is selected may be long, and a message higher than all that is wanted around the view
    if (wanted.from === stretch.from && wanted.to === stretch.to) return;
    const stays = seen.find(
      ({ place, rect }) => rect.bottom > view.top + 1 && place >= wanted.from && place < wanted.to,
    );
    // at the end it is the end that stays
    if (stays && element.scrollTop < -1) held.current = { element: stays.article, top: stays.rect.top };
    const focused = document.activeElement?.closest<HTMLElement>("article[data-message-id]");
    const focusedId = focused && inner.contains(focused) ? focused.dataset.messageId : undefined;
    setState({ stretch: wanted, focusedId, moved: true });
  }, [scroller, content, heights]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other messages are in the page
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const { current: stays } = held;
    held.current = null;
    if (stays?.element.isConnected && !target.current) {
      // no more than the browser's own scroll anchoring has left to do
      const moved = stays.element.getBoundingClientRect().top - stays.top;
      if (Math.abs(moved) > 0.5) element.scrollTop += moved;
    }
    if (target.current) {
      const { messageId, offset } = target.current;
      const article = content.current?.querySelector(`:scope > [data-message-id="${CSS.escape(messageId)}"]`);
      target.current = null;
      if (article) {
        element.scrollTop += article.getBoundingClientRect().top - element.getBoundingClientRect().top - offset;
      }
    }
  }, [state, scroller, content]);

  const { length } = path.messages;
  const looks = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in the page, or could be, has changed
  useLayoutEffect(() => {
    looks.current += 1;
    if (looks.current <= mostLooks) look();
  }, [look, state, path.first, length, watched.quiet]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other messages are another row of looks
  useEffect(() => {
    looks.current = 0;
  }, [path.first, length]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onMove = () => {
      looks.current = 0;
      // at once: whatever moves between the look and its outcome would be put right with it, a person's scrolling, too
      flushSync(look);
    };
    element.addEventListener("scroll", onMove, { passive: true });
    const observer = new ResizeObserver(onMove);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", onMove);
      observer.disconnect();
    };
  }, [look, scroller]);

  const goTo = useCallback(
    (messageId: string, offset: number) => {
      const { path } = latest.current;
      const index = path.messages.findIndex(({ id }) => id === messageId);
      if (index < 0) return;
      target.current = { messageId, offset };
      setState({ stretch: around(path, path.first + index, heights, margin), moved: true });
    },
    [heights],
  );
  const showEnd = useCallback(() => setState({ stretch: endOf(latest.current.path, heights), moved: true }), [heights]);
  return { rows, goTo, showEnd };
}

/** The messages that are in the page, the first one first. */
function inPage(content: HTMLElement, { messages, first }: Path) {
  const articles = [...content.querySelectorAll<HTMLElement>(":scope > article")];
  let index = -1;
  return articles.flatMap((article) => {
    const { messageId } = article.dataset;
    index = messages.findIndex(({ id }, at) => at > index && id === messageId);
    const message = messages[index];
    return message ? [{ article, message, place: first + index, rect: article.getBoundingClientRect() }] : [];
  });
}

function isSelecting(content: HTMLElement): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && content.contains(selection.anchorNode);
}

const union = (one: Stretch, other: Stretch): Stretch => ({
  from: Math.min(one.from, other.from),
  to: Math.max(one.to, other.to),
});
