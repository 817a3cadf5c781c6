import { useEffect } from "react";
import type { ChatStore } from "./store/chat-store.ts";
import type { ConversationState } from "./store/state.ts";

/** The title of the conversation that is shown, which is the window's, too; empty for one that has none yet. */
export function useTitle(store: ChatStore, { id, title, status }: ConversationState): string {
  // what is on its way, or could not be loaded, has its name in the sidebar already
  const isAway = title === "" && (status === "loading" || status === "failed");
  const listed = isAway ? store.list.state.conversations.find((line) => line.id === id)?.title : undefined;
  const shown = listed ?? title;
  useEffect(() => {
    document.title = shown ? `${shown} · Switchboard` : "Switchboard";
  }, [shown]);
  return shown;
}
