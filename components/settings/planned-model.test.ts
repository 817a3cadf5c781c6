import { expect, test } from "vitest";
import type { ModelListing, ProviderListing } from "@/lib/models/schema";
import { unlistedBy } from "./planned-model.ts";

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
