import Big from "big.js";
import type { ModelSpending, Spending, UsageReport } from "@/lib/usage/schema";

/** As many models have a colour of their own; what the rest took is put together. */
export const mostSeries = 5;

/** An amount of some calls, and how far it can be relied upon. */
export type Amount = {
  /** exact decimal: what is known of it */
  value: string;
  /** whether some of it is estimated */
  estimated: boolean;
  /** how many calls there were, and of how many of them it is not known */
  calls: number;
  unknown: number;
};

/** One bar: a day or a month, and what it is made of, in the order of the series. */
export type Bar = {
  start: string;
  parts: Amount[];
  total: Amount;
  /** what more there is to tell of it, and not drawn */
  more: Amount[];
};

/** What a plot shows. Amounts are exact decimals. */
export type Plot = {
  /** the names of what is stacked, from below; null for all the others */
  series: (string | null)[];
  /** the names of what more is told of each bar */
  more: string[];
  bars: Bar[];
  total: Amount;
  /** the highest bar; null when there is none */
  highest: Bar | null;
};

/** The cost of each day or month, by the models that cost the most in all of the range. */
export function costPlot({ models, periods, total }: UsageReport): Plot {
  const dear = models.filter(({ cost }) => new Big(cost).gt(0)).map(({ modelId }) => modelId);
  const top = dear.slice(0, mostSeries);
  const series = dear.length > top.length ? [...top, null] : top;
  const bars = periods.map(({ start, models: some }) => {
    const isPart = (name: string | null) => (model: ModelSpending) =>
      name === null ? !top.includes(model.modelId) : model.modelId === name;
    const parts = series.map((name) => costOf(some.filter(isPart(name))));
    return { start, parts, total: costOf(some), more: [] };
  });
  return { series, more: [], bars, total: costOf([total]), highest: highest(bars) };
}

/** The tokens of each day or month: what went in, and what came out, and what of it was cached and was thought. */
export function tokenPlot({ periods, total }: UsageReport): Plot {
  const bars = periods.map(({ start, models }) => ({
    start,
    parts: [tokensOf(models, ["inputTokens"]), tokensOf(models, ["outputTokens"])],
    total: tokensOf(models, ["inputTokens", "outputTokens"]),
    more: [
      tokensOf(models, ["cachedTokens"], "unknownCached"),
      tokensOf(models, ["reasoningTokens"], "unknownReasoning"),
    ],
  }));
  const all = tokensOf([total], ["inputTokens", "outputTokens"]);
  return { series: ["input", "output"], more: ["cached", "reasoning"], bars, total: all, highest: highest(bars) };
}

function costOf(some: Spending[]): Amount {
  return {
    value: some.reduce((all, { cost }) => all.plus(cost), new Big(0)).toFixed(),
    estimated: some.some(({ estimated }) => estimated > 0),
    calls: callsOf(some),
    unknown: some.reduce((all, { unknownCost }) => all + unknownCost, 0),
  };
}

type Tokens = "inputTokens" | "cachedTokens" | "outputTokens" | "reasoningTokens";
type Unknown = "unknownTokens" | "unknownCached" | "unknownReasoning";

function tokensOf(some: Spending[], names: Tokens[], unknown: Unknown = "unknownTokens"): Amount {
  return {
    value: String(some.reduce((all, spending) => names.reduce((sum, name) => sum + spending[name], all), 0)),
    estimated: false,
    calls: callsOf(some),
    unknown: some.reduce((all, spending) => all + spending[unknown], 0),
  };
}

const callsOf = (some: Spending[]) => some.reduce((all, { answers, titles }) => all + answers + titles, 0);

function highest(bars: Bar[]): Bar | null {
  return bars.reduce<Bar | null>(
    (most, next) => (new Big(next.total.value).gt(most?.total.value ?? 0) ? next : most),
    null,
  );
}
