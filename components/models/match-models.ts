import {
  findListed,
  type ListedModel,
  type ModelListing,
  type ModelMeasures,
  maxModelIdLength,
  type ProviderListing,
} from "@/lib/models/schema";
import { type ModelFilters, noFilters } from "./facts.ts";
import {
  allEntries,
  entryOf,
  findEntry,
  findListedEntry,
  type IndexEntry,
  type ModelIndex,
  matcher,
} from "./model-index.ts";

/** What is wrong with a provider's list; `cut` when it has more models than are listed here. */
export type ListingProblem = NonNullable<ProviderListing["problem"]> | "cut";

/** One line of the picker. Only options can be chosen. */
export type PickerRow =
  | { kind: "favourites" }
  | { kind: "in-use" }
  | { kind: "recent" }
  | { kind: "provider"; provider: ProviderListing }
  | { kind: "problem"; provider: ProviderListing; problem: ListingProblem }
  | { kind: "option"; id: string; model: ListedModel; measures: ModelMeasures | undefined; position: number }
  /** an id that was typed and is not listed: a provider may know models that it does not list */
  | { kind: "typed"; id: string; position: number };

/** A row that can be chosen. */
export type ChoosableRow = Extract<PickerRow, { position: number }>;

/** Where the arrows led: an option, and the place from 0 that it had then. */
export type MovedTo = { id: string; index: number };

/** The option at a place, from 0. */
export function rowAtIndex(rows: readonly PickerRow[], index: number): ChoosableRow | undefined {
  return rows.find((row): row is ChoosableRow => "position" in row && row.position === index + 1);
}

/**
 * The option that was moved to, wherever it stands by now; when it is gone, the one in its place, or the last one. The
 * rows are gone through once: it is looked for with every key.
 */
export function rowMovedTo(rows: readonly PickerRow[], { id, index }: MovedTo): ChoosableRow | undefined {
  let nearest: ChoosableRow | undefined;
  for (const row of rows) {
    if (!("position" in row)) continue;
    if (row.id === id) return row;
    if (row.position <= index + 1) nearest = row;
  }
  return nearest;
}

/**
 * The option that Enter chooses before anything is moved to, from 0: the model in use, or the first one found; -1 for
 * none. An id that nobody lists is chosen by itself only when it looks like one, or when there is no list to go by.
 */
export function firstChoice(index: ModelIndex, query: string, { rows, options, matches }: PickerRows, inUse: string) {
  if (query === "") {
    const row = rows.find((candidate) => "id" in candidate && candidate.id === inUse);
    return row && "position" in row ? row.position - 1 : 0;
  }
  const isMeant = matches > 0 || /[:/]/.test(query) || index.groups.every(({ entries }) => entries.length === 0);
  return options > 0 && isMeant ? 0 : -1;
}

/** The lines for a search, and how many of them can be chosen, and how many are models and not what was typed. */
export type PickerRows = { rows: PickerRow[]; options: number; matches: number };

/**
 * The models that match a query and pass the filters: the person's favourites, then those used lately, then all others
 * by provider. Each is there once.
 * @param inUse the model in use: before anything is searched for it stands in sight, wherever its provider lists it
 */
export function matchModels(
  index: ModelIndex,
  query: string,
  filters: ModelFilters = noFilters,
  inUse?: string,
): PickerRows {
  const { listing, groups } = index;
  const typed = query.trim();
  const isFound = matcher(allEntries(index), typed, filters);
  const rows: PickerRow[] = [];
  const placed = new Set<string>();
  let position = 0;
  const add = (entries: IndexEntry[]) => {
    for (const { model } of entries) {
      rows.push({ kind: "option", id: model.id, model, measures: listing.measures[model.id], position: ++position });
    }
  };
  const isKnown = inUse !== undefined && [...listing.favourites, ...listing.recent].includes(inUse);
  const first = {
    favourites: listing.favourites,
    "in-use": inUse !== undefined && typed === "" && !isKnown ? [inUse] : [],
    recent: listing.recent,
  };
  // what was marked or used once can be found, used and unmarked, although its provider does not list it
  const find = { favourites: entryOf, "in-use": findEntry, recent: entryOf };
  for (const kind of ["favourites", "in-use", "recent"] as const) {
    const entries = first[kind].flatMap((id) => (placed.has(id) ? [] : (find[kind](index, id) ?? []))).filter(isFound);
    for (const { model } of entries) placed.add(model.id);
    if (entries.length > 0) rows.push({ kind });
    add(entries);
  }
  for (const { provider, entries } of brokenFirst(groups)) {
    const found = entries.filter((entry) => isFound(entry) && !placed.has(entry.model.id));
    // A provider's problem may be why a model is missing: it is told even when nothing of its list matches.
    const problem = provider.problem ?? (provider.cut ? "cut" : null);
    if (found.length > 0 || problem) rows.push({ kind: "provider", provider });
    if (problem) rows.push({ kind: "problem", provider, problem });
    add(found);
  }
  const matches = position;
  const listed = findListedEntry(index, typed);
  const ids = listed && isFound(listed) ? [] : typedIds(index, typed).filter((id) => !placed.has(id));
  for (const id of ids) rows.push({ kind: "typed", id, position: ++position });
  return { rows, options: position, matches };
}

// What is wrong with a provider is said on top, not below the hundreds of models of the others.
function brokenFirst(groups: ModelIndex["groups"]): ModelIndex["groups"] {
  const isBroken = ({ provider: { problem } }: ModelIndex["groups"][number]) =>
    problem !== null && problem !== "pending";
  return [...groups.filter(isBroken), ...groups.filter((group) => !isBroken(group))];
}

function typedIds(index: ModelIndex, typed: string): string[] {
  if (typed === "" || /\s/.test(typed)) return [];
  const { groups } = index;
  const named = groups.some(
    ({ provider }) => typed.startsWith(`${provider.id}:`) && typed.length > provider.id.length + 1,
  );
  const ids = named ? [typed] : groups.map(({ provider }) => `${provider.id}:${typed}`);
  return ids.filter((id) => id.length <= maxModelIdLength && !findListedEntry(index, id));
}

const byId = new WeakMap<ModelListing["providers"], Map<string, ListedModel>>();

/**
 * A listed model; undefined for an id that is not listed. Lists are gone through once, however often they are asked. A
 * model under a suffix of OpenRouter's has the facts of the one that is listed.
 */
export function findModel(listing: ModelListing | null, id: string): ListedModel | undefined {
  if (!listing) return undefined;
  let models = byId.get(listing.providers);
  if (!models) {
    models = new Map(listing.providers.flatMap((provider) => provider.models.map((model) => [model.id, model])));
    byId.set(listing.providers, models);
  }
  return findListed(models, id);
}

/** The name to show for a model id: its listed name, or the raw id. */
export function modelName(listing: ModelListing | null, id: string): string {
  return findModel(listing, id)?.name ?? id;
}
