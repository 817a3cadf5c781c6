import { env } from "../env.ts";
import { ListingError } from "./listing.ts";
import type { Provider } from "./provider.ts";
import { configuredProviders } from "./registry.ts";
import type { ListedModel, ModelListing, ProviderListing } from "./schema.ts";

const freshMs = 10 * 60_000;
/** A provider that failed is asked again soon, but not by every page. */
const retryMs = 15_000;
/** How long a page waits for a list that was never had: one slow provider must not hide the others' models. */
const waitMs = 2_000;

type Cached = { listing: ProviderListing; at: number; pending: Promise<ProviderListing> | null };

// one cache for the process, whichever bundle a route is in
const holder = globalThis as typeof globalThis & { switchboardListings?: Map<string, Cached> };
function cache(): Map<string, Cached> {
  holder.switchboardListings ??= new Map();
  return holder.switchboardListings;
}

/** What every configured provider offers. A list that was had before is given at once and renewed behind. */
export async function listModels(lastModelId: string | null = null): Promise<ModelListing> {
  const providers = await Promise.all(configuredProviders().map(listProvider));
  return { providers, defaultModelId: await defaultModelId(lastModelId) };
}

/** The model of a new conversation: the person's last one, else the operator's choice, else a provider's suggestion. */
export async function defaultModelId(lastModelId: string | null): Promise<string> {
  const providers = configuredProviders();
  const usable = (id: string | undefined | null) =>
    id && providers.some((provider) => id.startsWith(`${provider.id}:`));
  if (usable(lastModelId)) return lastModelId as string;
  const configured = env().DEFAULT_MODEL;
  if (usable(configured)) return configured as string;
  const provider = providers[0] as Provider;
  const { models } = await listProvider(provider);
  const ids = new Set(models.map((model) => model.id));
  const suggested = provider.suggested.map((model) => `${provider.id}:${model}`);
  return suggested.find((id) => ids.has(id)) ?? models[0]?.id ?? suggested[0] ?? "";
}

async function listProvider(provider: Provider): Promise<ProviderListing> {
  const { id, name } = provider;
  const known = cache().get(id);
  if (known && !known.pending && performance.now() - known.at < (known.listing.problem ? retryMs : freshMs)) {
    return known.listing;
  }
  const waiting: ProviderListing = known?.listing ?? { id, name, models: [], problem: "pending" };
  const pending = known?.pending ?? ask(provider, waiting.models);
  cache().set(id, { listing: waiting, at: known?.at ?? 0, pending });
  return waiting.models.length > 0 ? waiting : Promise.race([pending, after(waitMs, waiting)]);
}

function after<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value).unref());
}

async function ask(provider: Provider, lastKnown: ListedModel[]): Promise<ProviderListing> {
  const { id, name } = provider;
  let listing: ProviderListing;
  try {
    const models = await provider.listModels();
    listing = {
      id,
      name,
      models: models.map(({ model, name }) => ({ id: `${id}:${model}`, name, providerId: id })),
      problem: null,
    };
  } catch (error) {
    listing = { id, name, models: lastKnown, problem: error instanceof ListingError ? error.problem : "invalid" };
  }
  cache().set(id, { listing, at: performance.now(), pending: null });
  return listing;
}
