import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noSettings } from "@/lib/conversations/settings-schema";
import { emptyView, FakeStorage, fakeServer, newStore } from "./fake-page.ts";

beforeEach(() => {
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("localStorage", new FakeStorage());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("a choice on its way is not undone by a reading that does not know it yet", async () => {
  const choice = Promise.withResolvers<Response>();
  fakeServer((asked) => (asked.startsWith("PATCH") ? choice.promise : Response.json(emptyView())));
  const store = newStore();
  store.seed(emptyView());
  const choosing = store.choices.chooseModel("c", "m:other");
  await store.refreshSettings("c");
  expect(store.conversation("c").modelId).toBe("m:other");
  choice.resolve(new Response(null, { status: 204 }));
  await choosing;
  // what is read from now on knows it, and what others choose
  await store.refreshSettings("c");
  expect(store.conversation("c").modelId).toBe("m:m");
});

test("a choice that is answered while a reading is on its way is newer than that", async () => {
  const [choice, reading] = [Promise.withResolvers<Response>(), Promise.withResolvers<Response>()];
  fakeServer((asked) => (asked.startsWith("PATCH") ? choice.promise : reading.promise));
  const store = newStore();
  store.seed(emptyView());
  const settings = { systemPrompt: ["Mine."] };
  const choosing = store.choices.changeSettings("c", settings, "m:m");
  const refreshed = store.reload("c");
  choice.resolve(new Response(null, { status: 204 }));
  await choosing;
  reading.resolve(Response.json(emptyView()));
  await refreshed;
  expect(store.conversation("c").settings).toEqual({ ...noSettings, ...settings });
});

test("the unsaved settings of a new chat are found by the next page, where the chat has another id", async () => {
  fakeServer(() => null);
  const [first, next] = [newStore(), newStore()];
  expect(first.draftId).not.toBe(next.draftId);
  const form = await first.choices.openForm(first.draftId);
  form.keep("unsaved");
  first.boxes.flush();
  expect((await next.choices.openForm(next.draftId)).text).toBe("unsaved");
});

test("what is kept of a form goes along when its new chat becomes a conversation", async () => {
  fakeServer((asked) => (asked.startsWith("POST /api/chat") ? new Response("") : null));
  const store = newStore();
  const id = store.draftId;
  const form = await store.choices.openForm(id);
  form.keep("unsaved");
  store.boxes.flush();
  store.seed(emptyView({ id }));
  expect(store.conversation(id).status).toBe("ready");
  store.renewDraft();
  form.keep("unsaved, and more");
  store.boxes.flush();
  expect((await store.choices.openForm(store.draftId)).text).toBeNull();
  expect((await store.choices.openForm(id)).text).toBe("unsaved, and more");
  form.keep("");
  store.boxes.flush();
  expect(Object.keys(localStorage).filter((key) => key.includes("settings."))).toEqual([]);
});
