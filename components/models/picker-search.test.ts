import { expect, test, vi } from "vitest";
import type { ModelListing } from "@/lib/models/schema";
import { noFilters } from "./facts.ts";
import { ListView, rowAt } from "./list-view.ts";
import { PickerSearch } from "./picker-search.ts";

const model = (id: string, tools = false) => ({ id: `p:${id}`, name: id, tools }) as never;
const listing = (more: Partial<ModelListing> = {}): ModelListing => ({
  defaultModelId: "p:one",
  providers: [
    {
      id: "p",
      name: "P",
      problem: null,
      models: ["one", "two", "three", "four"].map((id) => model(id, id === "four")),
    },
  ] as never,
  favourites: [],
  recent: [],
  measures: {},
  ...more,
});
const active = ({ state }: PickerSearch) => state.activeRow?.id ?? null;
const options = ({ state }: PickerSearch) => state.rows.flatMap((row) => ("position" in row ? [row.id] : []));

test("the model in use is the active one, then the first that is found, and what was moved to stays with its query", () => {
  const search = new PickerSearch(listing(), "p:two");
  expect(active(search)).toBe("p:two");
  search.type("t");
  expect(options(search).slice(0, 2)).toEqual(["p:two", "p:three"]);
  expect(active(search)).toBe("p:two");
  search.moveTo(1);
  expect(active(search)).toBe("p:three");
  search.type("th");
  expect(active(search)).toBe("p:three");
  search.type("");
  expect(active(search)).toBe("p:two");
});

test("filters narrow the list, and what was moved to counts no more", () => {
  const search = new PickerSearch(listing(), "p:one");
  search.moveTo(2);
  search.narrow({ ...noFilters, tools: true });
  expect(options(search)).toEqual(["p:four"]);
  expect(active(search)).toBe("p:four");
  search.narrow(noFilters);
  expect(active(search)).toBe("p:one");
});

test("a mark moves rows: from the keyboard the model stays the active one, by pointer the place does", () => {
  const marked = listing({ favourites: ["p:three"] });
  const byKey = new PickerSearch(listing({ recent: ["p:one"] }), "p:one");
  byKey.moveTo(2);
  expect(active(byKey)).toBe("p:three");
  byKey.keepActive();
  byKey.update(marked, "p:one");
  expect(active(byKey)).toBe("p:three");
  expect(byKey.state.favourites.has("p:three")).toBe(true);

  const byPointer = new PickerSearch(listing({ recent: ["p:one"] }), "p:one");
  byPointer.moveTo(2);
  byPointer.keepPlace("p:three");
  byPointer.update(marked, "p:one");
  expect(active(byPointer)).toBe(options(byPointer)[2]);
});

test("who listens hears of what has changed, and of nothing else", () => {
  const first = listing();
  const search = new PickerSearch(first, "p:one");
  const heard = vi.fn();
  const end = search.subscribe(heard);
  search.update(first, "p:one");
  search.type("");
  expect(heard).toHaveBeenCalledTimes(0);
  search.type("o");
  search.update(first, "p:two");
  search.update(listing(), "p:two");
  expect(heard).toHaveBeenCalledTimes(3);
  end();
  search.type("on");
  expect(heard).toHaveBeenCalledTimes(3);
});

test("a list shows its active row, scrolled as little as it takes, and another list from its top on", () => {
  const offsets = Array.from({ length: 101 }, (_, index) => 4 + index * 50);
  const view = new ListView();
  view.resize(0, 500);
  view.show({ question: "a", offsets, activeRow: 5 });
  expect(view.top).toBe(0);
  view.show({ question: "a", offsets, activeRow: 20 });
  expect(view.top).toBe(4 + 21 * 50 + 8 - 500);
  // scrolled away by the person: the same list again does not bring it back, another active row does
  expect(view.scrolledTo(3000)).toBe(true);
  expect(view.scrolledTo(3000)).toBe(false);
  view.show({ question: "a", offsets, activeRow: 20 });
  expect(view.top).toBe(3000);
  view.show({ question: "a", offsets, activeRow: 19 });
  expect(view.top).toBe(4 + 19 * 50 - 8);
  view.show({ question: "b", offsets, activeRow: 0 });
  expect(view.top).toBe(0);
});

test("the row at a height is found between those around it", () => {
  const offsets = [4, 40, 92, 144];
  expect([0, 4, 39, 40, 91, 92, 500].map((height) => rowAt(offsets, height))).toEqual([0, 0, 0, 1, 1, 2, 3]);
});
