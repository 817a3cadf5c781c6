import { env } from "../env.ts";
import { ListingError } from "./listing.ts";
import type { Provider } from "./provider.ts";
import { configuredProviders } from "./registry.ts";
import type { ListedModel, ModelListing, ProviderListing } from "./schema.ts";

const freshMs = 10 * 60_000;
/** A provider that failed is asked again soon, but not by every page. */
const retryMs = 15_000;
/** How long a page waits for a list it has never had, before it takes the provider's suggestion instead. */
const defaultWaitMs = 2_000;

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

/** The model of a new conversation: the operator's, else the person's last one, else a provider's suggestion. */
export async function defaultModelId(lastModelId: string | null): Promise<string> {
  const providers = configuredProviders();
  const usable = (id: string | undefined | null) =>
    id && providers.some((provider) => id.startsWith(`${provider.id}:`));
  if (usable(lastModelId)) return lastModelId as string;
  const configured = env().DEFAULT_MODEL;
  if (usable(configured)) return configured as string;
  const provider = providers[0] as Provider;
  const listed = await Promise.race([listProvider(provider), timeout(defaultWaitMs)]);
  const ids = new Set(listed?.models.map((model) => model.id));
  const suggested = provider.suggested.map((model) => `${provider.id}:${model}`);
  return suggested.find((id) => ids.has(id)) ?? listed?.models[0]?.id ?? suggested[0] ?? "";
}

function timeout(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null).unref());
}

async function listProvider(provider: Provider): Promise<ProviderListing> {
  const known = cache().get(provider.id);
  const age = known ? performance.now() - known.at : Number.POSITIVE_INFINITY;
  if (known?.pending) return known.listing.models.length > 0 ? known.listing : known.pending;
  if (known && age < (known.listing.problem ? retryMs : freshMs)) return known.listing;
  const pending = ask(provider, known?.listing.models ?? []);
  const empty: ProviderListing = { id: provider.id, name: provider.name, models: [], problem: null };
  cache().set(provider.id, { listing: known?.listing ?? empty, at: known?.at ?? 0, pending });
  return known && known.listing.models.length > 0 ? known.listing : pending;
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
