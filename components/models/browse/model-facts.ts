import type { ModelMeasures } from "@/lib/models/schema";
import type { IndexEntry } from "../model-index.ts";

/** What is known of a model, fact by fact, in the order in which models are compared. */
export const factNames = [
  "provider",
  "alias",
  "context",
  "max-output",
  "inputs",
  "tools",
  "reasons",
  "efforts",
  "parameters",
  "input",
  "output",
  "cached-input",
  "cache-write",
  "reasoning",
  "request",
  "above",
  "first-token",
  "pace",
  "failures",
  "turns",
  "created",
  "ends",
] as const;
export type FactName = (typeof factNames)[number];

/** A fact of a model as the listing says it; undefined when it is not known. */
export function factOf(name: FactName, { model, provider }: IndexEntry, measures: ModelMeasures | undefined) {
  const { price } = model;
  const priced = (amount: "input" | "output" | "cachedInput" | "cacheWrite" | "reasoning" | "request" | "above") =>
    price === "varies" ? price : price?.[amount];
  const facts = {
    provider: () => provider,
    alias: () => model.aliasOf ?? model.alias,
    context: () => model.contextLength,
    "max-output": () => model.maxOutput,
    inputs: () => model.inputs,
    tools: () => model.tools,
    reasons: () => model.reasons,
    efforts: () => model.efforts,
    parameters: () => model.parameters,
    input: () => priced("input"),
    output: () => priced("output"),
    "cached-input": () => priced("cachedInput"),
    "cache-write": () => priced("cacheWrite"),
    reasoning: () => priced("reasoning"),
    request: () => priced("request"),
    above: () => priced("above"),
    "first-token": () => measures?.firstTokenMs ?? undefined,
    pace: () => measures?.tokensPerSecond ?? undefined,
    failures: () => measures?.failures,
    turns: () => measures?.turns,
    created: () => model.createdAt,
    ends: () => model.endsOn,
  } satisfies Record<FactName, () => unknown>;
  return facts[name]();
}

/** One line of a comparison. */
export type ComparedFact = {
  name: FactName;
  /** not the same for all models */
  differs: boolean;
};

/** The facts that any of these models has, and whether they differ; an id that is not listed here has none. */
export function compareFacts(
  entries: readonly (IndexEntry | undefined)[],
  measures: Readonly<Record<string, ModelMeasures>>,
): ComparedFact[] {
  return factNames.flatMap((name) => {
    const values = entries.map((entry) => entry && factOf(name, entry, measures[entry.model.id]));
    if (values.every((value) => value === undefined)) return [];
    const listed = values.filter((_, at) => entries[at] !== undefined).map(inOneOrder);
    return [{ name, differs: new Set(listed).size > 1 }];
  });
}

// lists come in any order, and say the same
function inOneOrder(value: ReturnType<typeof factOf>): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : (value ?? null));
}

/** Whether anything is known of how any of these models has done here. */
export function hasMeasures(
  entries: readonly IndexEntry[],
  measures: Readonly<Record<string, ModelMeasures>>,
): boolean {
  return Object.keys(measures).length > 0 && entries.some(({ model }) => Object.hasOwn(measures, model.id));
}
