"use client";

import { type ComponentType, useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../error-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import type { MessageListProps } from "./message-list.tsx";

type List = ComponentType<MessageListProps>;

let loading: Promise<List> | null = null;
let loaded: List | null = null;

function load(): Promise<List> {
  loading ??= import("./message-list.tsx").then(({ MessageList }) => {
    loaded = MessageList;
    return MessageList;
  });
  // who needs it then asks again
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
 * The list of messages for a page that begins without any: Markdown is a fifth of the page's scripts, and a twentieth of a
 * second on a slow computer before its message box can be used. No boundary of React's, which would hold back for 0.3 s
 * what is there after 0.01 s.
 */
export function LaterMessageList(props: MessageListProps) {
  const translate = useTranslations("common");
  const errorText = useErrorText();
  const [List, setList] = useState(() => loaded);
  const [failed, setFailed] = useState(false);
  const need = useCallback(() => {
    setFailed(false);
    load().then(
      (list) => setList(() => list),
      () => setFailed(true),
    );
  }, []);
  useEffect(() => {
    if (!List) need();
  }, [List, need]);
  if (List) return <List {...props} />;
  return (
    <div className="mx-auto min-h-0 w-full max-w-column flex-1 p-6">
      {failed && (
        <Alert actions={<Button onClick={need}>{translate("retry")}</Button>}>{errorText({ code: "offline" })}</Alert>
      )}
    </div>
  );
}
