import { requestJson } from "@/components/http";
import type { ConversationPage, ConversationSummary } from "@/lib/conversations/schema";
import { type HeldChange, inOrder, merged, withHeld, without } from "./list-lines.ts";
import type { Listeners } from "./listeners.ts";
import type { ListState } from "./state.ts";

/** An answer that was under way while something was changed may be older than the change: so often it is asked again. */
const attempts = 3;

/** The sidebar's list of conversations. */
export class ListStore {
  readonly #listeners: Listeners;
  #state: ListState;
  /** what the server has, and what is nowhere but in this browser: its first message is still to be sent */
  #lines: ConversationSummary[];
  #local: ConversationSummary[] = [];
  /** what was asked of the server and is not answered, the first one first */
  #held: HeldChange[] = [];
  /** grows with each change that the server has taken */
  #taken = 0;
  /** the activity above which nothing is in sight; null at the top */
  #sight: number | null = null;

  constructor(firstPage: ConversationPage, listeners: Listeners) {
    this.#state = { status: "ready", ...firstPage };
    this.#lines = firstPage.conversations;
    this.#listeners = listeners;
  }

  get state(): ListState {
    return this.#state;
  }

  /**
   * Reads the first page anew, and the one that is in sight further down; the HTTP status when that failed
   * (0: unreachable), null when it did not.
   */
  async load(): Promise<number | null> {
    const status = await this.#look(null);
    const { next } = this.#state;
    if (status === null && this.#sight !== null && this.#sight > (next ?? 0)) await this.#look(this.#sight);
    return status;
  }

  /** Notes which part of the list is in sight: that below this activity; null for its top. */
  see(activity: number | null): void {
    this.#sight = activity;
  }

  async #look(before: number | null): Promise<number | null> {
    for (let attempt = 1; ; attempt += 1) {
      const [asked, taken] = [this.#lines, this.#taken];
      const query = before === null ? "" : `?before=${before}`;
      const result = await requestJson<ConversationPage>(`/api/conversations${query}`);
      if (!result.ok) {
        if (this.#lines.length === 0) this.#set({ status: "error" });
        return result.status;
      }
      if (taken !== this.#taken && attempt < attempts) continue;
      if (taken === this.#taken) {
        const { lines, next } = merged({ asked, lines: this.#lines, next: this.#state.next }, result.value, before);
        this.#lines = lines;
        this.#set({ next, ...(this.#state.status === "error" && { status: "ready" }) });
      }
      return null;
    }
  }

  /** Reads the next page and puts it behind the others. */
  async loadMore(): Promise<void> {
    const { next, status } = this.#state;
    if (next === null || status === "loading") return;
    const taken = this.#taken;
    this.#set({ status: "loading" });
    const result = await requestJson<ConversationPage>(`/api/conversations?before=${next}`);
    if (!result.ok) {
      this.#set({ status: "error" });
      return;
    }
    // the list was begun anew meanwhile, or what was changed may be missing in the answer: whoever looks asks again
    if (this.#state.next !== next || this.#taken !== taken) return this.#set({ status: "ready" });
    this.#lines = inOrder([...this.#lines, ...without(result.value.conversations, this.#lines)]);
    this.#set({ status: "ready", next: result.value.next });
  }

  /** Puts a conversation on top of those that are not pinned. */
  add(line: ConversationSummary): void {
    this.#lines = inOrder([line, ...without(this.#lines, [line])]);
    this.#set({});
  }

  /** Puts a conversation that was away into its place, unless that is not loaded yet. */
  put(line: ConversationSummary): void {
    this.#taken += 1;
    if (line.pinnedAt === null && line.activity < (this.#state.next ?? 0)) return;
    this.#lines = inOrder([...without(this.#lines, [line]), line]);
    this.#set({});
  }

  remove(id: string): void {
    this.#lines = without(this.#lines, [{ id }]);
    this.#local = without(this.#local, [{ id }]);
    this.#set({});
  }

  /** The conversations that are nowhere but in this browser; they stand on top until the server has them. */
  setLocal(lines: ConversationSummary[]): void {
    const same = lines.map(({ id }) => id).join() === this.#local.map(({ id }) => id).join();
    this.#local = lines;
    if (!same) this.#set({});
  }

  /** Whether a conversation is nowhere but in this browser. */
  isLocal(id: string): boolean {
    return !this.line(id) && this.#local.some((line) => line.id === id);
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

  /**
   * Shows a change while the server is asked for it; null takes the line away.
   * @returns to be called with the server's answer: whether it has taken the change
   */
  hold(id: string, change: Partial<ConversationSummary> | null): (taken: boolean) => void {
    const held = { id, change };
    this.#held = [...this.#held, held];
    this.#set({});
    return (taken) => {
      this.#held = this.#held.filter((other) => other !== held);
      if (taken) {
        this.#taken += 1;
        this.#lines = withHeld(this.#lines, [held]);
      }
      this.#set({});
    };
  }

  #set(change: Partial<ListState>): void {
    const local = without(this.#local, this.#lines);
    const all = local.length > 0 ? inOrder([...local, ...this.#lines]) : this.#lines;
    const conversations = withHeld(all, this.#held);
    this.#state = { ...this.#state, ...change, conversations };
    this.#listeners.notify();
  }
}
