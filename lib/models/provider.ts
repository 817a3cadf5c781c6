import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { ModelFacts, ProviderListing } from "./schema.ts";

/** A model as its provider lists it, and what is known of it. */
export type ProviderModel = { model: string; name: string; facts: ModelFacts };

/** What a provider offers; `cut` when it lists more than are read. */
export type ProviderModels = { models: ProviderModel[]; cut: boolean };

/** Somewhere models answer. Adding one is one small file in `providers/` and a line in `registry.ts`. */
export type Provider = {
  /** the part of a model id before the colon */
  id: string;
  name: string;
  /** where its API is, as `host` or `host:port`; empty for what runs here. Errors name it to whoever set the address. */
  host: string;
  /** the same with its path, see `addressOf`; empty for what runs here */
  address: string;
  /** models to begin with when nothing was chosen, best first; taken if listed, or while the list is unknown */
  suggested: string[];
  /** whether a title may be asked of its models */
  makesTitles: boolean;
  /** Asks the provider what it offers now; only what can chat. @throws ListingError */
  listModels(): Promise<ProviderModels>;
  /** see `ProviderListing` */
  openaiTable?: ProviderListing["openaiTable"];
  /** A model to call, see `withFetch`. Any id is taken: only the provider can say whether it exists. */
  languageModel(model: string): LanguageModelV4;
};
