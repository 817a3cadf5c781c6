import type { PlannedModel } from "@/lib/models/parameters-schema";
import type { ModelListing } from "@/lib/models/schema";

/** A model with what its provider's list says of it; nothing when it is not listed. */
export function plannedModel(listing: ModelListing | null, modelId: string): PlannedModel {
  const models = listing?.providers.flatMap((provider) => provider.models) ?? [];
  return { modelId, facts: models.find(({ id }) => id === modelId) ?? {} };
}
