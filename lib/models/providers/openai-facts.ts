import Big from "big.js";
import { openaiFamily, samplingSixes, thinkingParameters } from "../parameters-schema.ts";
import type { FixedPrice, ModelFacts, ParameterName } from "../schema.ts";

// OpenAI's own list says nothing but ids. Context, prices and abilities of its chat models, as read on 2026-11-21:
// - gpt-*: model_prices_and_context_window.json of github.com/BerriAI/litellm at
//   00035b69f416be24e2e323c13198d9b7d2d1bdf9; the context of the gpt-5 family, of which that file has the input alone, and
//   all of the o-series: what OpenRouter lists for the same models. Where both have a figure and differ, it is left out;
//   OpenRouter rounds to eight digits after the point, and a figure that is the same when it is rounded does not differ.
//   Of gpt-5.6 there is that file alone, with an input as long as that of gpt-5.5.
// - parameters: OpenAI's specification of chat completions, less what @ai-sdk/openai drops for models that reason, and
//   less `stop` for these: the specification says that the latest ones that reason, o3 and o4-mini, do not take it;
//   efforts: those that @ai-sdk/openai 4.0.118 knows of each model from gpt-5 on, whether it is in the table or not, but for
//   `max`: the specification names it for chat completions, the package says that the Responses API alone takes it. Of the
//   o-series neither says which efforts each takes ("Not all reasoning models support every value"): unknown.
// Prices are those of a plain call in US dollars for a million tokens.

type Row = readonly [
  model: string,
  contextLength: number | null,
  maxOutput: number | null,
  input: string,
  cachedInput: string | null,
  output: string,
  cacheWrite?: string,
];

const reasoning: readonly Row[] = [
  ["gpt-5.6", 1_050_000, 128_000, "5", "0.5", "30", "6.25"],
  ["gpt-5.6-sol", 1_050_000, 128_000, "5", "0.5", "30", "6.25"],
  ["gpt-5.6-terra", 1_050_000, 128_000, "2.5", "0.25", "15", "3.125"],
  ["gpt-5.6-luna", 1_050_000, 128_000, "1", "0.1", "6", "1.25"],
  ["gpt-5.5", 1_050_000, 128_000, "5", "0.5", "30"],
  ["gpt-5.4", 1_050_000, 128_000, "2.5", "0.25", "15"],
  ["gpt-5.4-mini", null, 128_000, "0.75", "0.075", "4.5"],
  ["gpt-5.4-nano", null, 128_000, "0.2", "0.02", "1.25"],
  ["gpt-5.2", 400_000, 128_000, "1.75", "0.175", "14"],
  ["gpt-5.1", 400_000, 128_000, "1.25", "0.125", "10"],
  ["gpt-5", 400_000, 128_000, "1.25", "0.125", "10"],
  ["gpt-5-mini", 400_000, 128_000, "0.25", "0.025", "2"],
  ["gpt-5-nano", 400_000, 128_000, "0.05", "0.005", "0.4"],
  ["o4-mini", 200_000, 100_000, "1.1", "0.275", "4.4"],
  ["o3", 200_000, 100_000, "2", "0.5", "8"],
  ["o3-mini", 200_000, 100_000, "1.1", "0.55", "4.4"],
  ["o1", 200_000, 100_000, "15", "7.5", "60"],
];

// The two sources differ in whether these reason and, of gpt-5.1's, in tools and the longest answer.
const instant: readonly Row[] = [
  ["gpt-5.3-chat-latest", 128_000, 16_384, "1.75", "0.175", "14"],
  ["gpt-5.2-chat-latest", 128_000, 16_384, "1.75", "0.175", "14"],
  ["gpt-5.1-chat-latest", 128_000, null, "1.25", "0.125", "10"],
];

const plain: readonly Row[] = [
  ["gpt-4.1", 1_047_576, 32_768, "2", "0.5", "8"],
  ["gpt-4.1-mini", 1_047_576, 32_768, "0.4", "0.1", "1.6"],
  ["gpt-4.1-nano", 1_047_576, 32_768, "0.1", "0.025", "0.4"],
  ["gpt-4o", 128_000, 16_384, "2.5", "1.25", "10"],
  ["gpt-4o-2024-05-13", 128_000, 4_096, "5", null, "15"],
  ["gpt-4o-mini", 128_000, 16_384, "0.15", "0.075", "0.6"],
  ["gpt-4-turbo", 128_000, 4_096, "10", null, "30"],
  ["gpt-4", null, 4_096, "30", null, "60"],
  ["gpt-3.5-turbo", 16_385, 4_096, "0.5", null, "1.5"],
];

const sampling: ParameterName[] = ["temperature", "topP", "maxTokens", "frequencyPenalty", "presencePenalty", "seed"];
const textOnly = new Set(["gpt-4", "gpt-3.5-turbo", "o3-mini"]);

/** From the first file: above so many tokens of input all of it costs twice as much, and the answer half as much again. */
const longInput = { tokens: 272_000, input: 2, output: "1.5" };
const dearWhenLong = /^gpt-5\.(6(-sol|-terra|-luna)?|5|4)$/;

const plainAbilities: ModelFacts = { parameters: [...sampling, "stop"], tools: true, reasons: false };

/** Variants of the gpt-5 family whose efforts the package knows. */
const standardFive = /^((mini|nano|sol|luna|terra)(-\d{4}-\d{2}-\d{2})?|\d{4}-\d{2}-\d{2})?$/;

// made when it is first asked for: the page has this file, too
let made: Map<string, ModelFacts> | undefined;
function table(): Map<string, ModelFacts> {
  made ??= new Map<string, ModelFacts>([
    ...reasoning.map((row) => [row[0], { ...factsOf(row), ...reasoningAbilities(row[0]) }] as const),
    ...instant.map((row) => [row[0], { ...factsOf(row), ...instantAbilities(row[0]) }] as const),
    ...plain.map((row) => [row[0], { ...factsOf(row), ...plainAbilities }] as const),
  ]);
  return made;
}

function factsOf(row: Row): ModelFacts {
  const [model, contextLength, maxOutput] = row;
  return {
    ...(contextLength && { contextLength }),
    ...(maxOutput && { maxOutput }),
    inputs: textOnly.has(model) ? ["text"] : ["text", "image"],
    price: priceOf(row),
  };
}

function priceOf([model, , , input, cachedInput, output, cacheWrite]: Row): FixedPrice {
  const forOne = (million: string, times: number | string = 1) =>
    new Big(million).times(times).div(1_000_000).toFixed();
  const price = (timesInput: number, timesOutput: string) => ({
    input: forOne(input, timesInput),
    output: forOne(output, timesOutput),
    ...(cachedInput && { cachedInput: forOne(cachedInput, timesInput) }),
    ...(cacheWrite && { cacheWrite: forOne(cacheWrite, timesInput) }),
  });
  const above = { tokens: longInput.tokens, ...price(longInput.input, longInput.output) };
  return { ...price(1, "1"), ...(dearWhenLong.test(model) && { above: [above] }) };
}

function reasoningAbilities(model: string): ModelFacts {
  // models that reason take none of the sampling parameters, and the package that calls them drops these
  return { parameters: [...thinkingParameters], ...effortsOf(model), tools: true, reasons: true };
}

function instantAbilities(model: string): ModelFacts {
  return { parameters: ["maxTokens", "seed"], ...(model !== "gpt-5.1-chat-latest" && { tools: true }) };
}

function effortsOf(model: string): Pick<ModelFacts, "efforts"> {
  const [, major, minorText, variant = ""] = /^gpt-(\d+)(?:\.(\d+))?(?:-(.+))?$/.exec(model) ?? [];
  if (!openaiFamily(`openai:${model}`).thinks) return {};
  if (Number(major) > 5) {
    return { efforts: [...(samplingSixes.has(model) ? ["none"] : []), "low", "medium", "high", "xhigh"] };
  }
  if (major === undefined || !standardFive.test(variant)) return {};
  const minor = Number(minorText ?? 0);
  if (minor === 0) return { efforts: ["minimal", "low", "medium", "high"] };
  return {
    efforts: ["none", "low", "medium", "high", ...(minor > 1 ? ["xhigh"] : [])],
  };
}

/**
 * What is known of one of OpenAI's models; of one that is not in the table the efforts alone, if those. A dated snapshot
 * is what its family is, unless it stands there itself.
 * @param own whether OpenAI itself is asked: somebody else's price is not known
 */
export function openaiFacts(model: string, own: boolean): ModelFacts {
  const known = table();
  const facts: ModelFacts = known.get(model) ?? known.get(model.replace(/-\d{4}-\d{2}-\d{2}$/, "")) ?? effortsOf(model);
  const { price, ...rest } = facts;
  return own && price ? { ...rest, price } : rest;
}

// Those that answer at the Responses API alone, by the first file ("mode": "responses"), and those of which each call
// has to hear or to speak.
const noChat = /^(codex-|o\d+-pro(-|$)|gpt-\d+(\.\d+)?-(pro|codex)(-|$))|^gpt-(4o-(mini-)?)?audio(-|$)/;

/** Whether OpenAI itself has chat completions of a model. */
export function servesChat(model: string): boolean {
  return !noChat.test(model);
}
