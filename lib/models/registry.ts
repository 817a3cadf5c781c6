import { type Env, env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { Provider } from "./provider.ts";
import { customProvider } from "./providers/custom.ts";
import { demoProvider } from "./providers/demo.ts";
import { openaiProvider } from "./providers/openai.ts";
import { openrouterProvider } from "./providers/openrouter.ts";
import { splitModelId } from "./schema.ts";

const made = new WeakMap<Env, Provider[]>();

/** The providers that are configured, in the order of the picker. The demo is one only where nothing else is. */
export function configuredProviders(settings: Env = env()): Provider[] {
  const providers = made.get(settings) ?? makeProviders(settings);
  made.set(settings, providers);
  return providers;
}

function makeProviders(settings: Env): Provider[] {
  const providers = [
    openaiProvider(settings),
    openrouterProvider(settings),
    ...settings.CUSTOM_PROVIDERS.map(customProvider),
  ].filter((provider) => provider !== null);
  return providers.length > 0 ? providers : [demoProvider(settings)];
}

/** A model to be called: its id as stored, the provider, and the provider's own name for it. */
export type ResolvedModel = { id: string; model: string; provider: Provider };

/**
 * Finds the provider of `provider:model`. Whether the provider knows the model, only the provider can say.
 * @throws AppError `model_not_found` when there is no such provider here
 */
export function resolveModel(modelId: string, providers: Provider[] = configuredProviders()): ResolvedModel {
  const split = splitModelId(modelId);
  const provider = split && providers.find(({ id }) => id === split.providerId);
  if (!split || !provider) throw new AppError("model_not_found");
  return { id: modelId, model: split.model, provider };
}

/** Whether a model can be asked here, as far as can be told without asking its provider. */
export function isUsableModel(modelId: string): boolean {
  const split = splitModelId(modelId);
  return configuredProviders().some(({ id }) => id === split?.providerId);
}

/** Checks a model that is to be stored, if one is given. @throws AppError `model_not_found` */
export function requireModel(modelId: string | undefined): void {
  if (modelId !== undefined) resolveModel(modelId);
}
