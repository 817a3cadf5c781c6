import { requestJson } from "@/components/http";
import type { ConversationPage, ConversationSummary } from "@/lib/conversations/schema";
import type { Listeners } from "./listeners.ts";
import type { ListState } from "./state.ts";

/** The sidebar's list of conversations. */
export class ListStore {
  readonly #listeners: Listeners;
  #state: ListState;

  constructor(firstPage: ConversationPage, listeners: Listeners) {
    this.#state = { status: "ready", ...firstPage };
    this.#listeners = listeners;
  }

  get state(): ListState {
    return this.#state;
  }

  /** Reads the first page anew. */
  async load(): Promise<void> {
    const asked = this.#state.conversations;
    const result = await requestJson<ConversationPage>("/api/conversations");
    if (!result.ok) {
      if (this.#state.conversations.length === 0) this.#set({ status: "error" });
      return;
    }
    const { conversations, next } = result.value;
    // on a list of one page, what is missing is gone; on a longer one, the pages loaded behind it stay
    const others = without(this.#state.conversations, conversations);
    // begun while the list was on its way
    const begun = without(others, asked);
    const behind = next === null ? [] : without(others, begun);
    const lines = [...begun, ...conversations, ...behind];
    this.#set({ status: "ready", conversations: lines, ...(behind.length === 0 && { next }) });
  }

  /** Reads the next page and puts it behind the others. */
  async loadMore(): Promise<void> {
    if (this.#state.next === null || this.#state.status === "loading") return;
    this.#set({ status: "loading" });
    const result = await requestJson<ConversationPage>(`/api/conversations?before=${this.#state.next}`);
    if (!result.ok) {
      this.#set({ status: "error" });
      return;
    }
    const { conversations, next } = result.value;
    const before = this.#state.conversations;
    this.#set({ status: "ready", conversations: [...before, ...without(conversations, before)], next });
  }

  /** Puts a conversation on top. */
  add(line: ConversationSummary): void {
    this.#set({ conversations: [line, ...without(this.#state.conversations, [line])] });
  }

  remove(id: string): void {
    this.#set({ conversations: this.#state.conversations.filter((line) => line.id !== id) });
  }

  /** Marks whether an answer is being written in a conversation. */
  mark(id: string, running: boolean): void {
    this.#change(id, { running });
  }

  setTitle(id: string, title: string): void {
    this.#change(id, { title });
  }

  /** The title of a conversation; undefined when it is not on the list. */
  title(id: string): string | undefined {
    return this.#state.conversations.find((line) => line.id === id)?.title;
  }

  #change(id: string, change: Partial<ConversationSummary>): void {
    this.#set({
      conversations: this.#state.conversations.map((line) => (line.id === id ? { ...line, ...change } : line)),
    });
  }

  #set(change: Partial<ListState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.notify();
  }
}

function without(lines: ConversationSummary[], others: ConversationSummary[]): ConversationSummary[] {
  const ids = new Set(others.map(({ id }) => id));
  return lines.filter(({ id }) => !ids.has(id));
}
