import * as z from "zod/mini";
import { type ModelFacts, type ParameterName, splitModelId } from "./schema.ts";

/** How much a model is asked to think, the least first; which of them a model knows is among its facts. */
export const reasoningEfforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];

/** The parameters that are numbers: what OpenAI's specification of chat completions allows, and a step to change them by. */
export const numberRanges = {
  temperature: { least: 0, most: 2, step: 0.1, whole: false },
  topP: { least: 0, most: 1, step: 0.05, whole: false },
  frequencyPenalty: { least: -2, most: 2, step: 0.1, whole: false },
  presencePenalty: { least: -2, most: 2, step: 0.1, whole: false },
  maxTokens: { least: 1, most: 100_000_000, step: 1, whole: true },
  // 64 bits there; more than a number of JavaScript holds could not be repeated
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, step: 1, whole: true },
} as const satisfies Partial<Record<ParameterName, object>>;
export type NumberName = keyof typeof numberRanges;

/** As many stop sequences as a request may have, and the longest one, in UTF-16 code units. */
export const maxStopSequences = 4;
export const maxStopLength = 200;

const number = (name: NumberName) => {
  const { least, most, whole } = numberRanges[name];
  const checks = [z.gte(least), z.lte(most)] as const;
  return z.optional(whole ? z.int().check(...checks) : z.number().check(...checks));
};

/** What is asked of a model beside the messages. What is absent is left to the provider, and is not sent. */
export const Parameters = z.strictObject({
  temperature: number("temperature"),
  topP: number("topP"),
  maxTokens: number("maxTokens"),
  frequencyPenalty: number("frequencyPenalty"),
  presencePenalty: number("presencePenalty"),
  seed: number("seed"),
  stop: z.optional(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(maxStopLength)))
      .check(z.minLength(1), z.maxLength(maxStopSequences)),
  ),
  reasoningEffort: z.optional(z.enum(reasoningEfforts)),
});
export type Parameters = z.infer<typeof Parameters>;

/** All of them, in the order in which they are told. */
export const parameterNames = Object.keys(Parameters.def.shape) as ParameterName[];

/** A change of some of them: null for one that is to be set no more. */
export const ParameterChange = z.strictObject(
  Object.fromEntries(
    Object.entries(Parameters.def.shape).map(([name, schema]) => [name, z.optional(z.nullable(schema))]),
  ) as { [Name in ParameterName]: z.ZodMiniOptional<z.ZodMiniNullable<(typeof Parameters.def.shape)[Name]>> },
);

/** What becomes of a parameter on its way to the provider, where that is not simply what was set. */
export type ParameterNote =
  /** the model does not take it: it is not sent */
  | { parameter: ParameterName; what: "dropped" }
  /** the model does not go so far: the nearest that it takes is sent */
  | { parameter: ParameterName; what: "clamped"; to: number | ReasoningEffort }
  /** it goes under another name than the usual one */
  | { parameter: ParameterName; what: "renamed"; to: string };

/** The parameters that are sent, and what there is to say of the others. */
export type ParameterPlan = { parameters: Parameters; notes: ParameterNote[] };

/** A model, and what is known of it. */
export type PlannedModel = { modelId: string; facts: Pick<ModelFacts, "parameters" | "efforts" | "maxOutput"> };

/**
 * Decides what of a conversation's parameters is sent to a model: the one place that does, for the request, for the
 * receipt and for what the page says beforehand. Where nothing is known of a model everything is sent: its provider
 * knows.
 */
export function planParameters(parameters: Parameters, model: PlannedModel): ParameterPlan {
  const plan: ParameterPlan = { parameters: {}, notes: [] };
  for (const name of parameterNames) {
    const value = parameters[name];
    if (value === undefined) continue;
    if (!takesParameter(model, name, parameters)) {
      plan.notes.push({ parameter: name, what: "dropped" });
      continue;
    }
    const sent = clamp(name, value, model.facts);
    if (sent !== value) plan.notes.push({ parameter: name, what: "clamped", to: sent as number | ReasoningEffort });
    Object.assign(plan.parameters, { [name]: sent });
    const wireName = otherName(name, model.modelId);
    if (wireName) plan.notes.push({ parameter: name, what: "renamed", to: wireName });
  }
  return plan;
}

/** Whether a model takes a parameter, as far as is known; some only when they are asked not to think. */
export function takesParameter({ modelId, facts }: PlannedModel, name: ParameterName, parameters: Parameters): boolean {
  const family = openaiFamily(modelId);
  if (family.searches && name === "temperature") return false;
  const known = facts.parameters ?? (family.thinks ? thinkingParameters : undefined);
  const takes = (other: ParameterName) => known?.includes(other) ?? true;
  // whatever a server behind a changed address says of such a model
  if (family.thinks && (name === "frequencyPenalty" || name === "presencePenalty")) return false;
  if (family.thinks && (name === "temperature" || name === "topP")) {
    // an effort that is not sent leaves the package to think, and to drop these
    const effort = takes("reasoningEffort") ? parameters.reasoningEffort : undefined;
    return family.samplesWithoutThought && effort !== undefined && nearest(effort, effortsOf(facts)) === "none";
  }
  return takes(name);
}

/** The efforts that a model can be asked for, the least first: all of them while it is not known which ones it takes. */
export function effortsOf(facts: Pick<ModelFacts, "efforts">): ReasoningEffort[] {
  const known = knownEfforts(facts);
  return known.length > 0 ? known : [...reasoningEfforts];
}

/** Whether it is known which efforts a model takes. */
export function knowsEfforts(facts: Pick<ModelFacts, "efforts">): boolean {
  return knownEfforts(facts).length > 0;
}

const knownEfforts = ({ efforts }: Pick<ModelFacts, "efforts">) =>
  reasoningEfforts.filter((effort) => efforts?.includes(effort));

/**
 * What OpenAI's models that think take of ours. Its package drops the rest but for `stop`, of which OpenAI's specification
 * says that its latest models that think, o3 and o4-mini, do not take it.
 */
export const thinkingParameters: readonly ParameterName[] = ["maxTokens", "seed", "reasoningEffort"];

/** The only ones from gpt-6 on that do not think when they are asked not to, and then take sampling parameters. */
export const samplingSixes: ReadonlySet<string> = new Set(["gpt-6.1-terra", "gpt-6-luna", "gpt-6-sol"]);

/**
 * What the name of a model of OpenAI's tells, read as @ai-sdk/openai 4.0.118 reads it: whether it thinks, whether it takes
 * sampling parameters when it is asked not to, and whether it searches instead of sampling. Nothing of others' models.
 */
export function openaiFamily(modelId: string): { thinks: boolean; samplesWithoutThought: boolean; searches: boolean } {
  const split = splitModelId(modelId);
  const model = split?.providerId === "openai" ? split.model : "";
  const [, major = 0, minor, variant = ""] = /^gpt-(\d+)(?:\.(\d+))?(?:-(.+))?$/.exec(model) ?? [];
  const isChat = minor === undefined && variant.startsWith("chat");
  return {
    thinks: /^o\d+(-|$)/.test(model) || (Number(major) >= 5 && !isChat),
    samplesWithoutThought: (Number(major) === 5 && Number(minor ?? 0) >= 1) || samplingSixes.has(model),
    searches: /^gpt-4o(-mini)?-search-preview/.test(model),
  };
}

function clamp(name: ParameterName, value: Parameters[ParameterName], facts: PlannedModel["facts"]) {
  if (name === "maxTokens" && facts.maxOutput) return Math.min(value as number, facts.maxOutput);
  if (name === "reasoningEffort") return nearest(value as ReasoningEffort, effortsOf(facts));
  return value;
}

// the nearest one, of two as near the smaller: it costs less; but who asks for some thought does not get none
function nearest(effort: ReasoningEffort, efforts: ReasoningEffort[]): ReasoningEffort {
  const thinking = efforts.filter((other) => other !== "none");
  const known = effort === "none" || thinking.length === 0 ? efforts : thinking;
  const distance = (other: ReasoningEffort) =>
    Math.abs(reasoningEfforts.indexOf(other) - reasoningEfforts.indexOf(effort));
  return known.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

// as the providers' packages write them
function otherName(name: ParameterName, modelId: string): string | null {
  if (name === "maxTokens" && openaiFamily(modelId).thinks) return "max_completion_tokens";
  if (name === "reasoningEffort" && modelId.startsWith("openrouter:")) return "reasoning.effort";
  return null;
}
