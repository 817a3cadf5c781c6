import { expect, test } from "vitest";
import type { ModelListing } from "@/lib/models/schema";
import { indexModels, matchModels, modelName } from "./match-models.ts";

const listing: ModelListing = {
  defaultModelId: "openai:gpt-5",
  providers: [
    {
      id: "openai",
      name: "OpenAI",
      problem: null,
      models: [
        { id: "openai:gpt-5", name: "GPT-5", providerId: "openai" },
        { id: "openai:gpt-5-mini", name: "GPT-5 mini", providerId: "openai" },
      ],
    },
    { id: "home", name: "At home", problem: "unreachable", models: [] },
  ],
};
const index = indexModels(listing);
const ids = (query: string) => matchModels(index, query).rows.flatMap((row) => ("id" in row ? [row.id] : []));

test("every word counts, in any order and case, in name, id and provider", () => {
  expect(ids("MINI gpt")).toContain("openai:gpt-5-mini");
  expect(matchModels(index, "mini gpt").matches).toBe(1);
  expect(matchModels(index, "openai").matches).toBe(2);
  expect(matchModels(index, "").rows.map(({ kind }) => kind)).toEqual([
    "provider",
    "problem",
    "provider",
    "option",
    "option",
  ]);
});

test("positions run through all options", () => {
  const { rows, options } = matchModels(index, "gpt-5");
  expect(rows.flatMap((row) => ("position" in row ? [row.position] : []))).toEqual([1, 2, 3, 4].slice(0, options));
});

test("an id that is not listed can be used: with each provider, or as it is when it names one", () => {
  expect(ids("Qwen/QwQ-32B")).toEqual(["openai:Qwen/QwQ-32B", "home:Qwen/QwQ-32B"]);
  expect(ids("home:llama3:8b")).toEqual(["home:llama3:8b"]);
  expect(ids("openai:")).toEqual(["openai:gpt-5", "openai:gpt-5-mini", "openai:openai:", "home:openai:"]);
});

test("a listed id, and words that are no id, are not offered as typed", () => {
  expect(ids("openai:gpt-5-mini")).toEqual(["openai:gpt-5-mini"]);
  expect(ids("no such model")).toEqual([]);
  expect(ids("x".repeat(300))).toEqual([]);
});

test("a provider's problem is told whatever is searched", () => {
  expect(matchModels(index, "gpt").rows).toContainEqual(
    expect.objectContaining({ kind: "problem", problem: "unreachable" }),
  );
});

test("a model is named as listed, else by its raw id", () => {
  expect(modelName(listing, "openai:gpt-5")).toBe("GPT-5");
  expect(modelName(listing, "home:Llama")).toBe("home:Llama");
  expect(modelName(null, "home:Llama")).toBe("home:Llama");
});
