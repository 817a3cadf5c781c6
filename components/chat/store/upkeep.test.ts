import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChatStore } from "./chat-store.ts";
import { emptyView, FakeStorage, fakeServer, newStore, refusal } from "./fake-page.ts";

beforeEach(() => {
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("localStorage", new FakeStorage());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const kinds = (store: ChatStore) => store.notices.state.map(({ kind }) => kind);
const titles = (store: ChatStore) => store.list.state.conversations.map(({ title }) => title);

/** A new chat whose first message is on its way; answered by `sent`, and the server has it from then on. */
async function sendFirst() {
  const sent = Promise.withResolvers<Response>();
  const onServer = { there: false, followed: true };
  const asked = fakeServer((request) => {
    if (request === "POST /api/chat") return sent.promise;
    if (request.startsWith("DELETE"))
      return onServer.there ? new Response(null, { status: 204 }) : refusal(404, "not_found");
    if (request.endsWith("/restore"))
      return onServer.there ? new Response(null, { status: 204 }) : refusal(404, "not_found");
    return null;
  });
  const store = newStore();
  const id = store.draftId;
  store.setDraft(id, "the first one");
  const sending = store.send(id);
  await expect.poll(() => store.conversation(id).sending).toBe(true);
  store.renewDraft();
  const accept = () => {
    onServer.there = true;
    const cancel = () => {
      onServer.followed = false;
    };
    sent.resolve(new Response(new ReadableStream({ cancel })));
    return sending;
  };
  return { store, id, asked, accept, sent, sending, onServer };
}

test("a conversation that is deleted while its first message is on its way is deleted when that has arrived", async () => {
  const { store, id, asked, accept, onServer } = await sendFirst();
  const removing = store.upkeep.remove(id, "the first one");
  expect(titles(store)).toEqual([]);
  await Promise.resolve();
  expect(asked).not.toContain(`DELETE /api/conversations/${id}`);
  await accept();
  await removing;
  expect(asked.indexOf(`DELETE /api/conversations/${id}`)).toBeGreaterThan(asked.indexOf("POST /api/chat"));
  expect(titles(store)).toEqual([]);
  expect(kinds(store)).toEqual(["deleted"]);
  // a page that has nothing to show of it follows nothing
  expect(onServer.followed).toBe(false);
});

test("a first message that did not arrive, and whose conversation was deleted, goes no more unless that is undone", async () => {
  const { store, id, asked, sent, sending } = await sendFirst();
  const removing = store.upkeep.remove(id, "the first one");
  sent.reject(new TypeError("the connection was cut"));
  await sending;
  await removing;
  expect(titles(store)).toEqual([]);
  expect(Object.keys(localStorage).filter((key) => key.includes("outbox"))).toEqual([]);
  expect(asked.filter((request) => request === "POST /api/chat")).toHaveLength(1);
  expect(store.conversation(id)).toMatchObject({ status: "loading", title: "" });
  store.notices.undoLast();
  await expect.poll(() => titles(store)).toEqual(["the first one"]);
  // it is tried again, as the same
  await expect.poll(() => asked.filter((request) => request === "POST /api/chat")).toHaveLength(2);
  expect(kinds(store)).toEqual([]);
});

test("a conversation that was never sent is discarded, not in the trash, and comes back when that is undone", async () => {
  const asked = fakeServer((request) => (request === "POST /api/chat" ? Promise.reject(new TypeError("cut")) : null));
  const store = newStore();
  const id = store.draftId;
  store.setDraft(id, "never sent");
  await store.send(id);
  expect(titles(store)).toEqual(["never sent"]);
  await store.upkeep.remove(id, "never sent");
  expect(kinds(store)).toEqual(["discarded"]);
  expect(asked.some((request) => request.startsWith("DELETE"))).toBe(false);
  store.notices.undoLast();
  await expect.poll(() => titles(store)).toEqual(["never sent"]);
  expect(store.conversation(id).waiting).toMatchObject([{ text: "never sent" }]);
});

test("the id of a conversation that was deleted begins no other one", async () => {
  fakeServer(() => new Response(null, { status: 204 }));
  const store = newStore();
  const id = store.draftId;
  store.seed(emptyView({ id }));
  await store.upkeep.remove(id, "a title");
  expect(store.draftId).not.toBe(id);
});

test("a waiting message that was thrown away can be had back where it was", async () => {
  fakeServer((request) => {
    if (request.startsWith("POST") || request === "GET /api/health") throw new TypeError("away");
    return null;
  });
  const store = newStore();
  const id = store.draftId;
  for (const text of ["one", "two", "three"]) {
    store.setDraft(id, text);
    await store.send(id);
  }
  const texts = () => store.conversation(id).waiting.map(({ text }) => text);
  store.removeWaiting(id, store.conversation(id).waiting[1]?.turnId ?? "");
  expect(texts()).toEqual(["one", "three"]);
  expect(store.notices.state).toMatchObject([{ kind: "unsent", title: "two" }]);
  store.notices.undoLast();
  expect(texts()).toEqual(["one", "two", "three"]);
  expect(store.notices.state).toEqual([]);
  // gone already: there is nothing to tell
  store.removeWaiting(id, "gone");
  expect(store.notices.state).toEqual([]);
});
