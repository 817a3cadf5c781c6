import { requestJson } from "@/components/http";
import type { ConversationPage, ConversationSummary } from "@/lib/conversations/schema";
import type { Listeners } from "./listeners.ts";
import type { ListState } from "./state.ts";

/** The sidebar's list of conversations. */
export class ListStore {
  readonly #listeners: Listeners;
  #state: ListState;
  /** what the server has, and what is nowhere but in this browser: its first message is still to be sent */
  #lines: ConversationSummary[];
  #local: ConversationSummary[] = [];

  constructor(firstPage: ConversationPage, listeners: Listeners) {
    this.#state = { status: "ready", ...firstPage };
    this.#lines = firstPage.conversations;
    this.#listeners = listeners;
  }

  get state(): ListState {
    return this.#state;
  }

  /** Reads the first page anew; the HTTP status when that failed (0: unreachable), null when it did not. */
  async load(): Promise<number | null> {
    const asked = this.#lines;
    const result = await requestJson<ConversationPage>("/api/conversations");
    if (!result.ok) {
      if (this.#lines.length === 0) this.#set({ status: "error" });
      return result.status;
    }
    const { conversations, next } = result.value;
    // on a list of one page, what is missing is gone; on a longer one, the pages loaded behind it stay
    const others = without(this.#lines, conversations);
    // begun while the list was on its way
    const begun = without(others, asked);
    const behind = next === null ? [] : without(others, begun);
    this.#lines = [...begun, ...keepSame(conversations, asked), ...behind];
    this.#set({ status: "ready", ...(behind.length === 0 && { next }) });
    return null;
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
    this.#lines = [...this.#lines, ...without(conversations, this.#lines)];
    this.#set({ status: "ready", next });
  }

  /** Puts a conversation on top. */
  add(line: ConversationSummary): void {
    this.#lines = [line, ...without(this.#lines, [line])];
    this.#set({});
  }

  remove(id: string): void {
    this.#lines = this.#lines.filter((line) => line.id !== id);
    this.#local = this.#local.filter((line) => line.id !== id);
    this.#set({});
  }

  /** The conversations that are nowhere but in this browser; they stand on top until the server has them. */
  setLocal(lines: ConversationSummary[]): void {
    const same = lines.map(({ id }) => id).join() === this.#local.map(({ id }) => id).join();
    this.#local = lines;
    if (!same) this.#set({});
  }

  setTitle(id: string, title: string): void {
    this.change(id, { title });
  }

  /** A conversation's line; undefined when it is not on the list. */
  line(id: string): ConversationSummary | undefined {
    return this.#lines.find((line) => line.id === id);
  }

  change(id: string, change: Partial<ConversationSummary>): void {
    this.#lines = this.#lines.map((line) => (line.id === id ? { ...line, ...change } : line));
    this.#set({});
  }

  #set(change: Partial<ListState>): void {
    const conversations = [...without(this.#local, this.#lines), ...this.#lines];
    this.#state = { ...this.#state, ...change, conversations };
    this.#listeners.notify();
  }
}

function without(lines: ConversationSummary[], others: ConversationSummary[]): ConversationSummary[] {
  const ids = new Set(others.map(({ id }) => id));
  return lines.filter(({ id }) => !ids.has(id));
}

/** Lines that say what they said stay the same objects, and are not rendered again. */
function keepSame(lines: ConversationSummary[], known: ConversationSummary[]): ConversationSummary[] {
  const before = new Map(known.map((line) => [line.id, line]));
  return lines.map((line) => {
    const old = before.get(line.id);
    return old && JSON.stringify(old) === JSON.stringify(line) ? old : line;
  });
}
