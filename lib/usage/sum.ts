import Big from "big.js";
import type { CallUsage, ModelSpending, Spending } from "./schema.ts";

const tokenNames = ["inputTokens", "cachedTokens", "cacheWriteTokens", "outputTokens", "reasoningTokens"] as const;

type Counts = Omit<Spending, "cost" | "estimatedCost">;
type Call = Pick<CallUsage, (typeof tokenNames)[number] | "cost"> & { costSource: string | null; purpose: string };

/** What calls took together, exactly. */
export class Sum {
  #cost = new Big(0);
  #estimatedCost = new Big(0);
  readonly #counts: Counts = {
    ...{ answers: 0, titles: 0, estimated: 0, unknownCost: 0, unknownTokens: 0, unknownCached: 0 },
    unknownReasoning: 0,
    ...{ inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 },
  };

  add(call: Call): void {
    const counts = this.#counts;
    counts[call.purpose === "title" ? "titles" : "answers"] += 1;
    for (const name of tokenNames) counts[name] += call[name] ?? 0;
    if (call.inputTokens === null || call.outputTokens === null) counts.unknownTokens += 1;
    if (call.cachedTokens === null) counts.unknownCached += 1;
    if (call.reasoningTokens === null) counts.unknownReasoning += 1;
    if (call.cost === null) {
      counts.unknownCost += 1;
      return;
    }
    this.#cost = this.#cost.plus(call.cost);
    if (call.costSource !== "estimated") return;
    counts.estimated += 1;
    this.#estimatedCost = this.#estimatedCost.plus(call.cost);
  }

  /** Adds what another sum has. */
  addAll(other: Sum): void {
    for (const name of Object.keys(this.#counts) as (keyof Counts)[]) this.#counts[name] += other.#counts[name];
    this.#cost = this.#cost.plus(other.#cost);
    this.#estimatedCost = this.#estimatedCost.plus(other.#estimatedCost);
  }

  /** all of it so far */
  get spending(): Spending {
    return { ...this.#counts, cost: this.#cost.toFixed(), estimatedCost: this.#estimatedCost.toFixed() };
  }
}

/** The same by model. */
export class ModelSums {
  readonly #sums = new Map<string, Sum>();

  add(call: Call & { modelId: string }): void {
    this.#of(call.modelId).add(call);
  }

  /** Adds what others have. */
  addAll(others: ModelSums): void {
    for (const [modelId, sum] of others.#sums) this.#of(modelId).addAll(sum);
  }

  #of(modelId: string): Sum {
    const sum = this.#sums.get(modelId) ?? new Sum();
    this.#sums.set(modelId, sum);
    return sum;
  }

  /** all models together */
  get total(): Spending {
    const total = new Sum();
    for (const sum of this.#sums.values()) total.addAll(sum);
    return total.spending;
  }

  /** the dearest first, and of those that cost the same, the one with the most tokens */
  get spending(): ModelSpending[] {
    const models = [...this.#sums].map(([modelId, sum]) => ({ modelId, ...sum.spending }));
    const tokens = (model: ModelSpending) => model.inputTokens + model.outputTokens;
    return models.sort((one, other) => new Big(other.cost).cmp(one.cost) || tokens(other) - tokens(one));
  }
}
