import { listAtHand } from "./list-models.ts";
import type { ResolvedModel } from "./registry.ts";
import type { ListedModel, ModelPrice } from "./schema.ts";

const indexes = new WeakMap<ListedModel[], Map<string, ModelPrice | undefined>>();

/**
 * What a model costs by the list that is at hand; undefined when that does not say, or there is none. Never throws, and
 * no provider is waited for.
 */
export async function knownPrice({ id, provider }: ResolvedModel): Promise<ModelPrice | undefined> {
  try {
    const models = await listAtHand(provider);
    // one list may hold thousands, and every turn asks
    const index = indexes.get(models) ?? new Map(models.map((model) => [model.id, model.price]));
    indexes.set(models, index);
    return index.get(id);
  } catch (error) {
    console.error("[models] a price was not looked up", error);
    return undefined;
  }
}
