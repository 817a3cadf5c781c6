import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { CustomProvider } from "../../env.ts";
import { addressOf } from "../address.ts";
import { callFetch, keepModels } from "../call-fetch.ts";
import { fetchListing } from "../listing.ts";
import type { Provider } from "../provider.ts";
import { reportedExtractor } from "../reported.ts";

/** Any server of the OpenAI kind from `CUSTOM_PROVIDERS`: Ollama, vLLM, LM Studio, llama.cpp. */
export function customProvider({ id, name, baseURL, apiKey }: CustomProvider): Provider {
  // such servers report usage in a stream only when asked
  const server = createOpenAICompatible({
    name: id,
    baseURL,
    fetch: callFetch,
    includeUsage: true,
    metadataExtractor: reportedExtractor,
    ...(apiKey && { apiKey }),
  });
  return {
    id,
    name,
    ...addressOf(baseURL),
    suggested: [],
    makesTitles: true,
    listModels: () => fetchListing(baseURL, apiKey),
    languageModel: keepModels((model) => server.chatModel(model)),
  };
}
