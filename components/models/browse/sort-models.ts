import Big from "big.js";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import type { IndexEntry } from "../model-index.ts";

/** What the models can be sorted by. */
export const sortKeys = [
  "name",
  "provider",
  "context",
  "max-output",
  "input",
  "output",
  "newest",
  "first-token",
  "pace",
  "failures",
] as const;
export type SortKey = (typeof sortKeys)[number];

/** An order of the models. What is unknown of a model stands last in either direction. */
export type SortOrder = { key: SortKey; descending: boolean };

/** By name. */
export const usualOrder: Readonly<SortOrder> = { key: "name", descending: false };

const greatestFirst: readonly SortKey[] = ["context", "max-output", "newest", "pace"];

/** The order in which one wants to see something first: the greatest context, and the lowest price. */
export function firstOrder(key: SortKey): SortOrder {
  return { key, descending: greatestFirst.includes(key) };
}

/** The order that a heading asks for: the other way round when it is the heading of the order so far. */
export function orderBy(key: SortKey, before: SortOrder): SortOrder {
  return key === before.key ? { key, descending: !before.descending } : firstOrder(key);
}

/** Models in an order; those that are equal in it are by name, and those of one name by id. */
export function sortModels(
  entries: readonly IndexEntry[],
  { key, descending }: SortOrder,
  measures: Readonly<Record<string, ModelMeasures>>,
  locale: string,
): IndexEntry[] {
  const names = byName(entries, locale);
  if (key === "name") return descending ? names.toReversed() : names;
  if (key === "provider") return byProvider(names, descending, locale);
  const values = names.map((entry) => ({ entry, value: sortValue(key, entry.model, measures[entry.model.id]) }));
  const known = values.filter(({ value }) => value !== undefined) as { entry: IndexEntry; value: number | string }[];
  const sorted = known.sort((one, other) =>
    descending ? compare(other.value, one.value) : compare(one.value, other.value),
  );
  const unknown = values.filter(({ value }) => value === undefined);
  return [...sorted, ...unknown].map(({ entry }) => entry);
}

/** What a model is sorted by: a number, or an exact decimal; undefined when it is not known. */
function sortValue(key: SortKey, model: ListedModel, measures: ModelMeasures | undefined): number | string | undefined {
  const { price } = model;
  switch (key) {
    case "context":
      return model.contextLength;
    case "max-output":
      return model.maxOutput;
    case "input":
      return price === "varies" ? undefined : price?.input;
    case "output":
      return price === "varies" ? undefined : price?.output;
    case "newest":
      return model.createdAt;
    case "first-token":
      return measures?.firstTokenMs ?? undefined;
    case "pace":
      return measures?.tokensPerSecond ?? undefined;
    case "failures":
      return measures?.failures;
    default:
      return undefined;
  }
}

// Decimals that a float cannot tell apart are compared exactly; all others faster.
function compare(one: number | string, other: number | string): number {
  const difference = Number(one) - Number(other);
  if (difference !== 0 || one === other) return difference;
  return new Big(one).cmp(other);
}

// The order of names is what takes longest, and belongs to the list: it is kept as long as the list is.
const named = new WeakMap<readonly IndexEntry[], { locale: string; entries: IndexEntry[] }>();

function byName(entries: readonly IndexEntry[], locale: string): IndexEntry[] {
  const known = named.get(entries);
  if (known?.locale === locale) return known.entries;
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sorted = entries.toSorted(
    ({ model: one }, { model: other }) => compare(one.name, other.name) || (one.id < other.id ? -1 : 1),
  );
  named.set(entries, { locale, entries: sorted });
  return sorted;
}

function byProvider(names: readonly IndexEntry[], descending: boolean, locale: string): IndexEntry[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const groups = [...Map.groupBy(names, ({ provider }) => provider)];
  groups.sort(([one], [other]) => (descending ? compare(other, one) : compare(one, other)));
  return groups.flatMap(([, entries]) => entries);
}
