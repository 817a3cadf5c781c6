import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { Env } from "../../env.ts";
import { addressOf } from "../address.ts";
import { callFetch, keepModels } from "../call-fetch.ts";
import { fetchListing } from "../listing.ts";
import type { Provider } from "../provider.ts";
import { reportedExtractor } from "../reported.ts";

/** OpenRouter, when a key is set. docs/decisions/007-providers.md says why by this package. */
export function openrouterProvider(env: Env): Provider | null {
  const { OPENROUTER_API_KEY: apiKey, OPENROUTER_BASE_URL: baseURL, baseUrl: siteUrl } = env;
  if (!apiKey) return null;
  // how OpenRouter names the program in its owner's activity; the second is the older spelling of the first
  const headers = { "HTTP-Referer": siteUrl, "X-OpenRouter-Title": "Switchboard", "X-Title": "Switchboard" };
  const openrouter = createOpenAICompatible({
    name: "openrouter",
    apiKey,
    baseURL,
    headers,
    fetch: callFetch,
    includeUsage: true,
    transformRequestBody: withReasoning,
    metadataExtractor: reportedExtractor,
  });
  return {
    id: "openrouter",
    name: "OpenRouter",
    ...addressOf(baseURL),
    suggested: ["openrouter/auto"],
    makesTitles: true,
    listModels: () => fetchListing(baseURL, apiKey),
    languageModel: keepModels((model) => openrouter.chatModel(model)),
  };
}

/** OpenRouter's own name for how much is thought. */
function withReasoning({ reasoning_effort: effort, ...body }: Record<string, unknown>): Record<string, unknown> {
  return effort === undefined ? body : { ...body, reasoning: { effort } };
}
