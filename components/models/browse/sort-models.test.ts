import { expect, test } from "vitest";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import type { IndexEntry } from "../model-index.ts";
import { firstOrder, orderBy, type SortKey, sortModels } from "./sort-models.ts";

const entry = (name: string, facts: Partial<ListedModel> = {}, provider = "One"): IndexEntry => ({
  ...{ provider, text: name, run: name, model: { id: `p:${name}`, name, ...facts } },
});
const big = entry("Big", {
  ...{ contextLength: 1_000_000, maxOutput: 64_000, createdAt: 30 },
  price: { input: "0.000003", output: "0.000015" },
});
const small = entry(
  "small 2",
  { contextLength: 8_000, createdAt: 10, price: { input: "0.0000001", output: "0" } },
  "Two",
);
const other = entry("small 10", { contextLength: 8_000, createdAt: 20, price: { input: "0", output: "0.00001" } });
const router = entry("A router", { price: "varies" }, "Two");
const unknown = entry("Unknown");
const all = [unknown, other, big, router, small];
const measures: Record<string, ModelMeasures> = {
  "p:Big": { turns: 3, failures: 0, firstTokenMs: 900, tokensPerSecond: 20 },
  "p:small 2": { turns: 3, failures: 0.25, firstTokenMs: 200, tokensPerSecond: null },
};
const names = (key: SortKey, descending = false) =>
  sortModels(all, { key, descending }, measures, "en").map(({ model }) => model.name);

test("by name, as a person reads numbers", () => {
  expect(names("name")).toEqual(["A router", "Big", "small 2", "small 10", "Unknown"]);
  expect(names("name", true)).toEqual(["Unknown", "small 10", "small 2", "Big", "A router"]);
});

test.each<[SortKey, string[], string[]]>([
  [
    "context",
    ["small 2", "small 10", "Big", "A router", "Unknown"],
    ["Big", "small 2", "small 10", "A router", "Unknown"],
  ],
  [
    "max-output",
    ["Big", "A router", "small 2", "small 10", "Unknown"],
    ["Big", "A router", "small 2", "small 10", "Unknown"],
  ],
  [
    "input",
    ["small 10", "small 2", "Big", "A router", "Unknown"],
    ["Big", "small 2", "small 10", "A router", "Unknown"],
  ],
  [
    "output",
    ["small 2", "small 10", "Big", "A router", "Unknown"],
    ["Big", "small 10", "small 2", "A router", "Unknown"],
  ],
  [
    "newest",
    ["small 2", "small 10", "Big", "A router", "Unknown"],
    ["Big", "small 10", "small 2", "A router", "Unknown"],
  ],
  [
    "first-token",
    ["small 2", "Big", "A router", "small 10", "Unknown"],
    ["Big", "small 2", "A router", "small 10", "Unknown"],
  ],
  [
    "pace",
    ["Big", "A router", "small 2", "small 10", "Unknown"],
    ["Big", "A router", "small 2", "small 10", "Unknown"],
  ],
  [
    "failures",
    ["Big", "small 2", "A router", "small 10", "Unknown"],
    ["small 2", "Big", "A router", "small 10", "Unknown"],
  ],
  [
    "provider",
    ["Big", "small 10", "Unknown", "A router", "small 2"],
    ["A router", "small 2", "Big", "small 10", "Unknown"],
  ],
])("by %s: what is unknown stands last in both directions, equal ones by name", (key, ascending, descending) => {
  expect(names(key)).toEqual(ascending);
  expect(names(key, true)).toEqual(descending);
});

test("prices that a float cannot tell apart are in order", () => {
  const priced = (name: string, input: string) => entry(name, { price: { input, output: "0" } });
  const dearer = priced("A", "0.10000000000000000002");
  const cheaper = priced("B", "0.10000000000000000001");
  const order = { key: "input", descending: false } as const;
  expect(sortModels([dearer, cheaper], order, {}, "en")).toEqual([cheaper, dearer]);
});

test("what was given stays as it was", () => {
  const given = [...all];
  sortModels(given, { key: "name", descending: true }, {}, "en");
  expect(given).toEqual(all);
});

test("a heading sorts in the useful direction first, and then the other way round", () => {
  expect(orderBy("context", firstOrder("name"))).toEqual({ key: "context", descending: true });
  expect(orderBy("input", firstOrder("context"))).toEqual({ key: "input", descending: false });
  expect(orderBy("input", { key: "input", descending: false })).toEqual({ key: "input", descending: true });
});
