import { expect, test, vi } from "vitest";
import type { ModelListing } from "@/lib/models/schema";
import { noFilters } from "../facts.ts";
import { allEntries, indexModels } from "../model-index.ts";
import { BrowseSearch } from "./browse-search.ts";

const listing = (...names: string[]): ModelListing => ({
  ...{ defaultModelId: "", favourites: [], recent: [], measures: {} },
  providers: [
    {
      ...{ id: "host", name: "Host", listedAt: null, renewing: false, problem: null },
      models: names.map((name) => ({ id: `host:${name}`, name })),
    },
  ],
});
const listed = (...names: string[]) => ({
  entries: allEntries(indexModels(listing(...names))),
  measures,
  locale: "en",
});
const measures = {};

function searchOf(query: string) {
  vi.stubGlobal("window", { location: { pathname: "/models" }, history: { state: null } });
  vi.stubGlobal("History", class History {});
  History.prototype.pushState = vi.fn();
  History.prototype.replaceState = vi.fn();
  const search = new BrowseSearch(query);
  const found = () => search.state.found?.map(({ model }) => model.name) ?? null;
  return { search, found };
}

test("nothing is found before there is a list, and what the address asks for as soon as there is one", () => {
  const { search, found } = searchOf("?q=b&sort=-name");
  expect(found()).toBeNull();
  search.update(listed("a", "b", "ab"));
  expect(found()).toEqual(["b", "ab"]);
  search.update(listed("b", "c"));
  expect(found()).toEqual(["b"]);
});

test("a change of what is not asked for keeps what was found, and each is told of", () => {
  const { search, found } = searchOf("");
  search.update(listed("a", "b", "c"));
  const told = vi.fn();
  const stop = search.subscribe(told);
  const before = search.state.found;
  search.change({ chosen: ["host:a"] }, "replace");
  expect(search.state.found).toBe(before);
  search.change({ order: { key: "name", descending: true } }, "push");
  expect(found()).toEqual(["c", "b", "a"]);
  search.change({ query: "a" }, "typed");
  expect(found()).toEqual(["a"]);
  search.change({ query: "", filters: { ...noFilters, vision: true } }, "push");
  expect(found()).toEqual([]);
  expect(told).toHaveBeenCalledTimes(4);
  stop();
  search.change({ filters: noFilters }, "push");
  expect(found()).toEqual(["c", "b", "a"]);
  expect(told).toHaveBeenCalledTimes(4);
});

test("the same list again tells nobody", () => {
  const { search } = searchOf("");
  const list = listed("a");
  search.update(list);
  const told = vi.fn();
  search.subscribe(told);
  search.update({ ...list });
  expect(told).not.toHaveBeenCalled();
  search.update({ ...list, locale: "zh-CN" });
  expect(told).toHaveBeenCalledTimes(1);
});

test("models are compared as long as there are some", () => {
  const { search } = searchOf("?compare=host:a&view=compare");
  expect(search.state.view.comparing).toBe(true);
  search.change({ chosen: [] }, "replace");
  expect(search.state.view.comparing).toBe(false);
});
