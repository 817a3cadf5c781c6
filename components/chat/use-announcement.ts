import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationState } from "./store/state.ts";

/** A sentence for the live region when an answer that this page saw running has ended. */
export function useAnnouncement(state: ConversationState): string {
  const translate = useTranslations("conversation");
  const { id } = state;
  const last = state.messages.at(-1);
  const status = last?.role === "assistant" ? last.status : undefined;
  const before = useRef({ id, status });
  const [announcement, setAnnouncement] = useState("");
  useEffect(() => {
    // an answer that goes on in a conversation that was left has not ended
    const ended = before.current.id === id && before.current.status === "running" && status && status !== "running";
    setAnnouncement((said) => (ended ? translate(`ended-${status}`) : before.current.status === status ? said : ""));
    before.current = { id, status };
  }, [id, status, translate]);
  return announcement;
}
