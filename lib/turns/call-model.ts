import { type ModelMessage, experimental_streamLanguageModelCall as streamCall } from "ai";
import type { Parameters } from "../models/parameters-schema.ts";
import type { ResolvedModel } from "../models/registry.ts";

/** What is asked of a model. */
export type ModelCall = {
  model: ResolvedModel;
  /** system messages among them */
  messages: ModelMessage[];
  /** those that the model takes */
  parameters: Parameters;
};

/**
 * One call, and nothing around it: streamText is this with a loop for tools, retries, a copy for each reader and the whole
 * answer collected once more, which costs as much again for every part (docs/decisions/013-one-call.md).
 */
export function callModel(
  { model, messages, parameters }: ModelCall,
  { abortSignal, headers = {} }: { abortSignal: AbortSignal; headers?: Record<string, string> },
) {
  return streamCall({
    model: model.provider.languageModel(model.model),
    messages,
    // ours alone: what a client sends is never among them
    allowSystemInMessages: true,
    ...callSettings(parameters),
    abortSignal,
    headers,
  });
}

// as the AI SDK's calls and its providers' packages name them; what is not set is not there
function callSettings({ maxTokens, stop, reasoningEffort, ...sampling }: Parameters) {
  return {
    ...sampling,
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(stop && { stopSequences: stop }),
    // not the SDK's own `reasoning`, which has fewer steps; each package reads its part
    ...(reasoningEffort && { providerOptions: { openai: { reasoningEffort }, openaiCompatible: { reasoningEffort } } }),
  };
}
