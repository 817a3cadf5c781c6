import { expect, test } from "vitest";
import { noFilters } from "../facts.ts";
import { type ModelsView, readView, writeView } from "./view.ts";

const usual = readView("");

test("the usual view needs nothing in the address", () => {
  expect(usual).toEqual({
    ...{ query: "", filters: noFilters, chosen: [], comparing: false },
    order: { key: "name", descending: false },
  });
  expect(writeView(usual)).toBe("");
});

test.each<Partial<ModelsView>>([
  { query: "claude & gpt + 通义" },
  { filters: { ...noFilters, vision: true, free: true, minContext: 128_000, maxPrice: 0.5 } },
  { order: { key: "context", descending: true } },
  { order: { key: "name", descending: true } },
  { chosen: ["openrouter:~a/b:free", "local:/models/a b.gguf", "x:通义#1&2"], comparing: true },
])("what is written is read again: %o", (change) => {
  const view = { ...usual, ...change };
  expect(readView(writeView(view))).toEqual(view);
});

test.each([
  "?sort=nonsense&context=NaN&price=-1&vision=yes&view=compare",
  "?sort=&context=1e9&price=Infinity&compare=",
  "?context=99999999999999999999&q=&compare=&unknown=1",
])("what makes no sense is as if it were not there: %s", (search) => {
  expect(readView(search)).toEqual(usual);
});

test("no more than four models are compared, each once", () => {
  const { chosen } = readView("?compare=a:1&compare=a:1&compare=a:2&compare=a:3&compare=a:4&compare=a:5");
  expect(chosen).toEqual(["a:1", "a:2", "a:3", "a:4"]);
  expect(readView(`?compare=${"x".repeat(301)}&q=${"y".repeat(500)}`)).toMatchObject({
    chosen: [],
    query: "y".repeat(200),
  });
});
