import Big from "big.js";
import type { ListedModel, ModelFacts } from "@/lib/models/schema";

/** What a list of models can be narrowed down to. */
export type ModelFilters = {
  /** reads images */
  vision: boolean;
  tools: boolean;
  reasons: boolean;
  free: boolean;
  /** tokens of context, at least; 0 for any */
  minContext: number;
  /** US dollars for a million tokens of answer, at most; null for any */
  maxPrice: number | null;
};

/** Nothing is filtered out. */
export const noFilters: Readonly<ModelFilters> = {
  vision: false,
  tools: false,
  reasons: false,
  free: false,
  minContext: 0,
  maxPrice: null,
};

/** Whether any filter is set. */
export function isFiltered(filters: ModelFilters): boolean {
  return (Object.keys(noFilters) as (keyof ModelFilters)[]).some((name) => filters[name] !== noFilters[name]);
}

/** Whether a model is known to have all that is asked for. What is unknown of it is not there. */
export function passes(model: ModelFacts, filters: ModelFilters): boolean {
  const { price } = model;
  return (
    (!filters.vision || readsImages(model)) &&
    (!filters.tools || model.tools === true) &&
    (!filters.reasons || model.reasons === true) &&
    (!filters.free || isFree(model)) &&
    (model.contextLength ?? 0) >= filters.minContext &&
    (filters.maxPrice === null ||
      (price !== undefined && price !== "varies" && costsAtMost(price.output, filters.maxPrice)))
  );
}

// Exact, and for most of thousands of models without exact arithmetic, which takes a hundred times as long.
function costsAtMost(amount: string, limit: number): boolean {
  const roughly = Number(amount) * 1_000_000;
  return Math.abs(roughly - limit) > limit * 1e-9 ? roughly < limit : perMillion(amount).lte(limit);
}

/** Whether a model is known to look at images. */
export function readsImages({ inputs }: ModelFacts): boolean {
  return inputs?.includes("image") ?? false;
}

/** Whether a call of the model costs nothing at all. */
export function isFree({ price }: Pick<ListedModel, "price">): boolean {
  if (!price || price === "varies") return false;
  const later = price.above?.flatMap(({ input, output }) => [input, output]) ?? [];
  return [price.input, price.output, price.request ?? "0", ...later].every((amount) => /^[0.]+$/.test(amount));
}

/** A price for one token as that of a million: exact. */
export function perMillion(amount: string): Big {
  return new Big(amount).times(1_000_000);
}

/** An amount of US dollars, exact, with cents where there are any: `$2`, `$0.15`, `$0.075`. */
export function dollars(amount: Big): string {
  const text = amount.toFixed();
  const cents = text.split(".")[1]?.length ?? 0;
  return `$${cents === 1 ? `${text}0` : text}`;
}
