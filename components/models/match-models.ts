import {
  type ListedModel,
  type ModelListing,
  type ModelMeasures,
  maxModelIdLength,
  type ProviderListing,
} from "@/lib/models/schema";
import { type ModelFilters, noFilters, passes } from "./facts.ts";

/** One line of the picker. Only options can be chosen. */
export type PickerRow =
  | { kind: "favourites" }
  | { kind: "recent" }
  | { kind: "provider"; provider: ProviderListing }
  | { kind: "problem"; provider: ProviderListing; problem: NonNullable<ProviderListing["problem"]> }
  | { kind: "option"; id: string; model: ListedModel; measures: ModelMeasures | undefined; position: number }
  /** an id that was typed and is not listed: a provider may know models that it does not list */
  | { kind: "typed"; id: string; position: number };

/** The lines for a search, and how many of them are options and listed models. */
export type PickerRows = { rows: PickerRow[]; options: number; matches: number };

/** Models with what is searched in them, made once per listing. */
export type ModelIndex = { listing: ModelListing; groups: { provider: ProviderListing; entries: IndexEntry[] }[] };
type IndexEntry = { model: ListedModel; text: string };

/** Prepares a listing for search. */
export function indexModels(listing: ModelListing): ModelIndex {
  const groups = listing.providers.map((provider) => ({
    provider,
    entries: provider.models.map((model) => ({
      model,
      text: `${model.name} ${model.id} ${provider.name}`.toLowerCase(),
    })),
  }));
  return { listing, groups };
}

/**
 * The models whose name or id holds every word of the query, in any order, and that pass the filters: the person's
 * favourites, then those used lately, then all others by provider. Each is there once.
 */
export function matchModels(
  { listing, groups }: ModelIndex,
  query: string,
  filters: ModelFilters = noFilters,
): PickerRows {
  const typed = query.trim();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ model, text }: IndexEntry) => words.every((word) => text.includes(word)) && passes(model, filters);
  const found = new Map(
    groups.flatMap(({ entries }) => entries.filter(isFound)).map((entry) => [entry.model.id, entry]),
  );
  const exact = found.has(typed);
  const rows: PickerRow[] = [];
  let position = 0;
  const add = (headings: PickerRow[], entries: IndexEntry[], always = false) => {
    if (entries.length > 0 || always) rows.push(...headings);
    for (const { model } of entries) {
      found.delete(model.id);
      rows.push({ kind: "option", id: model.id, model, measures: listing.measures[model.id], position: ++position });
    }
  };
  const pick = (ids: readonly string[]) => ids.flatMap((id) => found.get(id) ?? []);
  add([{ kind: "favourites" }], pick(listing.favourites));
  add([{ kind: "recent" }], pick(listing.recent));
  for (const { provider, entries } of brokenFirst(groups)) {
    // A provider's problem may be why a model is missing: it is told even when nothing of its list matches.
    const { problem } = provider;
    const headings: PickerRow[] = [{ kind: "provider", provider }];
    if (problem) headings.push({ kind: "problem", provider, problem });
    add(
      headings,
      entries.filter(({ model }) => found.has(model.id)),
      problem !== null,
    );
  }
  const matches = position;
  if (!exact) {
    for (const id of typedIds(groups, typed)) rows.push({ kind: "typed", id, position: ++position });
  }
  return { rows, options: position, matches };
}

// What is wrong with a provider is said on top, not below the hundreds of models of the others.
function brokenFirst(groups: ModelIndex["groups"]): ModelIndex["groups"] {
  const isBroken = ({ provider: { problem } }: ModelIndex["groups"][number]) =>
    problem !== null && problem !== "pending";
  return [...groups.filter(isBroken), ...groups.filter((group) => !isBroken(group))];
}

function typedIds(groups: ModelIndex["groups"], typed: string): string[] {
  if (typed === "" || /\s/.test(typed)) return [];
  const named = groups.some(
    ({ provider }) => typed.startsWith(`${provider.id}:`) && typed.length > provider.id.length + 1,
  );
  const ids = named ? [typed] : groups.map(({ provider }) => `${provider.id}:${typed}`);
  const listed = new Set(groups.flatMap(({ entries }) => entries.map(({ model }) => model.id)));
  return ids.filter((id) => id.length <= maxModelIdLength && !listed.has(id));
}

/** A listed model; undefined for an id that is not listed. */
export function findModel(listing: ModelListing | null, id: string): ListedModel | undefined {
  for (const { models } of listing?.providers ?? []) {
    const model = models.find((candidate) => candidate.id === id);
    if (model) return model;
  }
  return undefined;
}

/** The name to show for a model id: its listed name, or the raw id. */
export function modelName(listing: ModelListing | null, id: string): string {
  return findModel(listing, id)?.name ?? id;
}
