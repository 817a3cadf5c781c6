import Big from "big.js";
import { z } from "zod";
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
  pricing: lenient(z.record(z.string(), z.unknown())),
  supported_parameters: words,
  reasoning: lenient(z.object({ supported_efforts: words })),
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
  const efforts = entry.reasoning?.supported_efforts?.filter((effort) => typeof effort === "string");
  return withoutAbsent({
    contextLength: entry.context_length ?? entry.max_model_len ?? entry.meta?.n_ctx ?? entry.meta?.n_ctx_train,
    maxOutput: entry.top_provider?.max_completion_tokens,
    inputs: inputs?.length ? inputs : undefined,
    parameters: supported && parametersOf(supported),
    tools: supported?.has("tools"),
    reasons: supported && (supported.has("reasoning") || supported.has("reasoning_effort")),
    efforts: efforts?.length ? efforts : undefined,
    price: entry.pricing ? priceOf(entry.pricing) : undefined,
    createdAt: entry.created,
    endsOn: dateOf(entry.expiration_date ?? entry.shutdown_date),
    // OpenRouter's names for whatever is newest
    alias: id.startsWith("~") || undefined,
  });
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
  return above.length > 0 ? { ...price, above } : price;
}

const Overrides = z.array(z.looseObject({ min_prompt_tokens: z.number().int().positive() }).nullable().catch(null));

/** OpenRouter's prices of calls with a long input; what one of them does not name costs what it does else. */
function aboveOf({ input, output, cachedInput, cacheWrite }: FixedPrice, overrides: unknown): PriceAbove[] {
  const entries = Overrides.safeParse(overrides).data?.slice(0, maxOverrides) ?? [];
  const prices = entries.flatMap((entry): PriceAbove[] => {
    if (!entry) return [];
    const changed = {
      input: decimal(entry.prompt),
      output: decimal(entry.completion),
      cachedInput: decimal(entry.input_cache_read),
      cacheWrite: decimal(entry.input_cache_write),
    };
    if (Object.values(changed).every((amount) => amount === undefined)) return [];
    const usual = { input, output, cachedInput, cacheWrite };
    return [{ tokens: entry.min_prompt_tokens - 1, ...withoutAbsent({ ...usual, ...withoutAbsent<object>(changed) }) }];
  });
  return prices.sort((one, other) => one.tokens - other.tokens);
}

/** More steps than any price has. */
const maxOverrides = 10;

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
