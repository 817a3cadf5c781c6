import { expect, test } from "vitest";
import * as z from "zod/mini";
import {
  effortsOf,
  knowsEfforts,
  numberRanges,
  Parameters,
  type PlannedModel,
  planParameters,
  reasoningEfforts,
} from "./parameters-schema.ts";
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
  ["openai:gpt-6-sol", {}, sampling],
  ["openai:gpt-5.2-chat-latest", { parameters: ["maxTokens", "seed"] }, [...sampling, "reasoningEffort"]],
  // what its server says does not help: the package drops them
  ["openai:gpt-5", { parameters: names }, sampling.filter((name) => name !== "stop")],
  ["openai:gpt-4o-search-preview", {}, ["temperature"]],
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

const both = ["temperature", "topP"];
const instant = { parameters: ["maxTokens", "seed"] as ParameterName[] };
test.each<[string, PlannedModel["facts"], Parameters["reasoningEffort"], string[]]>([
  ["gpt-5.2", {}, "none", [...both, "reasoningEffort"]],
  ["gpt-5.2", {}, "low", ["reasoningEffort"]],
  ["gpt-5.2", {}, undefined, []],
  ["gpt-5", {}, "none", ["reasoningEffort"]],
  ["gpt-6", {}, "none", ["reasoningEffort"]],
  ["gpt-6-sol", {}, "none", [...both, "reasoningEffort"]],
  ["gpt-6-luna", {}, "high", ["reasoningEffort"]],
  ["gpt-6.1-terra", {}, "none", [...both, "reasoningEffort"]],
  ["gpt-6.1-sol", {}, "none", ["reasoningEffort"]],
  ["gpt-6-sol-2026-11-01", {}, "none", ["reasoningEffort"]],
  // without the effort, which it does not take, the package has it think
  ["gpt-5.2-chat-latest", instant, "none", []],
  ["gpt-5.2-chat-latest", instant, "high", []],
  ["gpt-5.2-chat-latest", {}, "none", [...both, "reasoningEffort"]],
  ["gpt-5-chat-latest", { parameters: ["temperature", "topP"] }, "none", both],
  ["gpt-4o-search-preview", {}, "none", ["topP", "frequencyPenalty", "reasoningEffort"]],
])("openai:%s with %o, asked to think %s, is sent %o", (model, facts, reasoningEffort, expected) => {
  const parameters = { temperature: 1, topP: 0.5, frequencyPenalty: 1, ...(reasoningEffort && { reasoningEffort }) };
  expect(Object.keys(sentTo(`openai:${model}`, facts, parameters).parameters)).toEqual(expected);
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
  expect(effortsOf({ efforts })).toEqual(["minimal", "low", "medium", "high"]);
});

test("where it is not known which efforts a model takes, each of them can be asked for, and goes as it is", () => {
  for (const efforts of [undefined, [], ["a word of tomorrow"]]) {
    const facts = efforts ? { efforts } : {};
    expect(knowsEfforts(facts)).toBe(false);
    expect(effortsOf(facts)).toEqual(reasoningEfforts);
    for (const reasoningEffort of reasoningEfforts) {
      expect(sentTo("openai:o3", facts, { reasoningEffort })).toEqual({ parameters: { reasoningEffort }, notes: [] });
    }
  }
  expect(knowsEfforts({ efforts: ["low", "a word of tomorrow"] })).toBe(true);
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
