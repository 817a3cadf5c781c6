import { expect, test } from "vitest";
import type { ModelListing, ModelPrice } from "@/lib/models/schema";
import { nextPrice, otherPrices, readingPrice } from "./next-price.ts";

test.each<[ModelPrice | undefined, number, string | null]>([
  [{ input: "0.00000025", output: "1" }, 1234, "0.0003085"],
  [{ input: "0.00000000000000000001", output: "1", request: "0.01" }, 3, "0.01000000000000000003"],
  [{ input: "0.1", output: "1", above: [{ tokens: 3, input: "0.2", output: "1" }] }, 3, "0.3"],
  [{ input: "0.1", output: "1", above: [{ tokens: 3, input: "0.2", output: "1" }] }, 4, "0.8"],
  [{ input: "0", output: "0" }, 3, "0"],
  ["varies", 3, null],
  [undefined, 3, null],
])("%o for %d tokens is %s", (price, tokens, amount) => {
  expect(readingPrice(price, tokens)).toBe(amount);
});

test("favourites are compared, the cheapest first, unknown ones last, and what does not fit is marked", () => {
  const model = (id: string, input?: string, contextLength?: number) => ({
    id,
    name: id.toUpperCase(),
    ...(input && { price: { input, output: "1" } }),
    ...(contextLength && { contextLength }),
  });
  const models = [model("a:dear", "0.1"), model("a:unknown"), model("a:cheap", "0.001", 99), model("a:now", "0.01")];
  const listing = {
    providers: [{ models }],
    favourites: ["a:unknown", "a:dear", "a:gone", "a:now", "a:cheap"],
  } as unknown as ModelListing;
  expect(otherPrices(listing, "a:now", 100)).toMatchObject([
    { model: { id: "a:cheap", name: "A:CHEAP" }, amount: "0.1", tooLong: true },
    { model: { id: "a:dear" }, amount: "10", tooLong: false },
    { model: { id: "a:unknown" }, amount: null, tooLong: false },
  ]);
  expect(nextPrice(listing, "a:now", 100).amount).toBe("1");
  expect(nextPrice(null, "a:now", 100)).toMatchObject({ model: { name: "a:now" }, amount: null });
});

test("a model that OpenAI does not list here has the price that its turn is charged by", () => {
  const openai = { id: "openai", models: [], openaiTable: { prices: true } };
  const listing = { providers: [openai], favourites: [] } as unknown as ModelListing;
  expect(nextPrice(listing, "openai:gpt-4o", 1000)).toEqual({
    model: { id: "openai:gpt-4o", name: "openai:gpt-4o" },
    amount: "0.0025",
    tooLong: false,
  });
  expect(nextPrice(listing, "openai:gpt-4o", 128_001).tooLong).toBe(true);
  expect(nextPrice(listing, "openai:nobody-knows", 1000).amount).toBeNull();
});
