import { vi } from "vitest";
import { type ConversationView, nothingEarlier } from "@/lib/conversations/schema";
import { noSettings } from "@/lib/conversations/settings-schema";
import { ChatStore } from "./chat-store.ts";

/** As much of a browser's storage as is used: what it holds are its own enumerable properties. */
export class FakeStorage {
  [key: string]: unknown;
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }
  setItem(key: string, value: string): void {
    this[key] = value;
  }
  removeItem(key: string): void {
    delete this[key];
  }
}

/** What the server says of a conversation without messages. */
export const emptyView = (more: Partial<ConversationView> = {}): ConversationView => ({
  id: "c",
  title: "a title",
  modelId: "m:m",
  settings: noSettings,
  messages: [],
  earlier: nothingEarlier,
  running: null,
  ...more,
});

/** A page's store without a page. */
export const newStore = () =>
  new ChatStore(
    { firstPage: { conversations: [], next: null }, defaultModelId: "m:m", defaultPreset: null },
    "ada@example.org",
  );

/** What is asked of the server, by method and path; null: what a test has nothing to do with. */
type Answers = (asked: string, body: unknown) => Response | Promise<Response> | null;

/** Answers what a store asks of the server; gives what was asked. */
export function fakeServer(answers: Answers): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, { method = "GET", body }: RequestInit = {}) => {
    asked.push(`${method} ${path}`);
    const answer = answers(`${method} ${path}`, body ? JSON.parse(body as string) : null);
    return (
      answer ?? Response.json(path.startsWith("/api/drafts/") ? { draft: null } : { conversations: [], next: null })
    );
  });
  return asked;
}

/** An error as the server answers it. */
export const refusal = (status: number, code: string) => Response.json({ error: { code } }, { status });
