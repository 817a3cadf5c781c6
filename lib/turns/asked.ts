import { messageText, type Part } from "../conversations/schema.ts";
import type { ConversationSettings } from "../conversations/settings-schema.ts";
import { filledText } from "../conversations/validate.ts";
import type { ContextRow } from "../db/turn-start.ts";
import { AppError } from "../errors.ts";
import { continuation, type Spoken } from "./context.ts";
import type { TurnRequest } from "./schema.ts";

/** What a turn asks: a new message, or one that is stored, whose answer may begin with a text that is kept. */
export type Asked = {
  /** the message that is answered */
  userMessageId: string;
  /** its parts when it is new, null when it is stored */
  newParts: Part[] | null;
  /** the stored messages before what follows */
  path: Spoken[];
  /** what the model reads behind them */
  ending: Spoken[];
  /** the text that the answer begins with */
  kept: Part[];
};

/** What a conversation that begins is about: its first message, or the system prompt that says it all. */
export function subjectOf({ newParts }: Asked, { systemPrompt }: ConversationSettings): string {
  return messageText(newParts ?? []) || (systemPrompt[0] ?? "");
}

/** The last stored message that a turn needs to read. */
export function leafOf(request: TurnRequest): string | null {
  return request.continuesId ?? request.parentId;
}

/**
 * Reads out of a request and the stored path what is asked. A first message may be empty where a system prompt says it
 * all.
 * @throws AppError `message_empty`; `not_found` when a message it names is not there or not of the right kind;
 *   `conversation_busy` when one is still being written
 */
export function findAsked(request: TurnRequest, rows: ContextRow[], settings: ConversationSettings): Asked {
  const path = rows.map((row) => ({ ...row, parts: row.parts as Part[] }));
  // an answer that is still being written is no context yet
  if (path.at(-1)?.status === "running") throw new AppError("conversation_busy");
  if (path.length === 0 && leafOf(request) !== null) throw new AppError("not_found");
  if (request.message) {
    const systemAlone = rows.length === 0 && settings.systemPrompt.length > 0;
    const parts = systemAlone && messageText(request.message.parts) === "" ? [] : filledText(request.message.parts);
    return {
      userMessageId: request.message.id,
      newParts: parts,
      path,
      ending: [{ role: "user", parts }],
      kept: [],
    };
  }
  const cut = request.continuesId ? path.pop() : undefined;
  const question = path.at(-1);
  if (question?.id !== request.parentId || question?.role !== "user" || cut?.role === "user") {
    throw new AppError("not_found");
  }
  // what was thought before the cut led to text that is there; the model thinks anew
  const kept = cut?.parts.filter(({ type, text }) => type === "text" && text !== "") ?? [];
  return { userMessageId: question.id, newParts: null, path, ending: continuation(kept), kept };
}
