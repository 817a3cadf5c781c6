import { afterEach, expect, test, vi } from "vitest";
import { type ConversationView, nothingEarlier } from "@/lib/conversations/schema";
import { noSettings } from "@/lib/conversations/settings-schema";
import { ChatStore } from "./chat-store.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const view = (title: string): ConversationView => ({
  id: "c",
  title,
  modelId: "m:m",
  settings: noSettings,
  messages: [],
  earlier: nothingEarlier,
  running: null,
});

const newStore = () =>
  new ChatStore(
    { firstPage: { conversations: [], next: null }, defaultModelId: "m:m", defaultPreset: null },
    "ada@example.org",
  );

test("a choice that is refused after its conversation was deleted brings nothing of it back", async () => {
  const choice = Promise.withResolvers<Response>();
  vi.stubGlobal("fetch", (_: string, { method }: RequestInit) =>
    method === "PATCH" ? choice.promise : Promise.resolve(new Response(null, { status: 204 })),
  );
  const store = newStore();
  store.seed(view("to be deleted"));
  const choosing = store.choices.chooseModel("c", "m:other");
  await store.upkeep.remove("c", "to be deleted");
  choice.resolve(Response.json({ error: { code: "not_found" } }, { status: 404 }));
  await choosing;
  expect(store.conversation("c")).toMatchObject({ status: "loading", title: "", error: null, modelId: "m:m" });
});

test("of readings that overlap the one that was asked for last is shown", async () => {
  const asked: ((title: string) => void)[] = [];
  vi.stubGlobal("fetch", () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    asked.push((title) => resolve(Response.json(view(title))));
    return promise;
  });
  const store = newStore();
  store.seed(view("as rendered"));
  const readings = [store.reload("c"), store.reload("c"), store.reload("c")];
  expect(asked).toHaveLength(1);
  asked[0]?.("older");
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.("newer");
  await Promise.all(readings);
  expect(store.conversation("c").title).toBe("newer");
  expect(asked).toHaveLength(2);
});

test("what is chosen while a first message is on its way stays chosen when that is refused", async () => {
  const sent = Promise.withResolvers<Response>();
  const changes: unknown[] = [];
  vi.stubGlobal("fetch", (path: string, { method }: RequestInit = {}) => {
    if (path === "/api/chat") return sent.promise;
    if (method === "PATCH") changes.push(path);
    return Promise.resolve(Response.json({ draft: null }));
  });
  const store = newStore();
  const id = store.draftId;
  store.setDraft(id, "the first one");
  const sending = store.send(id);
  await expect.poll(() => store.conversation(id).sending).toBe(true);
  const choosing = store.choices.chooseModel(id, "m:other");
  expect(store.conversation(id).modelId).toBe("m:other");
  sent.resolve(Response.json({ error: { code: "invalid_request" } }, { status: 400 }));
  await Promise.all([sending, choosing]);
  // there is no conversation yet that could be changed
  expect(changes).toEqual([]);
  const error = { code: "invalid_request" };
  expect(store.conversation(id)).toMatchObject({ status: "new", draft: "the first one", modelId: "m:other", error });
});

test("CF-6 a draft that was taken over leaves the box as soon as the page hears that it was sent elsewhere", async () => {
  vi.stubGlobal("navigator", {});
  let draft: object | null = { text: "from the phone", revision: "r-1", tab: "phone" };
  let messages: ConversationView["messages"] = [];
  vi.stubGlobal("fetch", async (path: string) =>
    Response.json(path.startsWith("/api/drafts/") ? { draft } : { ...view("shared"), messages }),
  );
  const store = newStore();
  store.seed(view("shared"));
  await store.boxes.look("c");
  expect(store.conversation("c").draft).toBe("from the phone");
  draft = null;
  // nothing new: nobody has to look
  await store.reload("c");
  expect(store.conversation("c").draft).toBe("from the phone");
  const sent = {
    id: "m-1",
    parentId: null,
    role: "user" as const,
    status: "complete" as const,
    modelId: null,
    error: null,
  };
  messages = [{ ...sent, createdAt: "2026-01-01T00:00:00Z", parts: [{ type: "text", text: "from the phone" }] }];
  await store.reload("c");
  await expect.poll(() => store.conversation("c").draft).toBe("");
});

test("CF-6 CF-7 a message that was stopped on its way, and may have arrived, never goes as another one", async () => {
  vi.stubGlobal("navigator", {});
  const ids: unknown[] = [];
  let answer = Promise.withResolvers<Response>();
  vi.stubGlobal("fetch", (path: string, { body }: RequestInit = {}) => {
    if (path === "/api/chat") {
      ids.push(JSON.parse(body as string).message.id);
      return answer.promise;
    }
    if (path.endsWith("/stop")) return Promise.resolve(new Response(null, { status: 204 }));
    return Promise.resolve(Response.json(path.startsWith("/api/drafts/") ? { draft: null } : view("c")));
  });
  const store = newStore();
  store.seed(view("c"));
  store.setDraft("c", "once");
  const sending = store.send("c");
  await expect.poll(() => store.conversation("c").sending).toBe(true);
  void store.stop("c");
  answer.reject(new TypeError("the connection was cut"));
  await sending;
  const { draft, waiting } = store.conversation("c");
  expect(draft).toBe("");
  expect(waiting).toMatchObject([{ text: "once", waitsFor: "person", reason: { code: "offline" } }]);
  answer = Promise.withResolvers();
  const again = store.sendNow("c");
  await expect.poll(() => ids.length).toBe(2);
  expect(ids[1]).toBe(ids[0]);
  answer.resolve(Response.json({ error: { code: "invalid_request" } }, { status: 400 }));
  await again;
});

test("a message to a conversation that was deleted, and that the page had not heard of, is kept where a new one begins", async () => {
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", (path: string) =>
    Promise.resolve(
      path.startsWith("/api/drafts/")
        ? Response.json({ draft: null })
        : Response.json({ error: { code: "not_found" } }, { status: 404 }),
    ),
  );
  const store = newStore();
  const question = { id: "m-1", parentId: null, role: "user" as const, status: "complete" as const, modelId: null };
  const first = {
    ...question,
    error: null,
    createdAt: "2026-01-01T00:00:00Z",
    parts: [{ type: "text" as const, text: "first" }],
  };
  store.seed({ ...view("deleted elsewhere"), messages: [first] });
  store.setDraft("c", "kept");
  await store.send("c");
  expect(store.conversation("c")).toMatchObject({ status: "missing", draft: "", waiting: [] });
  const error = { code: "conversation_gone" };
  expect(store.conversation(store.draftId)).toMatchObject({ status: "new", draft: "kept", error });
});
