"use client";

import type { ConversationView } from "@/lib/conversations/schema";
import { Conversation } from "./conversation.tsx";
import { MessageList } from "./message-list.tsx";

/** A conversation that the server has read: its page begins with the messages. */
export function OpenedConversation({ seed }: { seed: ConversationView }) {
  return <Conversation seed={seed} MessageList={MessageList} />;
}
