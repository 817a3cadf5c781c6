import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ModelState } from "@/lib/models/schema";
import { Listeners } from "./listeners.ts";
import { ModelsStore } from "./models-store.ts";

const state: ModelState = {
  ...{ version: "1", defaultModelId: "a:0", favourites: [], recent: ["a:0", "a:1", "a:2"], measures: {} },
  providers: [{ id: "a", name: "A", listedAt: null, renewing: false, problem: null }],
};
const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return Response.json(url.endsWith("/state") ? state : { version: "1", providers: [] });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a look asks again, but not before the page has asked, and not soon after the last time", async () => {
  const store = new ModelsStore(new Listeners());
  await store.refresh();
  expect(asked).toEqual([]);
  await store.load();
  expect(asked).toEqual(["/api/models", "/api/models/state"]);
  vi.advanceTimersByTime(14_000);
  await store.refresh();
  expect(asked).toHaveLength(2);
  vi.advanceTimersByTime(2_000);
  // two looks at once are one; the lists are only asked for when there are others
  await Promise.all([store.refresh(), store.refresh()]);
  expect(asked.slice(2)).toEqual(["/api/models/state"]);
});

test("the model of a turn that was taken is the one used last, of as many as are kept", async () => {
  const store = new ModelsStore(new Listeners());
  store.noteUse("a:9");
  await store.load();
  const recent = () => store.state.listing?.recent;
  store.noteUse("a:2");
  expect(recent()).toEqual(["a:2", "a:0", "a:1"]);
  store.noteUse("a:2");
  for (const id of ["a:3", "a:4", "a:5"]) store.noteUse(id);
  expect(recent()).toEqual(["a:5", "a:4", "a:3", "a:2", "a:0"]);
});
