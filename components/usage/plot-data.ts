import Big from "big.js";
import type { ModelSpending, UsageReport } from "@/lib/usage/schema";

/** As many models have a colour of their own; what the rest took is put together. */
export const mostSeries = 5;

/** One bar: a day or a month, and what it is made of, in the order of the series. */
export type Bar = { start: string; parts: string[]; total: string };

/** What a plot shows. Amounts are exact decimals. */
export type Plot = {
  /** the names of what is stacked, from below; null for all the others */
  series: (string | null)[];
  bars: Bar[];
  total: string;
  /** the highest bar; null when there is none */
  highest: Bar | null;
};

/** The cost of each day or month, by the models that cost the most in all of the range. */
export function costPlot({ models, periods, total }: UsageReport): Plot {
  const dear = models.filter(({ cost }) => new Big(cost).gt(0)).map(({ modelId }) => modelId);
  const top = dear.slice(0, mostSeries);
  const series = dear.length > top.length ? [...top, null] : top;
  const bars = periods.map(({ start, models: some }) => {
    const costOf = (name: string | null) =>
      sum(
        some
          .filter(({ modelId }) => (name === null ? !top.includes(modelId) : modelId === name))
          .map(({ cost }) => cost),
      );
    return bar(start, series.map(costOf));
  });
  return { series, bars, total: total.cost, highest: highest(bars) };
}

/** The tokens of each day or month: what went in, and what came out. */
export function tokenPlot({ periods, total }: UsageReport): Plot {
  const count = (models: ModelSpending[], name: "inputTokens" | "outputTokens") =>
    String(models.reduce((all, model) => all + model[name], 0));
  const bars = periods.map(({ start, models }) =>
    bar(start, [count(models, "inputTokens"), count(models, "outputTokens")]),
  );
  const all = String(total.inputTokens + total.outputTokens);
  return { series: ["input", "output"], bars, total: all, highest: highest(bars) };
}

function bar(start: string, parts: string[]): Bar {
  return { start, parts, total: sum(parts) };
}

function sum(amounts: string[]): string {
  return amounts.reduce((all, amount) => all.plus(amount), new Big(0)).toFixed();
}

function highest(bars: Bar[]): Bar | null {
  return bars.reduce<Bar | null>((most, next) => (new Big(next.total).gt(most?.total ?? 0) ? next : most), null);
}
