import type { ConversationView, MessageView } from "../../lib/conversations/schema.ts";
import type { TurnRequest } from "../../lib/turns/schema.ts";
import type { App } from "./app.ts";
import { newQuestion, storedConversation } from "./chat.ts";
import type { Client } from "./client.ts";
import { readRow } from "./read-row.ts";
import { type AnswerEvent, allEvents, composeTurn, type TurnOptions } from "./turns.ts";

/** A turn from the question to the stored answer. */
export type Asked = {
  question: string;
  turn: TurnRequest;
  events: AnswerEvent[];
  view: ConversationView;
  answer: MessageView;
  /** the answer's text */
  text: string;
  /** everything that went over the wire for it, as JSON */
  wire: string;
};

/** Sends a message to a model and waits for the end of the answer. */
export async function ask(client: Client, modelId: string, options: TurnOptions = {}): Promise<Asked> {
  const question = newQuestion();
  const turn = composeTurn(question, { modelId, ...options });
  const events = await allEvents(await client.post("/api/chat", turn));
  const view = await storedConversation(client, turn.conversationId);
  const answer = view.messages.at(-1);
  if (!answer) throw new Error("no answer was stored");
  const text = answer.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return { question, turn, events, view, answer, text, wire: JSON.stringify([events, view]) };
}

/** How a conversation's last turn and its messages stand in the database. */
export async function storedEnding(app: App, conversationId: string): Promise<Record<string, unknown> | null> {
  const row = await readRow(
    app,
    `SELECT t."status" AS "turn", t."errorCode" AS "code", a."status" AS "answer", a."parts" AS "parts",
        u."status" AS "question", a."inputTokens", a."outputTokens"
      FROM "Turn" t JOIN "Message" a ON a."id" = t."answerId" JOIN "Message" u ON u."id" = a."parentId"
      WHERE t."conversationId" = ? ORDER BY t."id" DESC LIMIT 1`,
    [conversationId],
  );
  return row && { ...row };
}
