import { type ModelMessage, streamText } from "ai";
import { env } from "../env.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { Deadlines } from "./deadlines.ts";
import { classifyEnding, type Ending, type Seen } from "./ending.ts";
import { providerFetch } from "./provider-fetch.ts";
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
  const seen: Seen = { finishReason: null, usage: null, error: null, begun: false, hasText: false };
  try {
    const result = streamText({
      model: model.provider.languageModel(
        model.model,
        providerFetch(() => deadlines.sign()),
      ),
      messages: question.messages,
      ...(question.systemPrompt && { instructions: question.systemPrompt }),
      abortSignal: controller.signal,
      headers: { [purposeHeader]: "answer" },
      maxRetries: 0,
      onError: () => {}, // the error part says it; the default would print the vendor's text
    });
    for await (const part of result.stream) {
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
          deadlines.sign(); // the built-in model has no fetch that would
          seen.begun = true;
          seen.hasText ||= part.type === "text-delta";
          yield { type: part.type, id: part.id, delta: part.text };
          break;
        case "finish-step":
          seen.finishReason = part.finishReason;
          seen.usage = part.usage;
          // an error beside `choices` is all that some packages tell of it
          if (part.rawFinishReason === "error") seen.error ??= new Error("the provider ended with an error");
          break;
        case "error":
          seen.error ??= part.error;
          break;
        default: // tools, files and sources have no room yet
      }
    }
  } catch (error) {
    seen.error ??= error;
  } finally {
    deadlines.clear();
  }
  return classifyEnding(seen, model, controller.signal);
}
