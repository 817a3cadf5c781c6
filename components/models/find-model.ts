import type { ListedModel, ModelListing } from "@/lib/models/schema";

const indexes = new WeakMap<ModelListing, Map<string, ListedModel>>();

/** The entry of a model; undefined when it is not listed. A listing is gone through once, however often it is asked. */
export function findModel(listing: ModelListing | null, modelId: string): ListedModel | undefined {
  if (!listing) return undefined;
  let index = indexes.get(listing);
  if (!index) {
    index = new Map(listing.providers.flatMap(({ models }) => models.map((model) => [model.id, model])));
    indexes.set(listing, index);
  }
  return index.get(modelId);
}
