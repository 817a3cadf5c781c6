import type { ModelCatalogue, ModelListing, ModelState } from "../../lib/models/schema.ts";
import type { Client } from "./client.ts";

/** Everything that the site says of models to a person, put together as the page does it. */
export async function readListing(client: Client): Promise<ModelListing> {
  const state = (await (await client.get("/api/models/state")).json()) as ModelState;
  const catalogue = (await (await client.get("/api/models")).json()) as ModelCatalogue;
  const providers = state.providers.map((provider) => ({
    ...provider,
    models: catalogue.providers.find(({ id }) => id === provider.id)?.models ?? [],
  }));
  return { ...state, providers };
}
