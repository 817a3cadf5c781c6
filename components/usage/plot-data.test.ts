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
  expect(plot.bars).toEqual([
    { start: "2026-11-01", parts: ["0.1", "0", "0", "0", "0", "0.3"], total: "0.4" },
    { start: "2026-11-02", parts: ["0", "0", "0", "0", "0", "0"], total: "0" },
  ]);
  expect(plot).toMatchObject({ total: "28", highest: { start: "2026-11-01" } });
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
  expect(plot).toMatchObject({ bars: [{ parts: ["30", "3"], total: "33" }], total: "33" });
});
