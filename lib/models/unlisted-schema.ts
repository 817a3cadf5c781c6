import { openaiFacts } from "./providers/openai-facts.ts";
import type { ModelFacts, ProviderListing } from "./schema.ts";

/**
 * What is known of a model that its provider's list does not have, or while there is no list: a key may be allowed to chat
 * and not to list. The server and the page ask the same function, so that what is said beforehand is what is sent.
 * @param model in the provider's own words
 */
export function unlistedFacts({ openaiTable }: Pick<ProviderListing, "openaiTable">, model: string): ModelFacts {
  return openaiTable ? openaiFacts(model, openaiTable.prices) : {};
}
