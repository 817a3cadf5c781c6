import type { LanguageModelUsage } from "ai";
import Big from "big.js";
import { type FixedPrice, type ModelPrice, priceFor } from "../models/schema.ts";
import { type CallUsage, unknownUsage } from "./schema.ts";

/** More tokens than any call can take, and more dollars: what is beyond is nonsense. */
const mostTokens = 1_000_000_000;
const mostDollars = 1_000_000;

type Counts = Omit<CallUsage, "cost" | "costSource">;
/** `false` stands for a figure that is there and makes no sense. */
type Figure = number | null | false;
type Figures = { [Name in keyof Counts]: Figure };

/**
 * What a call took, from the provider's report, and what it cost: by the provider's own word, else by its prices. Never
 * throws, and never makes anything up: what is missing or absurd is unknown.
 * @param usage as the AI SDK hands it on, null when nothing was reported
 * @param price as the provider lists it, undefined when it does not
 */
export function callUsage(usage: LanguageModelUsage | null, price: ModelPrice | undefined): CallUsage {
  if (!usage) return unknownUsage;
  const report = asRecord(usage.raw);
  const { counts, credible } = checked(report ? wireFigures(report) : packageFigures(usage));
  const reported = report && reportedCost(report);
  // "free" is believed of a call of which it is known what it took
  if (reported && (reported.gt(0) || counts.inputTokens !== null)) {
    return { ...counts, cost: reported.toFixed(), costSource: "reported" };
  }
  const estimated = credible && price && price !== "varies" ? estimate(counts, price) : null;
  return { ...counts, cost: estimated?.toFixed() ?? null, costSource: estimated ? "estimated" : null };
}

// The package fills in 0 for what is missing: only the report itself tells nothing from zero.
function wireFigures(report: Record<string, unknown>): Figures {
  const input = asRecord(report.prompt_tokens_details);
  const output = asRecord(report.completion_tokens_details);
  return {
    inputTokens: figure(report.prompt_tokens),
    cachedTokens: figure(input?.cached_tokens),
    cacheWriteTokens: figure(input?.cache_write_tokens),
    outputTokens: figure(report.completion_tokens),
    reasoningTokens: figure(output?.reasoning_tokens),
  };
}

// a model that runs here has no report but this
function packageFigures({
  inputTokens,
  inputTokenDetails,
  outputTokens,
  outputTokenDetails,
}: LanguageModelUsage): Figures {
  return {
    inputTokens: figure(inputTokens),
    cachedTokens: figure(inputTokenDetails.cacheReadTokens),
    cacheWriteTokens: figure(inputTokenDetails.cacheWriteTokens),
    outputTokens: figure(outputTokens),
    reasoningTokens: figure(outputTokenDetails.reasoningTokens),
  };
}

function figure(value: unknown): Figure {
  if (value === undefined || value === null) return null;
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= mostTokens && (value as number);
}

/** The figures that can be true, and whether all of them are. */
function checked(figures: Figures): { counts: Counts; credible: boolean } {
  const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens } = figures;
  // every call has an input: servers that say 0 did not count it
  const input = inputTokens || null;
  // nobody writes more than nothing for nothing
  const output = outputTokens === false || (outputTokens === 0 && input === null) ? null : outputTokens;
  const ofInput = (cachedTokens || 0) + (cacheWriteTokens || 0) <= (input ?? 0);
  const ofOutput = (reasoningTokens || 0) <= (output ?? 0);
  const part = (value: Figure, fits: boolean) => (value === false || !fits ? null : value);
  return {
    counts: {
      inputTokens: input,
      cachedTokens: input === null ? null : part(cachedTokens, ofInput),
      cacheWriteTokens: input === null ? null : part(cacheWriteTokens, ofInput),
      outputTokens: output,
      reasoningTokens: output === null ? null : part(reasoningTokens, ofOutput),
    },
    credible: ofInput && ofOutput && Object.values(figures).every((value) => value !== false),
  };
}

/**
 * What OpenRouter says that it charged, in US dollars. Where the person's own key was used there (`is_byok`), that is
 * its fee alone, and what the key's owner is charged stands apart.
 */
function reportedCost(report: Record<string, unknown>): Big | null {
  const charged = dollars(report.cost);
  if (!charged || report.is_byok !== true) return charged;
  const upstream = dollars(asRecord(report.cost_details)?.upstream_inference_cost);
  return upstream && charged.plus(upstream);
}

function dollars(value: unknown): Big | null {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0 || value > mostDollars) return null;
  return new Big(value);
}

/** The price of a call whose tokens are known; exact, because sums and products of decimals are. */
function estimate(counts: Counts, listed: FixedPrice): Big | null {
  const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens, reasoningTokens } = counts;
  if (inputTokens === null || outputTokens === null) return null;
  const price = priceFor(listed, inputTokens);
  const input = decimal(price.input);
  const output = decimal(price.output);
  if (!input || !output) return null;
  const cached = cachedTokens ?? 0;
  const kept = cacheWriteTokens ?? 0;
  const thought = reasoningTokens ?? 0;
  return input
    .times(inputTokens - cached - kept)
    .plus(special(price.cachedInput, input).times(cached))
    .plus(special(price.cacheWrite, input).times(kept))
    .plus(output.times(outputTokens - thought))
    .plus(special(price.reasoning, output).times(thought))
    .plus(decimal(price.request) ?? 0);
}

// listings write 0 for a price that a model does not have: what has no price of its own costs the usual one
function special(price: string | undefined, usual: Big): Big {
  const own = decimal(price);
  return own?.gt(0) ? own : usual;
}

// a price that cannot be read must not cost the answer
function decimal(text: string | undefined): Big | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? new Big(text) : null;
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}
