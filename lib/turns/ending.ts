import type { LanguageModelUsage } from "ai";
import type { MessageStatus, StoredError } from "../conversations/schema.ts";
import { AppError } from "../errors.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { isBrokenBody, isNetworkError } from "./network-error.ts";
import { providerError } from "./provider-error.ts";

/** How the model's answer ended. */
export type Ending = {
  status: Exclude<MessageStatus, "running">;
  finishReason: string | null;
  error: StoredError | null;
  usage: LanguageModelUsage | null;
  served: Served;
};

/** What the provider says of itself: the model that answered, who ran it for a gateway, and the answer's id there. */
export type Served = { model: string | null; by: string | null; responseId: string | null };

/** Nothing was said. */
export const nothingServed: Readonly<Served> = { model: null, by: null, responseId: null };

/** What was seen of an answer when nothing more came. */
export type Seen = {
  finishReason: string | null;
  usage: LanguageModelUsage | null;
  served: Served;
  /** the first error, if there was one */
  error: unknown;
  /** something to read came, reasoning included */
  begun: boolean;
  hasText: boolean;
};

/** Nothing yet. */
export const nothingSeen: Readonly<Seen> = {
  finishReason: null,
  usage: null,
  served: nothingServed,
  error: null,
  begun: false,
  hasText: false,
};

// The only reasons that mean the model was done. Providers end cut connections with "other", "unknown" or nothing.
const completeReasons = new Set(["stop", "length", "tool-calls", "content-filter"]);

/** Says what an end means: whether the model was done, was stopped, failed, or was interrupted in mid-answer. */
export function classifyEnding(seen: Seen, model: ResolvedModel, signal: AbortSignal): Ending {
  const [status, cause] = signal.aborted ? ofAbort(signal.reason, seen) : ofAnswer(seen, model);
  const { code, params } = cause ?? {};
  const error = code ? { code, ...(params && { params }) } : null;
  const { finishReason, usage, served } = seen;
  return { status, finishReason, usage, served, error };
}

type Verdict = [Ending["status"], AppError | null];

// the reason is one of ours: a deadline's error, "shutdown", or a person's stop
function ofAbort(reason: unknown, { begun }: Seen): Verdict {
  if (reason === "shutdown") return ["interrupted", new AppError("turn_orphaned")];
  if (!(reason instanceof AppError)) return ["stopped", null];
  return [begun ? "interrupted" : "failed", reason];
}

function ofAnswer({ finishReason, error, begun, hasText }: Seen, model: ResolvedModel): Verdict {
  const names = { provider: model.provider.name, model: model.model };
  const cut: Verdict = [begun ? "interrupted" : "failed", new AppError("provider_cut", names)];
  if (error !== null) {
    // a connection that breaks in mid-answer is an interruption, whatever the network calls it
    if (isMissingEnd(error) || isBrokenBody(error) || (begun && isNetworkError(error))) return cut;
    const failure = providerError(error, model);
    // in mid-answer it is the breaking off that matters, and that what came is kept
    const brokeOff = begun && failure.code === "provider_unavailable";
    return ["failed", brokeOff ? new AppError("provider_failed", failure.params, { cause: error }) : failure];
  }
  if (finishReason === null || !completeReasons.has(finishReason)) return cut;
  if (hasText) return ["complete", null];
  return ["failed", new AppError(finishReason === "content-filter" ? "content_filtered" : "answer_empty", names)];
}

// how the compatible provider reports an end without a finish reason
function isMissingEnd(error: unknown): boolean {
  return error instanceof Error && error.name === "AI_InvalidResponseDataError" && /finish reason/.test(error.message);
}
