import { type ListedModel, type ModelListing, maxModelIdLength, type ProviderListing } from "@/lib/models/schema";

/** One line of the picker. Only options can be chosen. */
export type PickerRow =
  | { kind: "provider"; provider: ProviderListing }
  | { kind: "problem"; provider: ProviderListing; problem: NonNullable<ProviderListing["problem"]> }
  | { kind: "option"; id: string; name: string; position: number }
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

/** The models whose name or id holds every word of the query, in any order, grouped by provider. */
export function matchModels({ groups }: ModelIndex, query: string): PickerRows {
  const typed = query.trim();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: PickerRow[] = [];
  let position = 0;
  let exact = false;
  for (const { provider, entries } of brokenFirst(groups)) {
    const found = entries.filter(({ text }) => words.every((word) => text.includes(word)));
    // A provider's problem may be why a model is missing: it is told even when nothing of its list matches.
    if (found.length === 0 && !provider.problem) continue;
    rows.push({ kind: "provider", provider });
    if (provider.problem) rows.push({ kind: "problem", provider, problem: provider.problem });
    for (const { model } of found) {
      position++;
      rows.push({ kind: "option", id: model.id, name: model.name, position });
      exact ||= model.id === typed;
    }
  }
  const matches = position;
  if (!exact) {
    for (const id of typedIds(groups, typed)) {
      position++;
      rows.push({ kind: "typed", id, position });
    }
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

/** The name to show for a model id: its listed name, or the raw id. */
export function modelName(listing: ModelListing | null, id: string): string {
  for (const provider of listing?.providers ?? []) {
    const model = provider.models.find((candidate) => candidate.id === id);
    if (model) return model.name;
  }
  return id;
}
