"use client";

import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { ConversationSummary } from "@/lib/conversations/schema";
import { type RowActions, rowId } from "./conversation-row.tsx";

/** Rows that PageUp and PageDown go. */
const page = 10;

export type RowFocus = {
  /** the row that Tab comes to: the one last focused, else the open one, else the first */
  tabStopId: string | null;
  onFocus: (event: FocusEvent) => void;
  onKeyDown: (event: KeyboardEvent, actions: RowActions) => void;
  /** moves the focus to a row once it is in the page; null for the list itself */
  move: (id: string | null) => void;
  /** the row to go to from one that goes away */
  neighbour: (id: string) => string | null;
};

/** One stop for Tab in a list of thousands; arrows, Home and End lead from row to row, whether in the page or not. */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  conversations: readonly ConversationSummary[],
  currentId: string | null,
): RowFocus {
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const latest = useRef(conversations);
  // a row that is to be focused; null for the list; undefined for nothing
  const [wanted, setWanted] = useState<{ id: string | null }>();
  useLayoutEffect(() => {
    latest.current = conversations;
  });
  useLayoutEffect(() => {
    if (!wanted) return;
    const row = wanted.id === null ? scroller.current : document.getElementById(rowId(wanted.id));
    row?.focus();
    setWanted(undefined);
  }, [wanted, scroller]);
  const move = useCallback((id: string | null) => {
    if (id !== null) setFocusedId(id);
    setWanted({ id });
  }, []);
  const neighbour = useCallback((id: string) => {
    const at = latest.current.findIndex((conversation) => conversation.id === id);
    return (latest.current[at + 1] ?? latest.current[at - 1])?.id ?? null;
  }, []);

  const has = (id: string | null) => id !== null && conversations.some((conversation) => conversation.id === id);
  const tabStopId = has(focusedId) ? focusedId : has(currentId) ? currentId : (conversations[0]?.id ?? null);
  const onFocus = ({ target }: FocusEvent) => {
    const id = target.closest("li")?.querySelector<HTMLElement>("[data-conversation]")?.dataset.conversation;
    if (id && id !== focusedId) setFocusedId(id);
  };
  const onKeyDown = (event: KeyboardEvent, actions: RowActions) => {
    const id = (event.target as HTMLElement).dataset.conversation;
    if (!id || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = conversations.findIndex((conversation) => conversation.id === id);
    const conversation = conversations[at];
    if (!conversation) return;
    const target = targetOf(event.key, at, conversations.length);
    if (target !== null) move(conversations[target]?.id ?? id);
    else if (event.key === "F2") actions.startRename(id);
    else if (event.key === "Delete") actions.remove(conversation);
    else return;
    event.preventDefault();
  };
  return { tabStopId, onFocus, onKeyDown, move, neighbour };
}

function targetOf(key: string, at: number, count: number): number | null {
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.min(count - 1, Math.max(0, target));
}
