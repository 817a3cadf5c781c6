import { expect, test } from "vitest";
import type { ListedModel } from "@/lib/models/schema";
import type { IndexEntry } from "../model-index.ts";
import { compareFacts, hasMeasures } from "./model-facts.ts";

const entry = (facts: Partial<ListedModel>): IndexEntry => ({
  ...{ provider: "One", text: "", run: "" },
  model: { id: "p:m", name: "M", ...facts },
});
const compared = (...entries: (IndexEntry | undefined)[]) =>
  Object.fromEntries(compareFacts(entries, {}).map(({ name, differs }) => [name, differs]));

test("facts that no model has are no lines, and what one of them has differs", () => {
  expect(compared(entry({ contextLength: 8_000 }), entry({}))).toEqual({ provider: false, context: true });
});

test("a name for the newest of its kind says so, and is another one than a model's own", () => {
  expect(compared(entry({ alias: true }), entry({}))).toEqual({ provider: false, alias: true });
  const names = [entry({ alias: true, aliasOf: "One" }), entry({ alias: true, aliasOf: "Two" })] as const;
  expect(compared(...names)).toEqual({ provider: false, alias: true });
});

test("the same in another order is the same", () => {
  const one = entry({ inputs: ["text", "image"], price: { input: "1", output: "2", request: "0.01" } });
  const other = entry({ inputs: ["image", "text"], price: { input: "1", output: "3" } });
  expect(compared(one, other)).toEqual({ provider: false, inputs: false, input: false, output: true, request: true });
});

test("a price that varies is none that can be compared with a fixed one", () => {
  expect(compared(entry({ price: "varies" }), entry({ price: { input: "1", output: "1" } }))).toMatchObject({
    ...{ input: true, output: true },
  });
});

test("a model that is not listed any more has no facts, and differs in none", () => {
  expect(compared(entry({ tools: true }), undefined)).toEqual({ provider: false, tools: false });
  expect(compareFacts([undefined], {})).toEqual([]);
});

test("measures of other models are none of these", () => {
  const measures = { "p:other": { turns: 3, failures: 0, firstTokenMs: 1, tokensPerSecond: 1 } };
  expect(hasMeasures([entry({})], measures)).toBe(false);
  expect(hasMeasures([entry({ id: "p:other" })], measures)).toBe(true);
});
