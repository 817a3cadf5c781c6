import { createOpenAI } from "@ai-sdk/openai";
import type { Env } from "../../env.ts";
import { addressOf } from "../address.ts";
import { callFetch, keepModels } from "../call-fetch.ts";
import { fetchListing } from "../listing.ts";
import type { Provider } from "../provider.ts";
import { openaiFacts, servesChat } from "./openai-facts.ts";

/** OpenAI, when a key is set. */
export function openaiProvider(env: Env): Provider | null {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = env;
  if (!apiKey) return null;
  const openai = createOpenAI({ apiKey, baseURL, fetch: callFetch });
  const own = new URL(baseURL).host === "api.openai.com";
  return {
    id: "openai",
    name: "OpenAI",
    ...addressOf(baseURL),
    suggested: ["gpt-5-mini", "gpt-4o-mini"],
    makesTitles: true,
    listModels: async () => {
      const { models, cut } = await fetchListing(baseURL, apiKey);
      const served = own ? models.filter(({ model }) => servesChat(model)) : models;
      // a server of another kind behind a changed address says more of its models than this table
      return {
        models: served.map((entry) => ({ ...entry, facts: { ...openaiFacts(entry.model, own), ...entry.facts } })),
        cut,
      };
    },
    openaiTable: { prices: own },
    // chat completions, not the default Responses API: that one drops seed, penalties and stop sequences,
    // and most servers behind a changed OPENAI_BASE_URL do not have it
    languageModel: keepModels((model) => openai.chat(model)),
  };
}
