import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ModelState } from "@/lib/models/schema";
import { Listeners } from "./listeners.ts";
import { ModelsStore } from "./models-store.ts";

const state: ModelState = {
  ...{ version: "1", defaultModelId: "a:0", favourites: [], recent: ["a:0", "a:1", "a:2"], measures: {} },
  providers: [{ id: "a", name: "A", listedAt: null, renewing: false, problem: null }],
};
const asked: string[] = [];
/** requests that wait for the test's answer */
let held: { url: string; body: string; answer: (response: Response) => void }[] | null;
beforeEach(() => {
  asked.length = 0;
  held = null;
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (url: string, { body }: RequestInit = {}) => {
    asked.push(url);
    if (held && url !== "/api/models") {
      const { promise, resolve } = Promise.withResolvers<Response>();
      held.push({ url, body: String(body), answer: resolve });
      return promise;
    }
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

const settled = () => vi.advanceTimersByTimeAsync(0);
const taken = () => new Response(null, { status: 204 });
const refused = () => Response.json({ error: { code: "internal" } }, { status: 500 });
const stateWith = (favourites: string[]) => Response.json({ ...state, favourites });

/** A store with its lists, whose requests wait from then on. */
async function heldStore() {
  const store = new ModelsStore(new Listeners());
  await store.load();
  const requests: NonNullable<typeof held> = [];
  held = requests;
  const answer = async (place: number, response: Response) => {
    requests[place]?.answer(response);
    await settled();
  };
  return { store, requests, answer, favourites: () => store.state.listing?.favourites };
}

test("marks are sent one after the other, and each shows at once", async () => {
  const { store, requests, answer, favourites } = await heldStore();
  void store.mark("a:1", true);
  void store.mark("a:1", false);
  void store.mark("a:2", true);
  await settled();
  expect(favourites()).toEqual(["a:2"]);
  const sent = () => requests.map(({ body }) => JSON.parse(body));
  expect(sent()).toEqual([{ modelId: "a:1", favourite: true }]);
  await answer(0, taken());
  await answer(1, taken());
  await answer(2, taken());
  expect(sent().slice(1)).toEqual([
    { modelId: "a:1", favourite: false },
    { modelId: "a:2", favourite: true },
  ]);
  expect(favourites()).toEqual(["a:2"]);
});

test("lists that were asked for before a mark do not take it away again", async () => {
  const { store, answer, favourites } = await heldStore();
  void store.load();
  void store.mark("a:1", true);
  void store.mark("a:2", true);
  await settled();
  // taken while the lists were on their way, and not yet answered
  await answer(1, taken());
  await answer(0, stateWith(["a:0"]));
  expect(favourites()).toEqual(["a:2", "a:1", "a:0"]);
  await answer(2, taken());
  expect(favourites()).toEqual(["a:2", "a:1", "a:0"]);
  // what the server says from then on counts
  void store.load();
  await settled();
  await answer(3, stateWith(["a:0"]));
  expect(favourites()).toEqual(["a:0"]);
});

test("marks that the server does not take leave what it has", async () => {
  const { store, answer, favourites } = await heldStore();
  void store.mark("a:1", true);
  void store.mark("a:1", false);
  await settled();
  await answer(0, refused());
  expect(favourites()).toEqual([]);
  expect(store.state.markError).not.toBeNull();
  await answer(1, refused());
  expect(favourites()).toEqual([]);
});

test("an answer that was overtaken by that of a later look does not count; the earlier one does until then", async () => {
  const { store, answer, favourites } = await heldStore();
  for (let look = 0; look < 3; look += 1) void store.load();
  await settled();
  await answer(0, stateWith(["a:0"]));
  expect(favourites()).toEqual(["a:0"]);
  await answer(2, stateWith(["a:2"]));
  await answer(1, stateWith(["a:1"]));
  expect(favourites()).toEqual(["a:2"]);
  expect(store.state.status).toBe("ready");
});

test("lists that were asked for before a model was used have it as the one used last all the same", async () => {
  const { store, answer } = await heldStore();
  const recent = () => store.state.listing?.recent;
  void store.load();
  await settled();
  store.noteUse("a:2");
  await answer(0, stateWith([]));
  expect(recent()).toEqual(["a:2", "a:0", "a:1"]);
  // what the server says from then on counts
  void store.load();
  await settled();
  await answer(1, stateWith([]));
  expect(recent()).toEqual(state.recent);
});
