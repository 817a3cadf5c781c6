import type { MessageView, Part } from "@/lib/conversations/schema";
import { type Answer, type AnswerMetadata, emptyAnswer } from "@/lib/turns/schema";

/** An answer in the making as the message it will be. */
export function answerMessage(answer: Answer, metadata: AnswerMetadata): MessageView {
  return {
    id: answer.id,
    parentId: metadata.parentId,
    role: "assistant",
    parts: answer.parts,
    status: metadata.status,
    modelId: metadata.modelId,
    finishReason: metadata.finishReason ?? null,
    error: metadata.error ?? null,
    notice: answer.notice,
    ...(metadata.usage && { usage: metadata.usage }),
    createdAt: metadata.createdAt,
  };
}

/**
 * Puts an answer behind the message it belongs to, in the place of an earlier form of it. What is on the page stays until
 * there is something new: a continued answer has its kept text from the first moment on.
 */
export function withAnswer(messages: MessageView[], answer: MessageView): MessageView[] {
  const before = messages.findIndex((message) => message.id === answer.parentId);
  if (before < 0) return messages;
  const earlier = messages[before + 1];
  if (!earlier) return [...messages, answer];
  const begun = answer.status !== "running" || answer.parts.some(({ text }) => text !== "");
  const parts = begun ? answer.parts : earlier.parts;
  const versions = earlier.versions?.map((id) => (id === earlier.id ? answer.id : id));
  return [...messages.slice(0, before + 1), { ...answer, parts, ...(versions && { versions }) }];
}

/** A message that is still being written as the answer to go on folding. */
export function runningAnswer(messages: MessageView[], conversationId: string, turnId: string): Answer {
  const message = messages.at(-1);
  if (message?.role !== "assistant" || !message.parentId || !message.modelId) return emptyAnswer;
  const { id, parentId, parts, status, modelId, createdAt, notice = null } = message;
  return {
    id,
    parts,
    notice,
    ended: false,
    metadata: { turnId, conversationId, parentId, modelId, status, createdAt },
  };
}

/** The answer before its first event: the page shows at once that something is coming. */
export function awaitedAnswer(turnId: string, parentId: string, modelId: string): MessageView {
  return {
    id: turnId,
    parentId,
    role: "assistant",
    parts: [],
    status: "running",
    modelId,
    error: null,
    createdAt: new Date().toISOString(),
  };
}

/** Whether two readings of one message say the same. */
export function sameMessage(one: MessageView, other: MessageView): boolean {
  return (
    one.status === other.status &&
    one.parts.length === other.parts.length &&
    one.parts.every((part, index) => part.text === other.parts[index]?.text) &&
    one.finishReason === other.finishReason &&
    one.error?.code === other.error?.code &&
    one.usage?.tokens === other.usage?.tokens &&
    one.usage?.cost === other.usage?.cost &&
    one.versions?.join() === other.versions?.join()
  );
}

/** How much of an answer there is, in UTF-16 code units. */
export function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((length, part) => length + part.text.length, 0);
}

/** The id of the person's last message, null where there is none. */
export function lastQuestionId(messages: readonly MessageView[]): string | null {
  return messages.findLast((message) => message.role === "user")?.id ?? null;
}
