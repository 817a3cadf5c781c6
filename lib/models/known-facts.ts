import { logTrouble } from "../telemetry/log.ts";
import { byId, listAtHand } from "./list-models.ts";
import { type ParameterPlan, type Parameters, planParameters } from "./parameters-schema.ts";
import type { ResolvedModel } from "./registry.ts";
import { findListed, type ModelFacts, type ModelPrice } from "./schema.ts";
import { unlistedFacts } from "./unlisted-schema.ts";

/**
 * What is known of a model, by the list that is at hand, or without one. Never throws, and no provider is waited for.
 */
export async function knownFacts({ id, model, provider }: ResolvedModel): Promise<ModelFacts> {
  try {
    const models = await listAtHand(provider);
    return findListed(byId(models), id) ?? unlistedFacts(provider, model);
  } catch (error) {
    logTrouble("model-facts-not-read", error);
    return {};
  }
}

/** What a model costs, as far as is known. */
export async function knownPrice(model: ResolvedModel): Promise<ModelPrice | undefined> {
  return (await knownFacts(model)).price;
}

/** What of a conversation's parameters is sent to a model. */
export async function planFor(model: ResolvedModel, parameters: Parameters): Promise<ParameterPlan> {
  if (Object.keys(parameters).length === 0) return { parameters: {}, notes: [] };
  return planParameters(parameters, { modelId: model.id, facts: await knownFacts(model) });
}
