import { listAtHand } from "./list-models.ts";
import { type ParameterPlan, type Parameters, planParameters } from "./parameters-schema.ts";
import type { ResolvedModel } from "./registry.ts";
import type { ModelFacts } from "./schema.ts";

/** What is known of a model, by the list that is at hand. Never waits for a provider. */
export async function knownFacts({ id, model, provider }: ResolvedModel): Promise<ModelFacts> {
  const models = await listAtHand(provider);
  return models.find((listed) => listed.id === id) ?? provider.knownFacts?.(model) ?? {};
}

/** What of a conversation's parameters is sent to a model. */
export async function planFor(model: ResolvedModel, parameters: Parameters): Promise<ParameterPlan> {
  if (Object.keys(parameters).length === 0) return { parameters: {}, notes: [] };
  return planParameters(parameters, { modelId: model.id, facts: await knownFacts(model) });
}
