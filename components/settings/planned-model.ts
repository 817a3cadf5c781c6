import type { PlannedModel } from "@/lib/models/parameters-schema";
import type { ModelFacts, ModelListing, ProviderListing } from "@/lib/models/schema";
import { unlistedFacts } from "@/lib/models/unlisted-schema";
import { findModel } from "../models/match-models.ts";

type ModelWithFacts = { name: string; facts: ModelFacts };

/** A model with what is known of it, as the server plans with it: by its provider's list, else without one. */
export function plannedModel(listing: ModelListing | null, modelId: string): PlannedModel & ModelWithFacts {
  const listed = findModel(listing, modelId);
  const provider = providerOf(listing, modelId);
  const unlisted = provider ? unlistedFacts(provider, modelId.slice(provider.id.length + 1)) : {};
  return { modelId, name: listed?.name ?? modelId, facts: listed ?? unlisted };
}

/** The provider that a model's id names, if it is here. */
export function providerOf(listing: ModelListing | null, modelId: string): ProviderListing | undefined {
  return listing?.providers.find(({ id }) => modelId.startsWith(`${id}:`));
}

/**
 * The name of the provider whose list is fresh and has no such model, null for none. It may have been withdrawn; but there
 * are providers that answer as models that they do not list, and so it can be asked all the same.
 */
export function unlistedBy(listing: ModelListing | null, modelId: string): string | null {
  const provider = providerOf(listing, modelId);
  // a list that was cut says nothing of what it has no room for
  if (!provider || provider.problem || provider.renewing || provider.cut || findModel(listing, modelId)) return null;
  return provider.name;
}
