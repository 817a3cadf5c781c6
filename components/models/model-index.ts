import { findListed, type ListedModel, type ModelListing, type ProviderListing } from "@/lib/models/schema";
import { unlistedFacts } from "@/lib/models/unlisted-schema";
import { type ModelFilters, passes } from "./facts.ts";

/** A listed model with its provider's name and with what is searched in it: `run` is the same without separators. */
export type IndexEntry = { model: ListedModel; provider: string; text: string; run: string };

type IndexGroup = {
  provider: ProviderListing;
  entries: IndexEntry[];
  byId: ReadonlyMap<string, IndexEntry>;
  /** models under a suffix, or that are not listed, that were asked for, by id */
  asked: Map<string, IndexEntry>;
};

/** A listing prepared for search. */
export type ModelIndex = { listing: ModelListing; groups: IndexGroup[] };

// A listing changes with each mark, and its lists hardly ever: what is made of a list of 50,000 is kept with the list.
const prepared = new WeakMap<ListedModel[], Prepared>();
type Prepared = Omit<IndexGroup, "provider">;

/** Prepares a listing for search. */
export function indexModels(listing: ModelListing): ModelIndex {
  return { listing, groups: listing.providers.map((provider) => ({ provider, ...prepare(provider) })) };
}

function prepare({ models, name: provider }: ProviderListing): Prepared {
  const known = prepared.get(models);
  if (known) return known;
  const entries = models.map((model) => makeEntry(model, provider));
  const made = { entries, byId: new Map(entries.map((entry) => [entry.model.id, entry])), asked: new Map() };
  prepared.set(models, made);
  return made;
}

function makeEntry(model: ListedModel, provider: string): IndexEntry {
  const texts = [plain(model.name), plain(model.id), plain(provider)];
  // no word goes from one of them over to the next
  return { model, provider, text: texts.join(" "), run: texts.map(withoutSeparators).join("\n") };
}

let last: { groups: IndexEntry[][]; entries: IndexEntry[] } = { groups: [], entries: [] };

/** The models of all providers; the same array as long as the lists are the same. */
export function allEntries({ groups }: ModelIndex): IndexEntry[] {
  const lists = groups.map(({ entries }) => entries);
  const same = lists.length === last.groups.length && lists.every((list, at) => list === last.groups[at]);
  if (!same) last = { groups: lists, entries: lists.flat() };
  return last.entries;
}

/** A listed model, or one under a suffix of OpenRouter's; undefined for an id that no list knows. */
export function findEntry(index: ModelIndex, id: string): IndexEntry | undefined {
  const listed = findListedEntry(index, id);
  if (listed) return listed;
  for (const { provider, byId, asked } of index.groups) {
    const model = findListed({ get: (listedId) => byId.get(listedId)?.model }, id);
    if (model) return askedEntry(asked, model, provider);
  }
  return undefined;
}

/** The same, and for an id that its provider does not list what is known all the same; undefined without a provider. */
export function entryOf(index: ModelIndex, id: string): IndexEntry | undefined {
  const listed = findEntry(index, id);
  if (listed) return listed;
  const group = index.groups.find(({ provider }) => id.startsWith(`${provider.id}:`));
  if (!group) return undefined;
  const name = id.slice(group.provider.id.length + 1);
  return askedEntry(group.asked, { ...unlistedFacts(group.provider, name), id, name }, group.provider);
}

function askedEntry(asked: Map<string, IndexEntry>, model: ListedModel, { name }: ProviderListing): IndexEntry {
  const known = asked.get(model.id);
  // the same object each time: what is made of it is kept with it
  if (known?.model.name === model.name) return known;
  const made = makeEntry(model, name);
  asked.set(model.id, made);
  return made;
}

/** A model that is listed under exactly this id. */
export function findListedEntry({ groups }: ModelIndex, id: string): IndexEntry | undefined {
  for (const { byId } of groups) {
    const entry = byId.get(id);
    if (entry) return entry;
  }
  return undefined;
}

/** Fewer letters than this in a row, without what separates them, stand in almost every name. */
const shortestRun = 3;

/**
 * Finds models: tells of each whether its name, id and provider hold every word of the query, in any order, and it passes
 * the filters. Where none of the entries has the words as they were typed, a word is found however it is separated:
 * "gpt4o" in "GPT-4o".
 */
export function matcher(
  entries: readonly IndexEntry[],
  query: string,
  filters: ModelFilters,
): (entry: IndexEntry) => boolean {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const asTyped = ({ model, text }: IndexEntry) => words.every((word) => text.includes(word)) && passes(model, filters);
  if (entries.some(asTyped)) return asTyped;
  const runs = words.map(withoutSeparators).map((run) => (run.length < shortestRun ? null : run));
  return ({ model, text, run: texts }) =>
    words.every((word, at) => (runs[at] && texts.includes(runs[at])) || text.includes(word)) && passes(model, filters);
}

const withoutSeparators = (text: string) => text.replace(/[-_./:\s]+/g, "");

/** A text as it is searched: letters of another width, as some input methods type them, are the same letters. */
export const plain = (text: string) => text.normalize("NFKC").toLowerCase();
