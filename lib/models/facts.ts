import Big from "big.js";
import { z } from "zod";
import { reasoningEfforts } from "./parameters-schema.ts";
import type { FixedPrice, Modality, ModelFacts, ModelPrice, ParameterName, PriceAbove } from "./schema.ts";

// Each field is read by itself: one of another shape is unknown, and takes nothing else along.
const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(undefined);
const count = lenient(z.number().int().positive());
const words = lenient(z.array(z.unknown()));

/** What services say of a model in their listings: OpenRouter most, vLLM and llama.cpp their context, OpenAI nothing. */
export const ListedFacts = z.object({
  context_length: count,
  /** vLLM */
  max_model_len: count,
  /** llama.cpp: what the server was started with, and what the model was trained with */
  meta: lenient(z.object({ n_ctx: count, n_ctx_train: count })),
  architecture: lenient(z.object({ input_modalities: words, output_modalities: words })),
  top_provider: lenient(z.object({ max_completion_tokens: count })),
  per_request_limits: lenient(z.object({ prompt_tokens: count, completion_tokens: count })),
  pricing: lenient(z.record(z.string(), z.unknown())),
  supported_parameters: words,
  reasoning: lenient(z.object({ supported_efforts: words, mandatory: lenient(z.boolean()) })),
  /** OpenRouter: what a name for the newest of its kind stands for now */
  alias_target: lenient(z.object({ name: lenient(z.string()) })),
  created: count,
  expiration_date: lenient(z.string()),
  /** OpenAI */
  shutdown_date: lenient(z.string()),
});
export type ListedFacts = z.infer<typeof ListedFacts>;

/** The facts in an entry of a listing; what it does not say is absent. */
export function factsOf(id: string, entry: ListedFacts): ModelFacts {
  const supported = entry.supported_parameters && new Set(entry.supported_parameters);
  const inputs = entry.architecture?.input_modalities?.filter(isModality);
  return withoutAbsent({
    contextLength: contextOf(entry),
    maxOutput: least(entry.top_provider?.max_completion_tokens, entry.per_request_limits?.completion_tokens),
    inputs: inputs?.length ? inputs : undefined,
    parameters: supported && parametersOf(supported),
    tools: supported?.has("tools"),
    reasons: supported && (supported.has("reasoning") || supported.has("reasoning_effort")),
    efforts: entry.reasoning ? effortsOf(entry.reasoning) : undefined,
    price: entry.pricing ? priceOf(entry.pricing) : undefined,
    createdAt: entry.created,
    endsOn: dateOf(entry.expiration_date ?? entry.shutdown_date),
    // OpenRouter's names for whatever is newest
    alias: id.startsWith("~") || undefined,
    aliasOf: entry.alias_target?.name?.slice(0, maxNameLength) || undefined,
  });
}

/** Longest name of another model that is kept, in characters. */
const maxNameLength = 200;

function contextOf(entry: ListedFacts): number | undefined {
  const { prompt_tokens: question, completion_tokens: answer } = entry.per_request_limits ?? {};
  // what one call may hold at most, where both of its parts are limited
  const called = question && answer ? question + answer : undefined;
  const told = entry.context_length ?? entry.max_model_len ?? entry.meta?.n_ctx ?? entry.meta?.n_ctx_train;
  return least(told, called);
}

function least(...counts: (number | null | undefined)[]): number | undefined {
  const told = counts.filter((count) => typeof count === "number");
  return told.length > 0 ? Math.min(...told) : undefined;
}

const modalities: readonly Modality[] = ["text", "image", "file", "audio", "video"];
const isModality = (value: unknown): value is Modality => modalities.includes(value as Modality);

/** How listings name the parameters that can be set here. */
const parameterNames: readonly (readonly [ParameterName, ...string[]])[] = [
  ["temperature", "temperature"],
  ["topP", "top_p"],
  ["maxTokens", "max_tokens", "max_completion_tokens"],
  ["frequencyPenalty", "frequency_penalty"],
  ["presencePenalty", "presence_penalty"],
  ["seed", "seed"],
  ["stop", "stop"],
  ["reasoningEffort", "reasoning_effort", "reasoning"],
];

function parametersOf(supported: ReadonlySet<unknown>): ParameterName[] {
  return parameterNames.filter(([, ...names]) => names.some((name) => supported.has(name))).map(([name]) => name);
}

/**
 * The efforts that OpenRouter says a model takes, as its specification has it (`ModelReasoning`): null stands for all, and
 * a model that has to think (`mandatory`) refuses "none". Undefined where nothing is said.
 */
function effortsOf({ supported_efforts, mandatory }: NonNullable<ListedFacts["reasoning"]>): string[] | undefined {
  const all = supported_efforts === null || (mandatory && !supported_efforts) ? reasoningEfforts : [];
  const efforts = supported_efforts?.filter((effort) => typeof effort === "string") ?? all;
  const taken = efforts.filter((effort) => !mandatory || effort !== "none");
  return taken.length > 0 ? taken : undefined;
}

// "-1" stands for a router, whose price is that of the model it picks
function priceOf(pricing: Record<string, unknown>): ModelPrice | undefined {
  if (isNegative(pricing.prompt) || isNegative(pricing.completion)) return "varies";
  const input = decimal(pricing.prompt);
  const output = decimal(pricing.completion);
  // half a price is none
  if (input === undefined || output === undefined) return undefined;
  const cachedInput = decimal(pricing.input_cache_read);
  const cacheWrite = decimal(pricing.input_cache_write);
  const reasoning = decimal(pricing.internal_reasoning);
  const request = decimal(pricing.request);
  const price: FixedPrice = withoutAbsent({ input, output, cachedInput, cacheWrite, reasoning, request });
  const above = aboveOf(price, pricing.overrides);
  if (!above) return "varies";
  return above.length > 0 ? { ...price, above } : price;
}

const Overrides = z.array(z.looseObject({}).nullable().catch(null));
type Override = Record<string, unknown>;
/** More entries than any price has. */
const maxOverrides = 20;

/** The fields of an entry that are prices: whatever else it has is a condition. */
const overridden = new Set(
  "prompt completion input_cache_read input_cache_write audio input_audio_cache input_cache_write_1h".split(" "),
);

/**
 * OpenRouter's prices of calls with a long input, as its specification has them (`PricingOverride`): an entry applies to
 * a call with more tokens of input than `min_prompt_tokens`; of several that apply the later one counts, price by price;
 * what none of them names costs what it does else. Null when a price hangs on something else as well, such as the time of
 * day (`utc_start`, `utc_end`), or on what cannot be read: then none holds for every call.
 */
function aboveOf({ input, output, cachedInput, cacheWrite }: FixedPrice, overrides: unknown): PriceAbove[] | null {
  const all = Overrides.safeParse(overrides).data ?? [];
  const entries = all.filter((entry) => entry !== null && changesPrice(entry)) as Override[];
  const thresholds = entries.slice(0, maxOverrides).map(thresholdOf);
  if (entries.length > maxOverrides || thresholds.includes(null)) return null;
  const steps = [...new Set(thresholds as number[])].sort((one, other) => one - other);
  return steps.map((tokens) => {
    const applied = entries.filter((_, index) => (thresholds[index] as number) <= tokens);
    return withoutAbsent({
      tokens,
      ...Object.assign({ input, output, cachedInput, cacheWrite }, ...applied.map(changeOf)),
    });
  });
}

/** The tokens of input above which an entry applies; null when that is not all that it depends on. */
function thresholdOf(entry: Override): number | null {
  const { min_prompt_tokens: tokens, ...rest } = entry;
  const others = Object.keys(rest).filter((name) => !overridden.has(name) && rest[name] !== null);
  return others.length === 0 && typeof tokens === "number" && tokens >= 0 ? Math.floor(tokens) : null;
}

const changeOf = (entry: Override): Partial<PriceAbove> =>
  withoutAbsent({
    input: decimal(entry.prompt),
    output: decimal(entry.completion),
    cachedInput: decimal(entry.input_cache_read),
    cacheWrite: decimal(entry.input_cache_write),
  });

const changesPrice = (entry: Override) => Object.keys(changeOf(entry)).length > 0;

const isNegative = (value: unknown) => decimalOf(value)?.lt(0) ?? false;

/** An amount as an exact decimal without an exponent; undefined for what is none. */
function decimal(value: unknown): string | undefined {
  const amount = decimalOf(value);
  return amount?.gte(0) ? amount.toFixed() : undefined;
}

/** Powers of ten that a price in dollars can have: what is beyond is nonsense, and would be written out in zeros. */
const exponents = { least: -40, most: 6 };

function decimalOf(value: unknown): Big | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  // more digits than any price has are not even read
  if (typeof value === "string" && value.length > 100) return undefined;
  try {
    const amount = new Big(value);
    return amount.e >= exponents.least && amount.e <= exponents.most ? amount : undefined;
  } catch {
    return undefined;
  }
}

function dateOf(text: string | null | undefined): string | undefined {
  return text?.match(/^\d{4}-\d{2}-\d{2}/)?.[0];
}

function withoutAbsent<Facts extends object>(facts: { [Key in keyof Facts]?: Facts[Key] | null | undefined }): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined && value !== null),
  ) as Facts;
}
