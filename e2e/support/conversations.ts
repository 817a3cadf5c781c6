import type { ConversationView } from "../../lib/conversations/schema.ts";
import { storedConversation } from "./chat.ts";
import type { Client } from "./client.ts";
import { allEvents, composeTurn } from "./turns.ts";

/** A conversation in which each of these questions was asked and answered, by scenario/echo unless told. */
export async function talk(client: Client, questions: string[], modelId?: string): Promise<ConversationView> {
  let view: ConversationView | null = null;
  for (const question of questions) {
    const place: { conversationId?: string; parentId: string | null } = view
      ? { conversationId: view.id, parentId: view.messages.at(-1)?.id ?? null }
      : { parentId: null };
    const turn = composeTurn(question, { ...place, ...(modelId && { modelId }) });
    await allEvents(await client.post("/api/chat", turn));
    view = await storedConversation(client, turn.conversationId);
  }
  if (!view) throw new Error("a conversation needs a question");
  return view;
}
