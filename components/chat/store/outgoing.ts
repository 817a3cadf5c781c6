import { type RequestError, requestJson } from "@/components/http";
import { type ConversationSummary, firstWords, type MessageView } from "@/lib/conversations/schema";
import { isUnset } from "@/lib/conversations/settings-schema";
import type { MessageRequest } from "@/lib/turns/schema";
import { awaitedAnswer } from "./answers.ts";
import { newest } from "./list-lines.ts";
import type { OutgoingMessage } from "./outbox.ts";
import type { ConversationState, WaitingMessage } from "./state.ts";

/** How long the server has to show a sign of life, in milliseconds. */
const signOfLifeMs = 10_000;

/** Whether the server and its database answer. */
export async function isReachable(): Promise<boolean> {
  const result = await requestJson("/api/health", { signal: AbortSignal.timeout(signOfLifeMs) }).catch(() => null);
  return result?.ok ?? false;
}

/** Without an answer of ours nobody knows whether a message arrived: with the same ids it is one message either way. */
export const mayHaveArrived = (status: number) => status === 0 || status >= 500;

/** Whether the server took nothing and said so: it may take the same a little later. */
export const refusedForNow = (status: number, { code }: RequestError) => status === 429 || code === "server_busy";

/** Whether the server may take nothing for long, for a reason that is worth a word to whoever waits. */
export function lastsLong({ code }: RequestError): boolean {
  return code === "database_full" || code === "database_read_only" || code === "server_busy";
}

/** Whether there is something to send: a text, or at the beginning a system prompt that says it all. */
export function isSendable({ draft, messages, waiting, settings }: ConversationState): boolean {
  const begins = messages.length === 0 && waiting.length === 0;
  return draft.trim() !== "" || (draft === "" && begins && settings.systemPrompt.length > 0);
}

/** A message that was held back, and may go now behind the one that it follows. */
export function released({ reason: _reason, ...message }: OutgoingMessage, follows: string | null): OutgoingMessage {
  return { ...message, follows, waitsFor: message.waitsFor === "person" ? "connection" : message.waitsFor };
}

/** Whether the last answer of a conversation broke off. */
export function endedBadly({ messages }: ConversationState): boolean {
  const status = messages.at(-1)?.status;
  return status === "failed" || status === "interrupted";
}

/** What is sent of a message, as the next one of its conversation. */
export function requestFor(
  message: OutgoingMessage,
  { messages, modelId, settings }: ConversationState,
): MessageRequest {
  const { turnId, conversationId, messageId, text } = message;
  return {
    turnId,
    conversationId,
    parentId: messages.at(-1)?.id ?? null,
    // what the picker shows is what answers
    modelId: modelId || message.modelId,
    message: { id: messageId, role: "user", parts: [{ type: "text", text }] },
    ...(messages.length === 0 && !isUnset(settings) && { settings }),
  };
}

/** What a conversation shows as soon as a message goes: itself, and that an answer is coming. */
export function shownWith({ messages }: ConversationState, request: MessageRequest): MessageView[] {
  const { turnId, parentId, modelId, message } = request;
  const createdAt = new Date().toISOString();
  return [
    ...messages,
    { ...message, parentId, status: "complete", modelId: null, error: null, createdAt },
    awaitedAnswer(turnId, message.id, modelId),
  ];
}

/**
 * A queue as the page shows it: without what already stands among the messages, or is just on its way there.
 * @param away the server could not be reached
 */
export function waitingOf(queue: OutgoingMessage[], { messages }: ConversationState, away: boolean): WaitingMessage[] {
  const among = new Set(messages.map((message) => message.id));
  return queue
    .filter(({ messageId, direct }) => !among.has(messageId) && !direct)
    .map(({ turnId, text, waitsFor, reason }, index) => {
      const held = waitsFor === "person" && index === 0;
      return { turnId, text, waitsFor: held ? "person" : away ? "connection" : "turn", reason: reason ?? null };
    });
}

/** The words by which a message can be told from others: one without a text is all of its system prompt. */
export function beginningOf({ text, settings }: OutgoingMessage): string {
  return firstWords([{ type: "text", text: text || (settings?.systemPrompt[0] ?? "") }]);
}

/** The sidebar's line of a conversation that begins with what waits to be sent; none when it does not begin here. */
export function localLine([first]: OutgoingMessage[]): ConversationSummary[] {
  if (first?.follows !== null || first.direct) return [];
  const { conversationId: id, modelId } = first;
  const title = beginningOf(first);
  const updatedAt = new Date().toISOString();
  return [{ id, title, modelId, tipId: null, running: false, unseen: false, ...newest, updatedAt }];
}
