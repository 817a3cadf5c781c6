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

test("of readings that overlap the one that was asked for last is shown", async () => {
  const asked: ((title: string) => void)[] = [];
  vi.stubGlobal("fetch", () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    asked.push((title) => resolve(Response.json(view(title))));
    return promise;
  });
  const store = new ChatStore(
    { firstPage: { conversations: [], next: null }, defaultModelId: "m:m", defaultPreset: null },
    "ada@example.org",
  );
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
