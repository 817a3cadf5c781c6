import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { CustomProvider } from "../../env.ts";
import { fetchListing } from "../listing.ts";
import type { Provider } from "../provider.ts";

/** Any server of the OpenAI kind from `CUSTOM_PROVIDERS`: Ollama, vLLM, LM Studio, llama.cpp. */
export function customProvider({ id, name, baseURL, apiKey }: CustomProvider): Provider {
  return {
    id,
    name,
    host: new URL(baseURL).host,
    suggested: [],
    makesTitles: true,
    listModels: () => fetchListing(baseURL, apiKey),
    languageModel: (model, fetch) =>
      // such servers report usage in a stream only when asked
      createOpenAICompatible({ name: id, baseURL, fetch, includeUsage: true, ...(apiKey && { apiKey }) }).chatModel(
        model,
      ),
  };
}
