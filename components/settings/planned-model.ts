import type { PlannedModel } from "@/lib/models/parameters-schema";
import type { ModelListing } from "@/lib/models/schema";
import { findModel } from "../models/match-models.ts";

/** A model with what its provider's list says of it; nothing when it is not listed. */
export function plannedModel(listing: ModelListing | null, modelId: string): PlannedModel & { name: string } {
  const listed = findModel(listing, modelId);
  return { modelId, name: listed?.name ?? modelId, facts: listed ?? {} };
}
