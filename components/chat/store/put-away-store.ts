import { type RequestError, requestJson } from "@/components/http";
import type { PutAwayConversation, PutAwayPage } from "@/lib/conversations/schema";
import { without } from "./list-lines.ts";
import type { Listeners } from "./listeners.ts";

/** Archived conversations, or deleted ones as long as they can be restored. */
export type PutAwayKind = "archive" | "trash";

/** What the archive or the trash shows. */
export type PutAwayState = {
  status: "loading" | "ready" | "error";
  error: RequestError | null;
  conversations: PutAwayConversation[];
  next: string | null;
};

/** The archive, or the trash, as far as it was looked at. */
export class PutAwayStore {
  readonly #listeners: Listeners;
  readonly #path: string;
  #lines: PutAwayConversation[] = [];
  /** what was asked to go and has not gone yet */
  readonly #leaving = new Set<string>();
  #looking = 0;
  /** somebody waits for an answer */
  #asking = false;
  /** all of it was asked to go */
  #emptying = false;
  state: PutAwayState = { status: "loading", error: null, conversations: [], next: null };

  /** @param path of the route that tells its pages */
  constructor(path: string, listeners: Listeners) {
    this.#path = path;
    this.#listeners = listeners;
  }

  /** Reads the first page anew; what was loaded behind it is loaded again when it comes near. */
  async load(): Promise<void> {
    this.#looking += 1;
    const looking = this.#looking;
    this.#asking = true;
    if (this.state.status === "error") this.#set({ status: "loading", error: null });
    const result = await requestJson<PutAwayPage>(this.#path);
    if (looking !== this.#looking) return;
    this.#asking = false;
    if (!result.ok) return this.#set({ status: "error", error: result.error });
    this.#lines = result.value.conversations;
    this.#set({ status: "ready", error: null, next: result.value.next });
  }

  /** The same, if it was looked at before. */
  refresh(): void {
    if (this.state.status === "ready") void this.load();
  }

  /** Reads the next page and puts it behind the others. */
  async loadMore(): Promise<void> {
    const { next, status } = this.state;
    if (next === null || status === "loading" || this.#emptying) return;
    const looking = this.#looking;
    this.#asking = true;
    this.#set({ status: "loading" });
    const result = await requestJson<PutAwayPage>(`${this.#path}?before=${encodeURIComponent(next)}`);
    if (looking !== this.#looking) return;
    this.#asking = false;
    if (!result.ok) return this.#set({ status: "error", error: result.error });
    this.#lines = [...this.#lines, ...without(result.value.conversations, this.#lines)];
    this.#set({ status: "ready", error: null, next: result.value.next });
  }

  /** Shows conversations no more while the server is asked; the way back, with whether it has let them go. */
  hide(ids: readonly string[]): (gone: boolean) => void {
    for (const id of ids) this.#leaving.add(id);
    this.#set({});
    return (gone) => {
      for (const id of ids) this.#leaving.delete(id);
      // an answer that is under way may still have them
      this.#looking += 1;
      if (gone) this.#lines = this.#lines.filter(({ id }) => !ids.includes(id));
      this.#set({});
      if (this.#asking) void this.load();
    };
  }

  /** Shows nothing while the server is asked to empty it all; the way to see what it has then. */
  hideAll(): () => Promise<void> {
    this.#emptying = true;
    this.#set({});
    return () => {
      this.#emptying = false;
      return this.load();
    };
  }

  #set(change: Partial<PutAwayState>): void {
    const conversations = this.#emptying ? [] : this.#lines.filter(({ id }) => !this.#leaving.has(id));
    this.state = { ...this.state, ...change, conversations };
    this.#listeners.notify();
  }
}
