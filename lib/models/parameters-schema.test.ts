import { expect, test } from "vitest";
import * as z from "zod/mini";
import { effortsOf, numberRanges, Parameters, type PlannedModel, planParameters } from "./parameters-schema.ts";
import type { ParameterName } from "./schema.ts";

const all: Required<Parameters> = {
  temperature: 0.3,
  topP: 0.9,
  maxTokens: 500,
  frequencyPenalty: 0.5,
  presencePenalty: -0.5,
  seed: 7,
  stop: ["END"],
  reasoningEffort: "high",
};
const names = Object.keys(all) as ParameterName[];
const sampling: ParameterName[] = ["temperature", "topP", "frequencyPenalty", "presencePenalty", "stop"];

const sentTo = (modelId: string, facts: PlannedModel["facts"] = {}, parameters: Parameters = all) =>
  planParameters(parameters, { modelId, facts });

test.each<[string, PlannedModel["facts"], ParameterName[]]>([
  ["openai:gpt-5-mini", {}, sampling],
  ["openai:o3", {}, sampling],
  ["openai:gpt-6-large", {}, sampling],
  ["openai:gpt-4o-search-preview-2025-03-11", {}, ["temperature"]],
  ["openai:gpt-5-chat-latest", {}, []],
  ["openai:some-server-of-another-kind", {}, []],
  ["openrouter:openai/gpt-5", { parameters: ["maxTokens", "seed", "reasoningEffort"] }, sampling],
  ["openrouter:openai/gpt-5", {}, []],
  ["local:gpt-5", {}, []],
  ["local:llama3", { parameters: [] }, names],
])("%s takes what is known of it %o, and what is not taken is said", (modelId, facts, dropped) => {
  const { parameters, notes } = sentTo(modelId, facts);
  expect(Object.keys(parameters)).toEqual(names.filter((name) => !dropped.includes(name)));
  expect(notes.filter(({ what }) => what === "dropped").map(({ parameter }) => parameter)).toEqual(
    names.filter((name) => dropped.includes(name)),
  );
  for (const [name, value] of Object.entries(parameters)) expect(value).toBe(all[name as ParameterName]);
});

test("a model of OpenAI's that is asked not to think takes temperature and top_p, from 5.1 to 5.x", () => {
  const withoutThought: Parameters = { temperature: 1, topP: 0.5, frequencyPenalty: 1, reasoningEffort: "none" };
  const sent = (modelId: string) => Object.keys(sentTo(modelId, {}, withoutThought).parameters);
  expect(sent("openai:gpt-5.2")).toEqual(["temperature", "topP", "reasoningEffort"]);
  expect(sent("openai:gpt-5")).toEqual(["reasoningEffort"]);
  expect(sent("openai:gpt-6")).toEqual(["reasoningEffort"]);
});

test("more tokens than a model writes are as many as it does", () => {
  expect(sentTo("openrouter:a/b", { maxOutput: 100 }, { maxTokens: 500 })).toEqual({
    parameters: { maxTokens: 100 },
    notes: [{ parameter: "maxTokens", what: "clamped", to: 100 }],
  });
  expect(sentTo("openrouter:a/b", { maxOutput: 500 }, { maxTokens: 500 }).notes).toEqual([]);
});

test("an effort that a model does not know is the nearest that it does", () => {
  const efforts = ["minimal", "low", "medium", "high", "a word of tomorrow"];
  const sent = (reasoningEffort: Parameters["reasoningEffort"]) =>
    sentTo("local:x", { efforts }, { reasoningEffort }).parameters.reasoningEffort;
  expect(["none", "minimal", "medium", "xhigh", "max"].map((effort) => sent(effort as "none"))).toEqual([
    "minimal",
    "minimal",
    "medium",
    "high",
    "high",
  ]);
  expect(effortsOf({ efforts: ["a word of tomorrow"] })).toHaveLength(7);
});

test("what goes under another name is said", () => {
  const renamed = (modelId: string) => sentTo(modelId).notes.filter(({ what }) => what === "renamed");
  expect(renamed("openai:gpt-5")).toEqual([{ parameter: "maxTokens", what: "renamed", to: "max_completion_tokens" }]);
  expect(renamed("openrouter:openai/gpt-5")).toEqual([
    { parameter: "reasoningEffort", what: "renamed", to: "reasoning.effort" },
  ]);
  expect(renamed("local:gpt-5")).toEqual([]);
});

// IV-6
test.each(
  Object.entries(numberRanges).flatMap(([name, { least, most, whole }]) => [
    ...[least, most].map((value) => [name, value, true] as const),
    ...[least - 1, most + 1, Number.NaN, Number.POSITIVE_INFINITY, "1", null, [1]].map(
      (value) => [name, value, false] as const,
    ),
    [name, least === 1 ? 1.5 : 0.5, !whole] as const,
  ]),
)("%s: %o is allowed: %o", (name, value, allowed) => {
  expect(z.safeParse(Parameters, { [name]: value }).success).toBe(allowed);
});

test.each<[object, boolean]>([
  [{}, true],
  [{ stop: ["a", "b", "c", "d"] }, true],
  [{ stop: ["a", "b", "c", "d", "e"] }, false],
  [{ stop: [] }, false],
  [{ stop: [""] }, false],
  [{ stop: "a" }, false],
  [{ reasoningEffort: "max" }, true],
  [{ reasoningEffort: "extreme" }, false],
  [{ logprobs: true }, false],
])("%o is allowed: %o", (parameters, allowed) => {
  expect(z.safeParse(Parameters, parameters).success).toBe(allowed);
});

test("who asks for some thought does not get none, and sampling goes by the effort that is sent", () => {
  const efforts = ["none", "low", "medium", "high"];
  const minimal = sentTo("openai:gpt-5.1", { efforts }, { reasoningEffort: "minimal", temperature: 1 });
  expect(minimal.parameters).toEqual({ reasoningEffort: "low" });
  const none = sentTo("openai:gpt-5.2", { efforts: ["low", "medium"] }, { reasoningEffort: "none", temperature: 1 });
  expect(none.parameters).toEqual({ reasoningEffort: "low" });
  expect(none.notes).toContainEqual({ parameter: "temperature", what: "dropped" });
});
