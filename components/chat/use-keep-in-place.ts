import { type RefObject, useLayoutEffect, useMemo, useRef } from "react";
import type { MessageView } from "@/lib/conversations/schema";
import type { MessageActions } from "./message-buttons.tsx";

/**
 * Keeps a message in its place on the screen when another version of it is shown, though what follows it then may be of
 * quite another length: who goes from version to version finds the button under the pointer.
 * @returns the actions, which take note of where the message was
 */
export function useKeepInPlace(
  actions: MessageActions | undefined,
  messages: readonly MessageView[],
  scroller: RefObject<HTMLElement | null>,
): MessageActions | undefined {
  const held = useRef<{ article: Element; top: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when other messages are shown
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!held.current || !element) return;
    const { article, top } = held.current;
    held.current = null;
    if (article.isConnected) element.scrollTop += article.getBoundingClientRect().top - top;
  }, [messages, scroller]);
  return useMemo(
    () =>
      actions && {
        ...actions,
        chooseVersion: (message, versionId) =>
          actions.chooseVersion(message, versionId, () => {
            const article = scroller.current?.querySelector(`[data-message-id="${message.id}"]`);
            if (article) held.current = { article, top: article.getBoundingClientRect().top };
          }),
      },
    [actions, scroller],
  );
}
