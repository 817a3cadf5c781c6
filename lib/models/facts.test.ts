import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { LanguageModelUsage } from "ai";
import { expect, test } from "vitest";
import { callUsage } from "../usage/call-usage.ts";
import { factsOf, ListedFacts } from "./facts.ts";
import { planParameters, reasoningEfforts } from "./parameters-schema.ts";
import { openaiFacts } from "./providers/openai-facts.ts";

const facts = (entry: object, id = "a/b") => factsOf(id, ListedFacts.parse(entry));

test("OpenRouter's facts are read as they stand, prices digit by digit", () => {
  expect(
    facts({
      context_length: 1048576,
      architecture: { input_modalities: ["text", "image", "smell"], output_modalities: ["text"] },
      pricing: { prompt: "0.0000014", completion: "0.0000044", input_cache_read: "0.00000026", web_search: "0.01" },
      top_provider: { context_length: 1, max_completion_tokens: 131072 },
      supported_parameters: ["include_reasoning", "max_tokens", "reasoning", "seed", "stop", "temperature", "tools"],
      reasoning: { supported_efforts: ["low", "high", 7] },
      created: 1781631930,
      expiration_date: "2098-12-31",
    }),
  ).toEqual({
    contextLength: 1048576,
    maxOutput: 131072,
    inputs: ["text", "image"],
    parameters: ["temperature", "maxTokens", "seed", "stop", "reasoningEffort"],
    tools: true,
    reasons: true,
    efforts: ["low", "high"],
    price: { input: "0.0000014", output: "0.0000044", cachedInput: "0.00000026" },
    createdAt: 1781631930,
    endsOn: "2098-12-31",
  });
});

test.each<[object, object]>([
  [
    { per_request_limits: { prompt_tokens: 6_000, completion_tokens: 2_000 } },
    { contextLength: 8_000, maxOutput: 2_000 },
  ],
  [
    { per_request_limits: { prompt_tokens: "6000", completion_tokens: 2_000 } },
    { contextLength: 9_000, maxOutput: 2_000 },
  ],
  [{ per_request_limits: { completion_tokens: 99_000 } }, { contextLength: 9_000, maxOutput: 4_000 }],
  [{ per_request_limits: null }, { contextLength: 9_000, maxOutput: 4_000 }],
  [{ per_request_limits: "few" }, { contextLength: 9_000, maxOutput: 4_000 }],
])("what one request may hold limits what a model has room for: %o", (limits, room) => {
  expect(facts({ context_length: 9_000, top_provider: { max_completion_tokens: 4_000 }, ...limits })).toEqual(room);
});

test.each<[unknown, string | undefined]>([
  [{ name: "Maker: Able 2", slug: "maker/able-2" }, "Maker: Able 2"],
  [{ name: "x".repeat(500) }, "x".repeat(200)],
  [{ name: "", slug: "maker/able-2" }, undefined],
  [{ slug: "maker/able-2" }, undefined],
  ["maker/able-2", undefined],
  [null, undefined],
])("a name for the newest of its kind tells what it stands for where the list does: %o", (target, name) => {
  expect(factsOf("~maker/able", ListedFacts.parse({ alias_target: target }))).toEqual({
    alias: true,
    ...(name && { aliasOf: name }),
  });
});

test.each<[object, string | undefined]>([
  [{ mandatory: true, supported_efforts: ["high", "low", "none"] }, "high low"],
  [{ mandatory: true, supported_efforts: null }, "minimal low medium high xhigh max"],
  [{ mandatory: true }, "minimal low medium high xhigh max"],
  [{ mandatory: true, supported_efforts: ["none"] }, undefined],
  [{ supported_efforts: "all" }, undefined],
  [{ mandatory: false, supported_efforts: ["high", "none"] }, "high none"],
  [{ mandatory: false, supported_efforts: null }, "none minimal low medium high xhigh max"],
  [{ mandatory: false }, undefined],
  [{ mandatory: "yes", supported_efforts: ["none", "low"] }, "none low"],
  [{}, undefined],
])("a model that reasons as %o is offered the efforts %s", (reasoning, efforts) => {
  const read = facts({ supported_parameters: ["reasoning"], reasoning });
  expect(read.efforts?.join(" ")).toBe(efforts);
  if ((reasoning as { mandatory?: unknown }).mandatory === true && efforts) {
    const plan = planParameters({ reasoningEffort: "none" }, { modelId: "openrouter:a/b", facts: read });
    const least = reasoningEfforts.find((effort) => efforts.split(" ").includes(effort));
    expect(plan.parameters).toEqual({ reasoningEffort: least });
    expect(plan.notes).toContainEqual({ parameter: "reasoningEffort", what: "clamped", to: least });
  }
});

test.each<[string, unknown, unknown]>([
  ["an exponent", { prompt: "1.5e-7", completion: "0" }, { input: "0.00000015", output: "0" }],
  ["a number", { prompt: 0.00000015, completion: 1 }, { input: "0.00000015", output: "1" }],
  [
    "twenty digits",
    { prompt: "0.00000000000000000123", completion: "0.1" },
    { input: "0.00000000000000000123", output: "0.1" },
  ],
  ["two thousand million digits", { prompt: "1e2000000000", completion: "1e-2000000000" }, undefined],
  ["zeros that would fill the memory", { prompt: "0.1", completion: "1e200000000" }, undefined],
  [
    "a million dollars, and a hair",
    { prompt: 1e6, completion: "1e-40" },
    { input: "1000000", output: `0.${"0".repeat(39)}1` },
  ],
  ["ten million dollars", { prompt: 1e7, completion: "0" }, undefined],
  ["less than a hair", { prompt: "1e-41", completion: "0" }, undefined],
  ["a minus of any size", { prompt: "-1e200000000", completion: "-1e200000000" }, undefined],
  ["zero with an exponent", { prompt: "0e99", completion: "0e-99" }, { input: "0", output: "0" }],
  ["a text as long as a book", { prompt: "1".repeat(200), completion: "0" }, undefined],
  ["a router", { prompt: "-1", completion: "-1" }, "varies"],
  ["half a price", { prompt: "0.1" }, undefined],
  ["words", { prompt: "free", completion: "free" }, undefined],
  ["not a number", { prompt: Number.NaN, completion: Number.POSITIVE_INFINITY }, undefined],
  ["nothing", {}, undefined],
  ["another shape", "0.1", undefined],
  ["null", null, undefined],
])("a price of %s is exact or unknown", (_, pricing, price) => {
  expect(facts({ pricing }).price).toEqual(price);
});

test("what has another shape is unknown, and takes nothing else along", () => {
  expect(
    facts({
      context_length: "8192",
      max_model_len: 4096,
      architecture: [],
      top_provider: 7,
      supported_parameters: "all",
      created: -1,
      expiration_date: "soon",
    }),
  ).toEqual({ contextLength: 4096 });
  expect(facts({ context_length: null, meta: { n_ctx: 0, n_ctx_train: 32768 } })).toEqual({ contextLength: 32768 });
  expect(facts({}, "~openai/gpt-latest")).toEqual({ alias: true });
  expect(facts({ shutdown_date: "2026-10-23T00:00:00Z" })).toEqual({ endsOn: "2026-10-23" });
});

const base = { prompt: "0.000003", completion: "0.000015", input_cache_read: "0.0000003" };
const usual = { input: "0.000003", output: "0.000015", cachedInput: "0.0000003" };
const priceWith = (overrides: unknown) => facts({ pricing: { ...base, overrides } }).price;

test("prices of a long input are read as OpenRouter writes them: what no entry names costs what it does else", () => {
  const price = priceWith([
    { min_prompt_tokens: 500_000, completion: "0.0003" },
    { min_prompt_tokens: 200_000, prompt: "0.000006", input_cache_read: "0.0000006", audio: "1" },
    { min_prompt_tokens: 9, prompt: "1e99" },
    ...[null, 7, { min_prompt_tokens: "many" }],
  ]);
  const long = { input: "0.000006", output: "0.000015", cachedInput: "0.0000006" };
  expect(price).toEqual({
    ...usual,
    above: [
      { tokens: 200_000, ...long },
      { tokens: 500_000, ...long, output: "0.0003" },
    ],
  });
  expect(priceWith("none")).toEqual(usual);
  expect(priceWith([])).toEqual(usual);
});

test("of entries that apply together the later one in the list counts, price by price", () => {
  const entries = [
    { min_prompt_tokens: 256_000, prompt: "0.000012" },
    { min_prompt_tokens: 32_000, prompt: "0.000006", completion: "0.00003" },
  ];
  const short = { tokens: 32_000, ...usual, input: "0.000006", output: "0.00003" };
  expect(priceWith(entries)).toEqual({ ...usual, above: [short, { ...short, tokens: 256_000 }] });
  expect(priceWith(entries.toReversed())).toEqual({
    ...usual,
    above: [short, { ...short, tokens: 256_000, input: "0.000012" }],
  });
});

test.each<[number, string]>([
  // 10 tokens of answer at 0.000015
  [199_999, "0.600147"],
  [200_000, "0.60015"],
  // and at 0.0000225, with all of the input at twice the price
  [200_001, "1.200231"],
])("a call with %i tokens of input, long above 200000, costs %s", (tokens, cost) => {
  const price = priceWith([{ min_prompt_tokens: 200_000, prompt: "0.000006", completion: "2.25e-5" }]);
  const raw = { prompt_tokens: tokens, completion_tokens: 10 };
  expect(callUsage({ raw } as unknown as LanguageModelUsage, price)).toMatchObject({ cost, costSource: "estimated" });
});

test.each<[string, object]>([
  ["the time of day", { utc_start: 100, utc_end: 1030, prompt: "0.000001" }],
  ["the time of day, of a long input", { min_prompt_tokens: 9, utc_start: 0, utc_end: 400, prompt: "0.000001" }],
  ["what is not known here", { utc_days: [0, 6], completion: "0.000001" }],
  ["what cannot be read", { min_prompt_tokens: "many", prompt: "0.000001" }],
  ["nothing", { prompt: "0.000001" }],
])("a price that hangs on %s is no price of every call", (_, entry) => {
  const price = priceWith([{ min_prompt_tokens: 200_000, prompt: "0.000006" }, entry]);
  expect(price).toBe("varies");
  const raw = { prompt_tokens: 10, completion_tokens: 10 };
  expect(callUsage({ raw } as unknown as LanguageModelUsage, price).cost).toBeNull();
});

test("a window of hours that names no price of ours changes none", () => {
  expect(priceWith([{ utc_start: 100, utc_end: 1030, audio: "1" }])).toEqual(usual);
  const step = { min_prompt_tokens: 7, utc_start: null, prompt: "0.000006" };
  expect(priceWith([step])).toMatchObject({ above: [{ tokens: 7 }] });
  expect(priceWith(Array.from({ length: 21 }, (_, tokens) => ({ ...step, min_prompt_tokens: tokens })))).toBe("varies");
});

test("above 272,000 tokens of input OpenAI's long models cost twice as much, and half as much again for the answer", () => {
  const price = { input: "0.0000025", output: "0.000015", cachedInput: "0.00000025" };
  const above = { tokens: 272_000, input: "0.000005", output: "0.0000225", cachedInput: "0.0000005" };
  expect(openaiFacts("gpt-5.4-2026-03-05", true).price).toEqual({ ...price, above: [above] });
  expect(openaiFacts("gpt-5.6-luna", true)).toMatchObject({
    efforts: ["none", "low", "medium", "high", "xhigh"],
    price: { cacheWrite: "0.00000125", above: [{ input: "0.000002", output: "0.000009", cacheWrite: "0.0000025" }] },
  });
  for (const model of ["gpt-5.4-mini", "gpt-5.2", "gpt-4.1"]) {
    expect(openaiFacts(model, true).price, model).not.toHaveProperty("above");
  }
  expect(openaiFacts("gpt-5.1", true).price).toMatchObject({ cachedInput: "0.000000125" });
  expect(openaiFacts("gpt-5-nano", true).price).toMatchObject({ cachedInput: "0.000000005" });
});

test("of what the sources differ in nothing is said", () => {
  const facts = openaiFacts("gpt-5.1-chat-latest", true);
  expect(facts).toEqual({
    ...{ contextLength: 128_000, inputs: ["text", "image"], parameters: ["maxTokens", "seed"] },
    price: { input: "0.00000125", output: "0.00001", cachedInput: "0.000000125" },
  });
  expect(openaiFacts("gpt-5.3-chat-latest", true)).toMatchObject({ maxOutput: 16_384, tools: true });
});

test("OpenAI's models are what the table says, dated ones what their family is, others unknown", () => {
  expect(openaiFacts("gpt-5-mini-2025-08-07", true)).toEqual({
    contextLength: 400_000,
    maxOutput: 128_000,
    inputs: ["text", "image"],
    parameters: ["maxTokens", "seed", "reasoningEffort"],
    tools: true,
    reasons: true,
    efforts: ["minimal", "low", "medium", "high"],
    price: { input: "0.00000025", output: "0.000002", cachedInput: "0.000000025" },
  });
  expect(openaiFacts("gpt-4o-2024-05-13", true).price).toEqual({ input: "0.000005", output: "0.000015" });
  expect(openaiFacts("gpt-4o", false)).not.toHaveProperty("price");
  expect(openaiFacts("gpt-3.9", true)).toEqual({});
  expect(openaiFacts("constructor", true)).toEqual({});
});

// as node_modules/@ai-sdk/openai has them: configurableNonReasoning, createOpenAILanguageModelEntry, getGpt5ReasoningEfforts;
// without max, of which openai-chat-language-model.ts says that only the Responses API takes it
test.each<[string, string | undefined]>([
  ["gpt-6-sol", "none low medium high xhigh"],
  ["gpt-6-luna", "none low medium high xhigh"],
  ["gpt-6.1-terra", "none low medium high xhigh"],
  ["gpt-6.1-sol", "low medium high xhigh"],
  ["gpt-6-astra", "low medium high xhigh"],
  ["gpt-6-sol-2026-11-01", "low medium high xhigh"],
  ["gpt-7", "low medium high xhigh"],
  ["gpt-6-chat-latest", undefined],
  ["gpt-5", "minimal low medium high"],
  ["gpt-5.1-2025-11-13", "none low medium high"],
  ["gpt-5.3-mini", "none low medium high xhigh"],
  ["gpt-5.7-luna-2026-11-01", "none low medium high xhigh"],
  ["gpt-5.2-pro", undefined],
  ["gpt-5.2-chat-latest", undefined],
  ["gpt-4.1", undefined],
  ["gpt-5.2-codex", undefined],
  ["o1", undefined],
  ["o3", undefined],
  ["o3-mini-2025-01-31", undefined],
  ["o4-mini", undefined],
])("%s can be asked for the efforts that OpenAI's package knows of it: %s", (model, efforts) => {
  expect(openaiFacts(model, true).efforts?.join(" ")).toBe(efforts);
});

const real = path.resolve(import.meta.dirname, "../../../shared/data/openrouter-models.json");
type Entry = { id: string; pricing: Record<string, string>; context_length: number; supported_parameters: string[] };

test.runIf(existsSync(real))("every entry of a real listing: prices to the last digit, nothing made up", () => {
  const { data } = JSON.parse(readFileSync(real, "utf8")) as { data: Entry[] };
  expect(data.length).toBeGreaterThan(300);
  for (const entry of data) {
    const { price, contextLength, tools, reasons } = facts(entry, entry.id);
    const { prompt, completion } = entry.pricing;
    expect(price, entry.id).toEqual(
      prompt === "-1" ? "varies" : expect.objectContaining({ input: prompt, output: completion }),
    );
    expect(contextLength, entry.id).toBe(entry.context_length);
    expect([tools, reasons], entry.id).toEqual([
      entry.supported_parameters.includes("tools"),
      entry.supported_parameters.includes("reasoning"),
    ]);
    expect(JSON.stringify(price ?? ""), entry.id).not.toMatch(/NaN|null|e-/);
  }
});
