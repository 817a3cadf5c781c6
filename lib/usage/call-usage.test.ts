import type { LanguageModelUsage } from "ai";
import { expect, test } from "vitest";
import type { ModelPrice } from "../models/schema.ts";
import { callUsage } from "./call-usage.ts";
import { answerUsage, type CallUsage, unknownUsage } from "./schema.ts";

/** As a package hands a report on: with 0 for what is missing, and the report itself beside it. */
function handedOn(raw: Record<string, unknown>): LanguageModelUsage {
  const wire = raw as { prompt_tokens?: number; completion_tokens?: number };
  return {
    inputTokens: wire.prompt_tokens ?? 0,
    inputTokenDetails: { noCacheTokens: 0, cacheReadTokens: 0, cacheWriteTokens: undefined },
    outputTokens: wire.completion_tokens ?? 0,
    outputTokenDetails: { textTokens: 0, reasoningTokens: 0 },
    totalTokens: 0,
    raw: raw as LanguageModelUsage["raw"],
  } as LanguageModelUsage;
}

const gpt5: ModelPrice = { input: "0.00000125", output: "0.00001", cachedInput: "0.000000125" };
const long: ModelPrice = {
  ...gpt5,
  above: [
    { tokens: 2005, input: "0.0000025", output: "0.000015", cachedInput: "0.00000025" },
    { tokens: 2006, input: "1", output: "1" },
  ],
};
const claude: ModelPrice = {
  ...{ input: "0.000003", output: "0.000015", cachedInput: "0.0000003", cacheWrite: "0.00000375" },
  ...{ reasoning: "0.00002", request: "0.005" },
};
const free: ModelPrice = { input: "0", output: "0" };

// as OpenAI sent it
const openai = {
  prompt_tokens: 2006,
  completion_tokens: 300,
  total_tokens: 2306,
  prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 256,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};
const openrouter = {
  prompt_tokens: 194,
  completion_tokens: 2,
  total_tokens: 196,
  cost: 0.00014,
  is_byok: false,
  cost_details: { upstream_inference_cost: null },
  prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 100 },
  completion_tokens_details: { reasoning_tokens: 0 },
};
const vllm = { prompt_tokens: 11, total_tokens: 19, completion_tokens: 8, prompt_tokens_details: null };
const ollama = { prompt_tokens: 26, completion_tokens: 298, total_tokens: 324 };

const tokens = (input: number | null, output: number | null) => ({ inputTokens: input, outputTokens: output });
const reported = (cost: string) => ({ cost, costSource: "reported" as const });
const estimated = (cost: string) => ({ cost, costSource: "estimated" as const });
const unknown = { cost: null, costSource: null };

type Case = [name: string, raw: Record<string, unknown>, price: ModelPrice | undefined, expected: Partial<CallUsage>];

test.each<Case>([
  [
    "OpenAI's, with cached and reasoning tokens",
    openai,
    gpt5,
    // 86 x 0.00000125 + 1920 x 0.000000125 + 300 x 0.00001
    { ...tokens(2006, 300), cachedTokens: 1920, reasoningTokens: 256, ...estimated("0.0033475") },
  ],
  [
    "one with a long input, all of which costs what a long one does",
    openai,
    long,
    // 86 x 0.0000025 + 1920 x 0.00000025 + 300 x 0.000015
    { ...tokens(2006, 300), ...estimated("0.005195") },
  ],
  ["one whose input is not long yet", { ...openai, prompt_tokens: 2005 }, long, estimated("0.00334625")],
  [
    "a price of a long input that names none for what is cached",
    { ...openai, prompt_tokens: 2007 },
    long,
    estimated("2307"),
  ],
  ["OpenAI's, of a model whose price nobody says", openai, undefined, { ...tokens(2006, 300), ...unknown }],
  ["one of a router, whose price varies", openai, "varies", { ...tokens(2006, 300), ...unknown }],
  [
    "one with every kind of token and of price",
    {
      ...{ prompt_tokens: 1000, completion_tokens: 100 },
      prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 300 },
      completion_tokens_details: { reasoning_tokens: 40 },
    },
    claude,
    // 100 x 0.000003 + 600 x 0.0000003 + 300 x 0.00000375 + 60 x 0.000015 + 40 x 0.00002 + 0.005
    { cachedTokens: 600, cacheWriteTokens: 300, reasoningTokens: 40, ...estimated("0.008305") },
  ],
  [
    "a price of 0 beside one that is not: none of its own",
    { ...openai },
    { ...gpt5, cachedInput: "0", reasoning: "0", cacheWrite: "0" },
    estimated("0.0055075"),
  ],
  [
    "a price of twenty digits",
    ollama,
    { input: "0.00000000000000000001", output: "0" },
    estimated("0.00000000000000000026"),
  ],
  ["a price that cannot be read", ollama, { input: "1e-7", output: "a lot" }, unknown],
  [
    "OpenRouter's, with its cost",
    openrouter,
    gpt5,
    { ...tokens(194, 2), cachedTokens: 0, cacheWriteTokens: 100, ...reported("0.00014") },
  ],
  ["OpenRouter's, of less than a millionth", { ...openrouter, cost: 4.2e-7 }, gpt5, reported("0.00000042")],
  [
    "OpenRouter's, on a key of one's own: the fee, and what its owner pays",
    { ...openrouter, cost: 0.001, is_byok: true, cost_details: { upstream_inference_cost: 0.02 } },
    gpt5,
    reported("0.021"),
  ],
  [
    "the same without what its owner pays",
    { ...openrouter, prompt_tokens_details: null, cost: 0.001, is_byok: true },
    gpt5,
    estimated("0.0002625"),
  ],
  ["OpenRouter's, of a free model", { ...openrouter, cost: 0 }, undefined, reported("0")],
  ["a free model's without a cost", ollama, free, { ...tokens(26, 298), ...estimated("0") }],
  [
    "vLLM's, which has no details",
    vllm,
    undefined,
    { ...tokens(11, 8), cachedTokens: null, reasoningTokens: null, ...unknown },
  ],
  ["Ollama's", ollama, gpt5, { ...tokens(26, 298), cachedTokens: null, ...estimated("0.0030125") }],
  [
    "an answer of nothing",
    { prompt_tokens: 5, completion_tokens: 0 },
    gpt5,
    { ...tokens(5, 0), ...estimated("0.00000625") },
  ],
])("%s", (_, raw, price, expected) => {
  expect(callUsage(handedOn(raw), price)).toMatchObject(expected);
});

test.each<[name: string, raw: Record<string, unknown>, expected: Partial<CallUsage>]>([
  ["an empty report", {}, unknownUsage],
  ["zero", { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, cost: 0 }, unknownUsage],
  ["negative", { prompt_tokens: -1, completion_tokens: -7, total_tokens: -8 }, unknownUsage],
  ["fractions", { prompt_tokens: 10.5, completion_tokens: 0.1 }, unknownUsage],
  ["strings", { prompt_tokens: "10", completion_tokens: "7" }, unknownUsage],
  ["not a number", { prompt_tokens: Number.NaN, completion_tokens: Number.NaN }, unknownUsage],
  ["1e400", JSON.parse('{ "prompt_tokens": 1e400, "completion_tokens": 1e400 }'), unknownUsage],
  ["more than there can be", { prompt_tokens: 1e15, completion_tokens: 1e15 }, unknownUsage],
  ["true, and lists", { prompt_tokens: true, completion_tokens: [7] }, unknownUsage],
  ["no totals", { total_tokens: 8, prompt_tokens_details: { cached_tokens: 3 } }, unknownUsage],
  ["no output", { prompt_tokens: 8 }, { ...tokens(8, null), ...unknown }],
  ["an absurd output", { prompt_tokens: 8, completion_tokens: -1 }, { ...tokens(8, null), ...unknown }],
  [
    "more cached than there was",
    { ...ollama, prompt_tokens_details: { cached_tokens: 27 } },
    { ...tokens(26, 298), cachedTokens: null, ...unknown },
  ],
  [
    "more cached and kept than there was",
    { ...ollama, prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 7 } },
    { cachedTokens: null, cacheWriteTokens: null, ...unknown },
  ],
  [
    "more thoughts than output",
    { ...ollama, completion_tokens_details: { reasoning_tokens: 299 } },
    { ...tokens(26, 298), reasoningTokens: null, ...unknown },
  ],
  [
    "absurd details",
    { ...ollama, prompt_tokens_details: { cached_tokens: "all" } },
    { ...tokens(26, 298), cachedTokens: null, ...unknown },
  ],
  ["details that are none", { ...ollama, prompt_tokens_details: "none" }, { ...tokens(26, 298), cachedTokens: null }],
])("PF-22 usage that makes no sense is unknown: %s", (_, raw, expected) => {
  expect(callUsage(handedOn(raw), gpt5)).toMatchObject(expected);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "0.1", "NaN", null, true, {}, [1], 1e300])(
  "PF-22 a cost of %j is none, and the prices speak",
  (cost) => {
    expect(callUsage(handedOn({ ...ollama, cost }), gpt5)).toMatchObject(estimated("0.0030125"));
    expect(callUsage(handedOn({ ...ollama, cost }), undefined)).toMatchObject(unknown);
  },
);

test("PF-22 no usage is unknown, also of a free model", () => {
  expect(callUsage(null, gpt5)).toEqual(unknownUsage);
  expect(callUsage(null, free)).toEqual(unknownUsage);
});

test("a model that runs here has no report but the package's figures", () => {
  const usage = { ...handedOn({ prompt_tokens: 12, completion_tokens: 34 }), raw: undefined };
  expect(callUsage(usage as LanguageModelUsage, undefined)).toMatchObject({ ...tokens(12, 34), ...unknown });
});

test("the page is told the sum of tokens only when both are known, and nothing when nothing is", () => {
  expect(answerUsage(unknownUsage)).toBeNull();
  expect(answerUsage({ ...unknownUsage, inputTokens: 5 })).toBeNull();
  expect(answerUsage({ ...unknownUsage, inputTokens: 5, outputTokens: 2 })).toEqual({ tokens: 7, ...unknown });
  expect(answerUsage({ ...unknownUsage, ...reported("0.1") })).toEqual({ tokens: null, ...reported("0.1") });
});
