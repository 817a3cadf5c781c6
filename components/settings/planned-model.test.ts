import { expect, test } from "vitest";
import type { ModelListing, ProviderListing } from "@/lib/models/schema";
import { unlistedFacts } from "@/lib/models/unlisted-schema";
import { plannedModel, unlistedBy } from "./planned-model.ts";

const listingOf = (change: Partial<ProviderListing>): ModelListing => ({
  ...{ defaultModelId: "", favourites: [], recent: [], measures: {} },
  providers: [
    {
      ...{ id: "openrouter", name: "OpenRouter", listedAt: null, renewing: false, problem: null },
      models: [{ id: "openrouter:a/m", name: "A: M" }],
      ...change,
    },
  ],
});

test("a model is said to be missing only by a list that is there and fresh", () => {
  const fresh = listingOf({});
  expect(unlistedBy(fresh, "openrouter:a/withdrawn")).toBe("OpenRouter");
  for (const id of ["openrouter:a/m", "openrouter:a/m:nitro", "elsewhere:a/m", ""]) {
    expect(unlistedBy(fresh, id), id).toBeNull();
  }
  expect(unlistedBy(null, "openrouter:a/withdrawn")).toBeNull();
  expect(unlistedBy(listingOf({ renewing: true }), "openrouter:a/withdrawn")).toBeNull();
  expect(unlistedBy(listingOf({ problem: "unreachable" }), "openrouter:a/withdrawn")).toBeNull();
});

test("of a model that is not listed the page knows what the server does", () => {
  const listing = (change: Partial<ProviderListing>) =>
    listingOf({ id: "openai", name: "OpenAI", models: [], ...change });
  const facts = (modelId: string, change: Partial<ProviderListing>) => plannedModel(listing(change), modelId).facts;
  const own = { openaiTable: { prices: true }, problem: "key_refused" as const };
  for (const model of ["gpt-4o", "gpt-5-mini-2025-08-07", "o3", "gpt-7", "nobody-knows"]) {
    expect(facts(`openai:${model}`, own), model).toEqual(unlistedFacts(own, model));
  }
  expect(facts("openai:gpt-4o", own)).toMatchObject({ maxOutput: 16_384, price: { input: "0.0000025" } });
  // somebody else's server behind the address: its prices are its own
  const elsewhere = facts("openai:gpt-4o", { openaiTable: { prices: false } });
  expect(elsewhere).toHaveProperty("maxOutput");
  expect(elsewhere).not.toHaveProperty("price");
  expect(facts("openai:gpt-4o", {})).toEqual({});
  expect(facts("openrouter:gpt-4o", own)).toEqual({});
  const listed = { id: "openai:gpt-4o", name: "Mine", maxOutput: 7 };
  expect(facts("openai:gpt-4o", { ...own, models: [listed] })).toBe(listed);
  expect(plannedModel(null, "openai:gpt-4o")).toEqual({ modelId: "openai:gpt-4o", name: "openai:gpt-4o", facts: {} });
});
