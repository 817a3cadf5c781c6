import { setTimeout as delay } from "node:timers/promises";
import type { LanguageModelStreamPart } from "ai";
import { cutIntoPieces, cutText } from "../conversations/schema.ts";
import { longestAnswer } from "../db/limits.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { withFetch } from "../models/call-fetch.ts";
import { isReasoningModel } from "../models/reasoning.ts";
import { reportedSources, servedBy } from "../models/reported.ts";
import { maxModelIdLength } from "../models/schema.ts";
import { toSource } from "../models/sources.ts";
import { callModel, type ModelCall } from "./call-model.ts";
import { beginCallSpan } from "./call-span.ts";
import { Deadlines } from "./deadlines.ts";
import { classifyEnding, type Ending, nothingSeen, type Seen } from "./ending.ts";
import { providerError } from "./provider-error.ts";
import { providerFetch } from "./provider-fetch.ts";
import { retryWait } from "./retry.ts";
import type { TurnChunk } from "./schema.ts";
import { SourceList } from "./source-list.ts";
import { ThoughtClock } from "./thought-clock.ts";

/** Tells the calls of a turn apart in a gateway's or a provider's log. */
export const purposeHeader = "x-switchboard-purpose";

/** Longest event of an answer, in UTF-16 code units: a flood is written in pieces that each reader and each row can hold. */
const maxDeltaLength = 240_000;

/** What is asked. */
export type Question = ModelCall & {
  /** aborted when the turn has to end; an AppError or "shutdown" as the reason says why, anything else means "stopped" */
  controller: AbortController;
  /** how long the text is that the answer goes on from, in UTF-16 code units */
  keptLength: number;
};

/**
 * Writes the model's answer as wire chunks and returns how it ended. Never throws: failing is an ending. A call that
 * fails in a way that may pass, before anything of the answer could be read, is made again a moment later
 * (docs/decisions/012-retries.md); followers are told of the wait.
 */
export async function askModel(question: Question, write: (chunk: TurnChunk) => void): Promise<Ending> {
  const { model, controller } = question;
  const settings = env();
  const deadlines = new Deadlines(
    {
      firstChunk: settings.FIRST_CHUNK_SECONDS,
      betweenChunks: settings.CHUNK_SECONDS,
      thinking: settings.REASONING_FIRST_CHUNK_SECONDS,
      total: settings.MAX_TURN_SECONDS,
    },
    model.provider.name,
    isReasoningModel(model.model),
    (error) => controller.abort(error),
  );
  try {
    for (let attempt = 0; ; attempt += 1) {
      const seen = await attemptAnswer(question, deadlines, write);
      const failure = seen.error === null || seen.begun ? null : providerError(seen.error, model);
      const waitMs = failure && retryWait(seen.error, failure, attempt);
      if (!failure || waitMs === null || controller.signal.aborted) {
        return classifyEnding(seen, model, controller.signal);
      }
      write(retryNotice(failure, waitMs));
      // a stop, or the time limit, during the wait ends it at once
      await delay(waitMs, undefined, { signal: controller.signal }).catch(() => {});
      if (controller.signal.aborted) return classifyEnding(seen, model, controller.signal);
      write(retryNotice(failure, 0));
    }
  } finally {
    deadlines.clear();
  }
}

function retryNotice({ code, params }: AppError, waitMs: number): TurnChunk {
  // what was asked for is told, not the moment more that keeps callers apart
  const seconds = waitMs === 0 ? 0 : Math.max(1, Math.round(waitMs / 1000));
  const data = { code, ...(params && { params }), seconds };
  return { type: "data-notice", data, transient: true };
}

/** One call to the provider. Writes what it says and returns what was seen of it; never throws. */
async function attemptAnswer(
  question: Question,
  deadlines: Deadlines,
  write: (chunk: TurnChunk) => void,
): Promise<Seen> {
  const seen: Seen = { ...nothingSeen };
  const unopened = new Map<string, TurnChunk>();
  const thoughts = new ThoughtClock(write);
  const sources = new SourceList(write);
  const longest = longestAnswer();
  let length = question.keptLength;
  const span = beginCallSpan(question.model);
  deadlines.beginAttempt();
  try {
    const { stream } = await span.within(() => startCall(question, deadlines));
    for await (const part of stream) {
      switch (part.type) {
        case "text-start":
        case "reasoning-start":
          // with its first words: a call that fails before them leaves nothing behind
          unopened.set(part.id, { type: part.type, id: part.id });
          break;
        case "text-end":
        case "reasoning-end":
          if (unopened.delete(part.id)) break;
          if (part.type === "reasoning-end") thoughts.end(part.id);
          else write({ type: part.type, id: part.id });
          break;
        case "text-delta":
        case "reasoning-delta": {
          if (part.text === "") break;
          const kind = part.type === "text-delta" ? "text" : "reasoning";
          deadlines.read(kind);
          seen.begun = true;
          seen.hasText ||= kind === "text";
          const opening = unopened.get(part.id);
          unopened.delete(part.id);
          if (opening) write(opening);
          if (kind === "reasoning") thoughts.begin(part.id);
          // what a model that never ends can take of memory and disk
          for (const delta of cutIntoPieces(cutText(part.text, Math.max(0, longest - length)), maxDeltaLength))
            write({ type: part.type, id: part.id, delta });
          length += part.text.length;
          if (length > longest) question.controller.abort(new AppError("answer_too_long", { limit: longest }));
          break;
        }
        case "source":
          if (part.sourceType === "url") sources.add(toSource(part.url, part.title));
          break;
        case "model-call-response-metadata":
        case "model-call-end":
        case "error":
          noteEnd(part, seen);
          if (part.type === "model-call-end") sources.add(...reportedSources(part.providerMetadata));
          break;
        default: // tools and files have no room yet
      }
    }
  } catch (error) {
    seen.error ??= error;
  } finally {
    deadlines.endAttempt();
    // what was cut in the middle of a thought has no end of its own
    thoughts.endAll();
    if (seen.begun) sources.write();
    span.end(seen, question.controller.signal.aborted);
  }
  return seen;
}

type EndPart = Extract<LanguageModelStreamPart, { type: "model-call-response-metadata" | "model-call-end" | "error" }>;

function noteEnd(part: EndPart, seen: Seen): void {
  if (part.type === "error") {
    seen.error ??= part.error;
    return;
  }
  if (part.type === "model-call-response-metadata") {
    seen.served = { ...seen.served, model: shortText(part.modelId), responseId: shortText(part.id) };
    return;
  }
  seen.finishReason = part.finishReason;
  seen.usage = part.usage;
  seen.served = { ...seen.served, by: shortText(servedBy(part.providerMetadata)) };
  // an error beside `choices` is all that some packages tell of it
  if (part.rawFinishReason === "error") seen.error ??= new Error("the provider ended with an error");
}

// what a provider says of itself is stored as it is, but not without end
function shortText(text: string | null | undefined): string | null {
  return text ? cutText(text.toWellFormed(), maxModelIdLength) : null;
}

function startCall({ controller, ...call }: Question, deadlines: Deadlines) {
  return withFetch(
    providerFetch(() => deadlines.sign()),
    () => callModel(call, { abortSignal: controller.signal, headers: { [purposeHeader]: "answer" } }),
  );
}
