import { maxModelIdLength } from "@/lib/models/schema";
import { type ModelFilters, noFilters } from "../facts.ts";
import { type SortOrder, sortKeys, usualOrder } from "./sort-models.ts";

/** What the page of all models shows. All of it stands in the address. */
export type ModelsView = {
  query: string;
  filters: ModelFilters;
  order: SortOrder;
  /** ids of the models that are chosen to be compared, in the order in which they were chosen */
  chosen: string[];
  /** the chosen models are shown side by side, and not the list */
  comparing: boolean;
};

/** As many models can be compared, and as few. */
export const mostCompared = 4;
export const fewestCompared = 2;

/** Longest search that is taken from an address, in characters. */
const maxQuery = 200;
const switches = ["vision", "tools", "reasons", "free"] as const;

/** Reads the query of an address, as `URLSearchParams` does. What makes no sense in it is as if it were not there. */
export function readView(search: string): ModelsView {
  const given = new URLSearchParams(search);
  const filters: ModelFilters = {
    ...noFilters,
    ...Object.fromEntries(switches.map((name) => [name, given.get(name) === "1"])),
    minContext: numberOf(given.get("context")) ?? noFilters.minContext,
    maxPrice: numberOf(given.get("price")),
  };
  const chosen = [...new Set(given.getAll("compare"))]
    .filter((id) => id !== "" && id.length <= maxModelIdLength)
    .slice(0, mostCompared);
  return {
    query: (given.get("q") ?? "").slice(0, maxQuery),
    filters,
    order: orderOf(given.get("sort")),
    chosen,
    comparing: given.get("view") === "compare" && chosen.length > 0,
  };
}

/** The query of an address, with its `?`; empty for the usual view. */
export function writeView({ query, filters, order, chosen, comparing }: ModelsView): string {
  const written = new URLSearchParams();
  if (query !== "") written.set("q", query.slice(0, maxQuery));
  for (const name of switches) if (filters[name]) written.set(name, "1");
  if (filters.minContext > 0) written.set("context", String(filters.minContext));
  if (filters.maxPrice !== null) written.set("price", String(filters.maxPrice));
  const sort = `${order.descending ? "-" : ""}${order.key}`;
  if (sort !== usualOrder.key) written.set("sort", sort);
  for (const id of chosen) written.append("compare", id);
  if (comparing) written.set("view", "compare");
  // both may stand in a query as they are, and model ids are full of them
  const text = written.toString().replaceAll("%3A", ":").replaceAll("%2F", "/");
  return text && `?${text}`;
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

// "-context" is from the greatest on
function orderOf(text: string | null): SortOrder {
  const key = sortKeys.find((name) => name === text?.replace(/^-/, ""));
  return key ? { key, descending: text?.startsWith("-") ?? false } : usualOrder;
}
