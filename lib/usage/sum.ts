import Big from "big.js";
import type { CallUsage, ModelSpending, Spending } from "./schema.ts";

const tokenNames = ["inputTokens", "cachedTokens", "cacheWriteTokens", "outputTokens", "reasoningTokens"] as const;

type Call = Pick<CallUsage, (typeof tokenNames)[number] | "cost"> & { costSource: string | null; purpose: string };

/** What calls took together, exactly. */
export class Sum {
  #cost = new Big(0);
  #estimatedCost = new Big(0);
  readonly #counts = {
    ...{ answers: 0, titles: 0, estimated: 0, unknownCost: 0, unknownTokens: 0 },
    ...{ inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 },
  };

  add(usage: Call): void {
    const counts = this.#counts;
    counts[usage.purpose === "title" ? "titles" : "answers"] += 1;
    for (const name of tokenNames) counts[name] += usage[name] ?? 0;
    if (usage.inputTokens === null || usage.outputTokens === null) counts.unknownTokens += 1;
    if (usage.cost === null) {
      counts.unknownCost += 1;
      return;
    }
    this.#cost = this.#cost.plus(usage.cost);
    if (usage.costSource !== "estimated") return;
    counts.estimated += 1;
    this.#estimatedCost = this.#estimatedCost.plus(usage.cost);
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
    const sum = this.#sums.get(call.modelId) ?? new Sum();
    this.#sums.set(call.modelId, sum);
    sum.add(call);
  }

  /** the dearest first, and of those that cost the same, the one with the most tokens */
  get spending(): ModelSpending[] {
    const models = [...this.#sums].map(([modelId, sum]) => ({ modelId, ...sum.spending }));
    const tokens = (model: ModelSpending) => model.inputTokens + model.outputTokens;
    return models.sort((one, other) => new Big(other.cost).cmp(one.cost) || tokens(other) - tokens(one));
  }
}
