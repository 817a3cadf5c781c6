import type { Parameters } from "../models/parameters-schema.ts";

/** Parameters as the AI SDK's calls and its providers' packages name them; what is not set is not there. */
export function callSettings({ maxTokens, stop, reasoningEffort, ...sampling }: Parameters) {
  return {
    ...sampling,
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(stop && { stopSequences: stop }),
    // not the SDK's own `reasoning`, which has fewer steps; each package reads its part
    ...(reasoningEffort && { providerOptions: { openai: { reasoningEffort }, openaiCompatible: { reasoningEffort } } }),
  };
}
