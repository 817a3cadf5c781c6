import { expect, test } from "vitest";
import type { ModelSpending, Spending, UsageReport } from "@/lib/usage/schema";
import { costPlot, tokenPlot } from "./plot-data.ts";

const none: Spending = {
  ...{ answers: 1, titles: 0, inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
  ...{ reasoningTokens: 0, cost: "0", estimatedCost: "0", estimated: 0, unknownCost: 0, unknownTokens: 0 },
  ...{ unknownCached: 0, unknownReasoning: 0 },
};
const model = (modelId: string, cost: string, inputTokens = 0, outputTokens = 0): ModelSpending => ({
  ...none,
  ...{ modelId, cost, inputTokens, outputTokens },
});
const report = (periods: UsageReport["periods"], models: ModelSpending[], total: Partial<Spending>): UsageReport => ({
  ...{ zone: "UTC", from: "2026-11-01", to: "2026-11-02", unit: "day", periods, models },
  total: { ...none, ...total },
});

test("models beyond the fifth are put together, exactly, and bars are stacked alike on every day", () => {
  const models = ["a", "b", "c", "d", "e", "f", "g"].map((name, index) => model(name, String(7 - index)));
  const periods = [
    { start: "2026-11-01", models: [model("a", "0.1"), model("f", "0.1"), model("g", "0.2"), model("free", "0")] },
    { start: "2026-11-02", models: [] },
  ];
  const plot = costPlot(report(periods, [...models, model("free", "0")], { cost: "28" }));
  expect(plot.series).toEqual(["a", "b", "c", "d", "e", null]);
  const values = plot.bars.map(({ start, parts, total }) => [start, parts.map(({ value }) => value), total.value]);
  expect(values).toEqual([
    ["2026-11-01", ["0.1", "0", "0", "0", "0", "0.3"], "0.4"],
    ["2026-11-02", ["0", "0", "0", "0", "0", "0"], "0"],
  ]);
  expect(plot).toMatchObject({ total: { value: "28" }, highest: { start: "2026-11-01" } });
});

test("what cost nothing has no colour, and a plot of nothing has no highest bar", () => {
  const plot = costPlot(
    report([{ start: "2026-11-01", models: [model("free", "0", 5, 6)] }], [model("free", "0")], {}),
  );
  expect(plot).toMatchObject({ series: [], highest: null });
});

test("tokens are what went in and what came out", () => {
  const periods = [{ start: "2026-11-01", models: [model("a", "0", 10, 1), model("b", "0", 20, 2)] }];
  const plot = tokenPlot(report(periods, [], { inputTokens: 30, outputTokens: 3 }));
  expect(plot).toMatchObject({
    bars: [{ parts: [{ value: "30" }, { value: "3" }], total: { value: "33" } }],
    total: { value: "33" },
  });
});

test("PF-22 each day tells what of it is estimated, and of how many calls it is not known", () => {
  const guessed = { ...model("a", "0.2", 10, 1), answers: 2, estimated: 1, estimatedCost: "0.1", unknownCached: 2 };
  const silent = {
    ...model("b", "0"),
    titles: 1,
    unknownCost: 2,
    unknownTokens: 2,
    unknownCached: 2,
    unknownReasoning: 2,
  };
  const periods = [
    { start: "2026-11-01", models: [guessed, model("c", "0.3", 5, 6)] },
    { start: "2026-11-02", models: [silent] },
    { start: "2026-11-03", models: [guessed, silent] },
  ];
  const costs = costPlot(report(periods, [guessed, model("c", "0.3"), silent], { cost: "0.7" }));
  expect(costs.series).toEqual(["a", "c"]);
  expect(costs.bars.map(({ total }) => total)).toEqual([
    { value: "0.5", estimated: true, calls: 3, unknown: 0 },
    { value: "0", estimated: false, calls: 2, unknown: 2 },
    { value: "0.2", estimated: true, calls: 4, unknown: 2 },
  ]);
  expect(costs.bars[0]?.parts.map(({ estimated }) => estimated)).toEqual([true, false]);
  const { bars, more } = tokenPlot(report(periods, [], {}));
  expect(more).toEqual(["cached", "reasoning"]);
  expect(bars[2]).toMatchObject({
    total: { value: "11", calls: 4, unknown: 2 },
    more: [{ unknown: 4 }, { value: "0", unknown: 2 }],
  });
});
