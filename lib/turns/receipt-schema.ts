import type { MessageStatus, StoredError } from "../conversations/schema.ts";
import type { ParameterNote, Parameters } from "../models/parameters-schema.ts";
import type { CallUsage } from "../usage/schema.ts";

/** Body of `GET /api/messages/{id}/receipt`: what is known of how an answer came to be. */
export type Receipt = {
  messageId: string;
  /** null for a copy in a forked conversation: it was not asked for here */
  turnId: string | null;
  /** the model that was asked */
  modelId: string;
  /** what the provider says: the model that answered, who ran it for a gateway, and the answer's id there */
  servedModel: string | null;
  servedBy: string | null;
  responseId: string | null;
  /** who was asked; of a turn from before this was noted who is asked now, null when that one is not configured any more */
  provider: { name: string; host: string } | null;
  /** what was sent beside the messages, and what became of the rest of what was set */
  parameters: Parameters;
  notes: ParameterNote[];
  /** SHA-256 in hex of its texts' JSON; `changed` when the conversation has another one now, or other examples */
  systemPrompt: { hash: string | null; changed: boolean };
  usage: CallUsage;
  status: MessageStatus;
  finishReason: string | null;
  error: StoredError | null;
  firstTokenMs: number | null;
  totalMs: number | null;
  /** from the first token on; null for an answer too short to tell */
  tokensPerSecond: number | null;
  /** ISO 8601 */
  createdAt: string;
  endedAt: string | null;
  /** a command for a POSIX shell that makes the same call again, without the key; null where no request was sent */
  curl: string | null;
};
