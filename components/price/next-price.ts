import Big from "big.js";
import { type ListedModel, type ModelListing, type ModelPrice, priceFor } from "@/lib/models/schema";
import { findModel } from "../models/match-models.ts";
import { plannedModel } from "../settings/planned-model.ts";

/** What a model would cost for a context before it answers. */
export type NextPrice = {
  model: Pick<ListedModel, "id" | "name">;
  /** exact decimal in US dollars, of an estimated number of tokens; null when it is not known */
  amount: string | null;
  /** the context is longer than the model reads */
  tooLong: boolean;
};

/** What it costs to have so many tokens read; null when the price is not known, or not fixed. */
export function readingPrice(price: ModelPrice | undefined, tokens: number): string | null {
  if (!price || price === "varies") return null;
  return new Big(priceFor(price, tokens).input)
    .times(tokens)
    .plus(price.request ?? "0")
    .toFixed();
}

/** The price of a context on one model. */
export function nextPrice(listing: ModelListing | null, modelId: string, tokens: number): NextPrice {
  const { name, facts } = plannedModel(listing, modelId);
  return {
    model: { id: modelId, name },
    amount: readingPrice(facts.price, tokens),
    tooLong: facts.contextLength !== undefined && tokens > facts.contextLength,
  };
}

/** The same on the models that could be switched to: the favourites, the cheapest first, unknown prices last. */
export function otherPrices(listing: ModelListing | null, modelId: string, tokens: number): NextPrice[] {
  return (listing?.favourites ?? [])
    .filter((id) => id !== modelId && findModel(listing, id))
    .map((id) => nextPrice(listing, id, tokens))
    .sort((one, other) => compareAmounts(one.amount, other.amount));
}

function compareAmounts(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return new Big(one).cmp(other);
}
