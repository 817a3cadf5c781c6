import type { Actor } from "../auth/schema.ts";
import { readConversation } from "../conversations/read.ts";
import type { ConversationView } from "../conversations/schema.ts";
import { readTurnLog } from "../db/turn-log.ts";
import { runningTurns } from "./running-turns.ts";
import { emptyAnswer, foldChunk, type TurnChunk } from "./schema.ts";

/**
 * A conversation with everything that is there of its end: an answer that is being written has the text its log has, and
 * `running.sequence` says from which event on to follow it.
 * @param throughId a message that has to be among those that are given, however many that makes
 * @throws AppError `not_found` when absent, deleted or another's
 */
export async function openConversation(actor: Actor, id: string, throughId?: string): Promise<ConversationView> {
  const conversation = await readConversation(actor, id, throughId);
  const { running } = conversation;
  if (!running) return conversation;
  // a turn of this process has more than its stored log: whoever reloads has seen it on the screen
  const local = runningTurns().get(running.turnId);
  const events = local ? local.after(0) : ((await readTurnLog(actor.userId, running.turnId, 0))?.events ?? []);
  const chunks = events.map((event) => JSON.parse(event.data) as TurnChunk);
  const answer = chunks.reduce(foldChunk, emptyAnswer);
  const messages = conversation.messages.map((message) =>
    message.id === answer.id ? { ...message, parts: answer.parts, notice: answer.notice } : message,
  );
  return { ...conversation, messages, running: { ...running, sequence: chunks.length } };
}
