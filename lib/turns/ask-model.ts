import { type LanguageModelUsage, type ModelMessage, streamText } from "ai";
import type { MessageStatus, StoredError } from "../conversations/schema.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { Fetch } from "../models/provider.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { Deadlines, watchedFetch } from "./deadlines.ts";
import { providerError } from "./provider-error.ts";
import type { TurnChunk } from "./schema.ts";

/** Tells the calls of a turn apart in a gateway's or a provider's log. */
export const purposeHeader = "x-switchboard-purpose";

/** What is asked. */
export type Question = {
  model: ResolvedModel;
  systemPrompt: string | null;
  messages: ModelMessage[];
  /** aborted when the turn has to end; an AppError or "shutdown" as the reason says why, anything else means "stopped" */
  controller: AbortController;
};

/** How the model's answer ended. */
export type Ending = {
  status: Exclude<MessageStatus, "running">;
  finishReason: string | null;
  error: StoredError | null;
  usage: LanguageModelUsage | null;
};

// The only reasons that mean the model was done. Providers end cut connections with "other", "unknown" or nothing.
const completeReasons = new Set(["stop", "length", "tool-calls", "content-filter"]);

/** Streams the model's answer as wire chunks and returns how it ended. Never throws: failing is an ending. */
export async function* askModel(question: Question): AsyncGenerator<TurnChunk, Ending> {
  const { model, controller } = question;
  const settings = env();
  const deadlines = new Deadlines(
    {
      firstChunk: settings.FIRST_CHUNK_SECONDS,
      betweenChunks: settings.CHUNK_SECONDS,
      total: settings.MAX_TURN_SECONDS,
    },
    model.provider.name,
    (error) => controller.abort(error),
  );
  const end: End = { finishReason: null, usage: null, error: null, hasText: false };
  try {
    const result = streamText({
      model: model.provider.languageModel(model.model, requireStream(watchedFetch(() => deadlines.sign()))),
      messages: question.messages,
      ...(question.systemPrompt && { instructions: question.systemPrompt }),
      abortSignal: controller.signal,
      headers: { [purposeHeader]: "answer" },
      maxRetries: 0,
      onError: () => {}, // the error part says it; the default would print the vendor's text
    });
    for await (const part of result.stream) {
      // the package says these before it has heard of the provider
      if (part.type !== "start" && part.type !== "start-step") deadlines.sign();
      switch (part.type) {
        case "text-start":
        case "text-end":
        case "reasoning-start":
        case "reasoning-end":
          yield { type: part.type, id: part.id };
          break;
        case "text-delta":
        case "reasoning-delta":
          if (part.text === "") break;
          end.hasText ||= part.type === "text-delta";
          yield { type: part.type, id: part.id, delta: part.text };
          break;
        case "finish-step":
          end.finishReason = part.finishReason;
          end.usage = part.usage;
          // an error beside `choices` is all that some packages tell of it
          if (part.rawFinishReason === "error") end.error ??= new Error("the provider ended with an error");
          break;
        case "error":
          end.error ??= part.error;
          break;
        default: // tools, files and sources have no room yet
      }
    }
  } catch (error) {
    end.error ??= error;
  } finally {
    deadlines.clear();
  }
  return classify(end, question);
}

// Where a stream was asked for, JSON with status 200 is an error that somebody on the way did not mark as one.
function requireStream(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const isJson = response.ok && /^application\/json\b/i.test(response.headers.get("content-type") ?? "");
    return isJson ? new Response(response.body, { status: 502, headers: response.headers }) : response;
  };
}

type End = { finishReason: string | null; usage: LanguageModelUsage | null; error: unknown; hasText: boolean };

function classify({ finishReason, usage, error, hasText }: End, { model, controller }: Question): Ending {
  const ending = (status: Ending["status"], cause: AppError | null): Ending => {
    const { code, params } = cause ?? {};
    return { status, finishReason, usage, error: code ? { code, ...(params && { params }) } : null };
  };
  if (controller.signal.aborted) {
    const reason: unknown = controller.signal.reason;
    if (reason === "shutdown") return ending("interrupted", new AppError("turn_orphaned"));
    if (!(reason instanceof AppError)) return ending("stopped", null);
    return ending(reason.code === "provider_timeout" ? "failed" : "interrupted", reason);
  }
  const names = { provider: model.provider.name, model: model.model };
  // the compatible provider reports an end without a finish reason as an error of this name
  const cut =
    error instanceof Error && error.name === "AI_InvalidResponseDataError" && /finish reason/.test(error.message);
  if (error !== null && !cut) {
    const failure = providerError(error, model);
    // a connection that breaks in mid-answer is an interruption, whatever the network calls it
    const broken = hasText && (failure.code === "provider_unreachable" || failure.code === "provider_failed");
    if (broken && isConnectionError(error)) return ending("interrupted", new AppError("provider_cut", names));
    return ending("failed", failure);
  }
  if (cut || finishReason === null || !completeReasons.has(finishReason)) {
    return ending("interrupted", new AppError("provider_cut", names));
  }
  if (hasText || finishReason === "tool-calls") return ending("complete", null);
  return ending("failed", new AppError(finishReason === "content-filter" ? "content_filtered" : "answer_empty", names));
}

function isConnectionError(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.cause instanceof Error);
}
