import { env } from "../env.ts";
import { logTrouble } from "../telemetry/log.ts";
import { ListingError } from "./listing.ts";
import type { Provider } from "./provider.ts";
import { configuredProviders } from "./registry.ts";
import { findListed, type ListedModel, type ProviderListing } from "./schema.ts";
import { readLists, type StoredList, storeList } from "./stored-lists.ts";

const freshMs = 10 * 60_000;
/** A provider that failed is asked again soon, but not by every page. */
const retryMs = 15_000;
/** How long a page waits for a list that was never had: one slow provider must not hide the others' models. */
const waitMs = 2_000;

/** `at` is when the provider last answered or failed to, on the monotonic clock; null before its first answer here. */
type Cached = { listing: ProviderListing; at: number | null; pending: Promise<ProviderListing> | null };

type Cache = {
  listings: Map<string, Cached>;
  stored: Promise<Map<string, StoredList>> | null;
  /** what is being written down */
  kept: Promise<unknown>;
};

// one cache for the process, whichever bundle a route is in
const holder = globalThis as typeof globalThis & { switchboardListings?: Cache };
function cache(): Cache {
  holder.switchboardListings ??= { listings: new Map(), stored: null, kept: Promise.resolve() };
  return holder.switchboardListings;
}

/**
 * What every configured provider offers. A list that was had before, by an earlier process even, is given at once and
 * renewed behind.
 */
export function listProviders(): Promise<ProviderListing[]> {
  return Promise.all(configuredProviders().map(listProvider));
}

/** Settles when the lists that are being renewed are there, and kept: a platform may stand still after an answer. */
export async function renewedLists(): Promise<void> {
  await Promise.all([...cache().listings.values()].map(({ pending }) => pending));
  await cache().kept;
}

/**
 * The names of models, as far as their providers' lists are at hand: for a page to show at once. Nobody is asked for
 * a list, and what is not known is left out.
 */
export async function knownNames(ids: readonly string[]): Promise<Record<string, string>> {
  const providers = configuredProviders().filter(({ id }) => ids.some((modelId) => modelId.startsWith(`${id}:`)));
  const known = await Promise.all(
    providers.map(async (provider) => cache().listings.get(provider.id) ?? (await firstKnown(provider))),
  );
  const named = ids.flatMap((id) =>
    known.flatMap(({ listing }) => {
      const name = findListed(byId(listing.models), id)?.name;
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
  return Object.fromEntries(named);
}

const indexes = new WeakMap<ListedModel[], Map<string, ListedModel>>();

/** The models of a list by their ids: one list may hold thousands, and every turn and every page asks. */
export function byId(models: ListedModel[]): ReadonlyMap<string, ListedModel> {
  const index = indexes.get(models) ?? new Map(models.map((listed) => [listed.id, listed]));
  indexes.set(models, index);
  return index;
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
  const { listings } = cache();
  const known = listings.get(provider.id) ?? (await firstKnown(provider));
  if (!known.pending && isFresh(known)) return known.listing;
  known.pending ??= ask(provider, known.listing);
  const meanwhile = { ...known.listing, renewing: true };
  return meanwhile.models.length > 0 ? meanwhile : Promise.race([known.pending, after(waitMs, meanwhile)]);
}

/**
 * The models of the last list that there is, this process's or an earlier one's, however old; empty when there is none
 * yet, and then the provider is asked, for those who come later.
 */
export async function listAtHand(provider: Provider): Promise<ListedModel[]> {
  const known = cache().listings.get(provider.id) ?? (await firstKnown(provider));
  if (known.at === null && known.listing.models.length === 0) known.pending ??= ask(provider, known.listing);
  return known.listing.models;
}

function isFresh({ at, listing }: Cached): boolean {
  return at !== null && performance.now() - at < (listing.problem ? retryMs : freshMs);
}

// What an earlier process had of all providers is read once, and not waited for when the database is away.
async function firstKnown(provider: Provider): Promise<Cached> {
  const { id } = provider;
  const all = cache();
  all.stored ??= readLists(configuredProviders()).catch((error) => {
    logTrouble("model-lists-not-read", error);
    return new Map();
  });
  const stored = (await all.stored).get(id);
  // another request may have come by meanwhile
  const known = all.listings.get(id) ?? {
    listing: stored
      ? {
          ...about(provider),
          ...{ models: stored.models, listedAt: stored.listedAt.toISOString(), renewing: false, problem: null },
        }
      : { ...about(provider), models: [], listedAt: null, renewing: false, problem: "pending" },
    at: null,
    pending: null,
  };
  all.listings.set(id, known);
  return known;
}

function about({ id, name, openaiTable }: Provider): Pick<ProviderListing, "id" | "name" | "openaiTable"> {
  return { id, name, ...(openaiTable && { openaiTable }) };
}

function after<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value).unref());
}

async function ask(provider: Provider, last: ProviderListing): Promise<ProviderListing> {
  const { id } = provider;
  let listing: ProviderListing;
  try {
    const { models: listed, cut } = await provider.listModels();
    const models: ListedModel[] = listed.map(({ model, name, facts }) => ({ id: `${id}:${model}`, name, ...facts }));
    const listedAt = new Date();
    const state = { renewing: false, problem: null, ...(cut && { cut }) };
    listing = { ...about(provider), models, listedAt: listedAt.toISOString(), ...state };
    // what runs here needs no keeping
    if (provider.host) cache().kept = Promise.all([cache().kept, keep(provider, { models, listedAt })]);
  } catch (error) {
    listing = { ...last, problem: error instanceof ListingError ? error.problem : "invalid" };
  }
  cache().listings.set(id, { listing, at: performance.now(), pending: null });
  return listing;
}

async function keep(provider: Provider, list: StoredList): Promise<void> {
  await storeList(provider, list).catch((error) =>
    logTrouble("model-list-not-stored", error, { provider: provider.id }),
  );
}
