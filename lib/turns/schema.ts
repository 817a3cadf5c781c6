import * as z from "zod/mini";
import {
  id,
  type MessageStatus,
  type MessageView,
  messageText,
  type Notice,
  type Part,
  type StoredError,
} from "../conversations/schema.ts";
import { ConversationSettings } from "../conversations/settings-schema.ts";
import type { ErrorCode } from "../errors.ts";
import { keyPage } from "../models/schema.ts";
import type { AnswerUsage } from "../usage/schema.ts";

const UserMessage = z.strictObject({
  id,
  role: z.literal("user"),
  parts: z.array(z.strictObject({ type: z.literal("text"), text: z.string() })).check(z.minLength(1), z.maxLength(100)),
});

/**
 * Body of `POST /api/chat`: one user message, or a person's message that is to be answered again. The client chooses
 * all ids, so that the same request sent twice is one turn. The history is never sent: the server has its own.
 */
export const TurnRequest = z
  .strictObject({
    turnId: id,
    conversationId: id,
    /** the message that the new one follows, null for a first one; without a message, the person's that is answered */
    parentId: z.nullable(id),
    /** the last message that the sender sees: the turn is refused when the conversation has another one. Left out: `parentId` */
    tipId: z.optional(z.nullable(id)),
    /** whatever it is: one that cannot be is no such model (`resolveModel`) */
    modelId: z.string(),
    /** left out to have `parentId` answered again: another version of its answer */
    message: z.optional(UserMessage),
    /** an answer to `parentId` that was cut short: the new version begins with its text */
    continuesId: z.optional(id),
    /** of a conversation that begins with this turn; one that is there has its own */
    settings: z.optional(ConversationSettings),
  })
  .check(
    z.refine((turn) => turn.message !== undefined || turn.parentId !== null, {
      path: ["message"],
      error: "without a message there must be one to answer",
    }),
    z.refine((turn) => turn.message === undefined || turn.continuesId === undefined, {
      path: ["continuesId"],
      error: "a message is not a continuation",
    }),
  );
export type TurnRequest = z.infer<typeof TurnRequest>;

/** A request with a new message. */
export type MessageRequest = TurnRequest & { message: z.infer<typeof UserMessage> };

/** What rides on `start`, `message-metadata` and `finish` chunks as `messageMetadata`. */
export type AnswerMetadata = {
  turnId: string;
  conversationId: string;
  /** the user message that is answered */
  parentId: string;
  modelId: string;
  status: MessageStatus;
  createdAt: string;
  finishReason?: string;
  error?: StoredError;
  /** at the end, as far as it is known */
  usage?: AnswerUsage;
};

/** How long was thought, in milliseconds, in the place that the AI SDK's protocol has for what is our own. */
export type ReasoningTime = { switchboard: { ms: number } };

/**
 * The chunks of the AI SDK's UI message stream that a turn writes and the page reads. The stored event is this
 * object as JSON, and so is the wire event. Chunks of other types may come in later versions: readers skip them.
 */
export type TurnChunk =
  | { type: "start"; messageId: string; messageMetadata: AnswerMetadata }
  | { type: "text-start" | "text-end" | "reasoning-start"; id: string }
  | { type: "reasoning-end"; id: string; providerMetadata?: ReasoningTime }
  | { type: "text-delta" | "reasoning-delta"; id: string; delta: string }
  | { type: "source-url"; sourceId: string; url: string; title: string }
  | { type: "data-notice"; data: Notice | null; transient: true }
  | { type: "message-metadata"; messageMetadata: AnswerMetadata }
  | { type: "finish"; finishReason: string; messageMetadata: AnswerMetadata }
  | { type: "error"; errorText: string }
  | { type: "abort"; reason?: string };

/** An answer in the making: what folding its chunks so far gives. */
export type Answer = {
  id: string;
  parts: Part[];
  metadata: AnswerMetadata | null;
  /** what there is to say while nothing has come */
  notice: Notice | null;
  /** a terminal chunk was seen: nothing follows */
  ended: boolean;
};

/** The answer before its first chunk. */
export const emptyAnswer: Answer = { id: "", parts: [], metadata: null, notice: null, ended: false };

/**
 * Adds one chunk to an answer. The one definition of what the log means: the runner stores its result, orphans are
 * closed with it and the page shows it. Never changes its argument; unchanged parts keep their identity.
 */
export function foldChunk(answer: Answer, chunk: TurnChunk): Answer {
  switch (chunk.type) {
    case "start":
      return { ...emptyAnswer, id: chunk.messageId, metadata: chunk.messageMetadata };
    case "data-notice":
      return { ...answer, notice: chunk.data };
    case "text-start":
      return { ...answer, notice: null, parts: [...answer.parts, { type: "text", text: "" }] };
    case "reasoning-start":
      return { ...answer, notice: null, parts: [...answer.parts, { type: "reasoning", text: "" }] };
    case "text-delta":
      return { ...answer, notice: null, parts: extendLast(answer.parts, "text", chunk.delta) };
    case "reasoning-delta":
      return { ...answer, notice: null, parts: extendLast(answer.parts, "reasoning", chunk.delta) };
    case "reasoning-end":
      return { ...answer, parts: timeLast(answer.parts, chunk.providerMetadata?.switchboard?.ms) };
    case "source-url":
      return {
        ...answer,
        notice: null,
        parts: [...answer.parts, { type: "source", text: chunk.title, url: chunk.url }],
      };
    case "message-metadata":
      return { ...answer, metadata: chunk.messageMetadata };
    case "finish":
      return { ...answer, metadata: chunk.messageMetadata, notice: null, ended: true };
    case "error":
    case "abort":
      return { ...answer, notice: null, ended: true };
    default:
      return answer;
  }
}

// A delta belongs to the last part of its type: providers may interleave one text and one reasoning part, and
// their part ids ("0", "txt-0") say nothing that the order does not.
function extendLast(parts: Part[], type: "text" | "reasoning", delta: string): Part[] {
  const index = parts.findLastIndex((part) => part.type === type);
  const part = parts[index];
  if (!part) return [...parts, { type, text: delta }];
  return parts.with(index, { ...part, text: part.text + delta });
}

function timeLast(parts: Part[], ms: number | undefined): Part[] {
  const index = parts.findLastIndex((part) => part.type === "reasoning");
  const part = parts[index];
  return part?.type === "reasoning" && ms !== undefined ? parts.with(index, { ...part, ms }) : parts;
}

/** Parts worth storing: those with text in them. */
export function filledParts(parts: readonly Part[]): Part[] {
  return parts.filter((part) => part.text !== "");
}

/** What a person can do about an answer that did not end well. */
export type NextStep =
  | { does: "retry" | "continue" | "choose-model" | "new-chat" }
  /** where keys are made and accounts topped up */
  | { does: "add-key"; page: string }
  /** until then, in milliseconds since 1970, a retry makes no sense: the provider said so */
  | { does: "wait"; until: number };

type Doing = "retry" | "choose-model" | "new-chat" | "add-key";

// what helps, best first, by what went wrong; what is not listed is worth another try
const helping: Partial<Record<ErrorCode, Doing[]>> = {
  model_not_found: ["choose-model"],
  provider_key_refused: ["choose-model", "add-key"],
  provider_no_credit: ["choose-model", "add-key"],
  provider_model_missing: ["choose-model"],
  provider_refused_request: ["choose-model"],
  // these do not pass by themselves, but somebody may have mended them
  provider_name_unknown: ["choose-model", "retry"],
  provider_certificate_expired: ["choose-model", "retry"],
  provider_certificate_untrusted: ["choose-model", "retry"],
  provider_certificate_mismatch: ["choose-model", "retry"],
  provider_not_tls: ["choose-model", "retry"],
  provider_insecure: ["choose-model", "retry"],
  context_too_long: ["choose-model", "new-chat"],
  content_filtered: ["choose-model"],
  answer_too_long: [],
};

/** The steps that help with an answer, best first; none for one that is well or still being written. */
export function nextSteps(answer: Pick<MessageView, "status" | "finishReason" | "error" | "parts">): NextStep[] {
  const { status, finishReason, error, parts } = answer;
  if (status === "running") return [];
  if (status === "complete") {
    if (finishReason === "length") return [{ does: "continue" }];
    return finishReason === "content-filter" ? [{ does: "choose-model" }] : [];
  }
  const goOn: NextStep[] = messageText(parts) === "" ? [] : [{ does: "continue" }];
  if (status === "stopped") return [...goOn, { does: "retry" }];
  const retryAt = error?.params?.retryAt;
  const wait: NextStep[] = typeof retryAt === "number" ? [{ does: "wait", until: retryAt }] : [];
  const page = keyPage(error?.params?.host);
  const others = (error && helping[error.code]) ?? ["retry", "choose-model"];
  return [
    ...wait,
    ...goOn,
    ...others.flatMap((does): NextStep[] => {
      if (does !== "add-key") return [{ does }];
      return page ? [{ does, page }] : [];
    }),
  ];
}
