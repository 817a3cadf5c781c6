"use client";

import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import type { MessageListProps } from "./message-list.tsx";

let loading: Promise<{ default: ComponentType<MessageListProps> }> | null = null;
let loaded: ComponentType<MessageListProps> | null = null;

function load() {
  loading ??= import("./message-list.tsx").then(({ MessageList }) => {
    loaded = MessageList;
    return { default: MessageList };
  });
  // whoever needs it asks again, and is told
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/** Loads the list of messages as soon as there is nothing else to do: before the first message has been written. */
export function useListBefore(): void {
  useEffect(() => {
    const begin = () => void load().catch(() => {});
    // Safari has no idle callbacks
    if (!window.requestIdleCallback) {
      const timer = setTimeout(begin, 300);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(begin);
    return () => cancelIdleCallback(idle);
  }, []);
}

/**
 * The list of messages for a page that begins without any: Markdown is a fifth of the page's scripts, and a tenth of a
 * second on a slow computer before its message box can be used.
 */
export function LaterMessageList(props: MessageListProps) {
  // as long as it is shown it stays what it was: another component would be another list, at another place
  const [List] = useState(() => loaded ?? lazy(load));
  return (
    <Suspense fallback={<div className="min-h-0 flex-1" />}>
      <List {...props} />
    </Suspense>
  );
}
