import type { Page } from "@playwright/test";
import type { ConversationView } from "../../lib/conversations/schema.ts";
import { newQuestion, storedConversation } from "./chat.ts";
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

type Talk = { id: string; title: string };

/** Conversations of one question each, whose title it is, looked at; the first one is the oldest. */
export async function talks<Words extends string[]>(
  client: Client,
  ...words: Words
): Promise<{ [Index in keyof Words]: Talk }> {
  const made: Talk[] = [];
  for (const word of words) {
    const title = newQuestion(word);
    const { id } = await talk(client, [title]);
    await client.patch(`/api/conversations/${id}`, { seen: true });
    made.push({ id, title });
  }
  return made as { [Index in keyof Words]: Talk };
}

/** Has a page look for what other devices did, as it does when it comes into sight. */
export async function look(page: Page): Promise<void> {
  const list = page.waitForResponse((response) => new URL(response.url()).pathname === "/api/conversations");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await list;
}
