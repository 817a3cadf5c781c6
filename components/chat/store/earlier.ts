import { requestJson } from "@/components/http";
import { type EarlierPage, maxEarlierMessages, messagesAtOnce } from "@/lib/conversations/schema";
import type { ConversationStates } from "./conversation-states.ts";
import { withEarlier } from "./state.ts";

/** Gets what comes before the messages that are on the page, a bounded piece at a time. */
export class Earlier {
  readonly #states: ConversationStates;
  /** conversations that are asked for, until the answer is there */
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(states: ConversationStates) {
    this.#states = states;
  }

  /**
   * Asks for the next piece, or with `throughId` for one piece after the other until that message is here.
   * @returns false when that failed, or there is no such message
   */
  async load(id: string, throughId?: string): Promise<boolean> {
    if (throughId === undefined) return this.#one(id, 2 * messagesAtOnce);
    for (;;) {
      const { messages, earlier } = this.#states.get(id);
      if (messages.some((message) => message.id === throughId)) return true;
      if (earlier.count === 0 || !(await this.#one(id, maxEarlierMessages))) return false;
    }
  }

  #one(id: string, limit: number): Promise<boolean> {
    const asking = this.#asking.get(id) ?? this.#ask(id, limit).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  async #ask(id: string, limit: number): Promise<boolean> {
    const { messages, earlier } = this.#states.get(id);
    const beforeId = messages[0]?.id;
    if (beforeId === undefined || earlier.count === 0) return false;
    this.#states.change(id, { earlierStatus: "loading" });
    const address = `/api/conversations/${id}/messages?before=${beforeId}&limit=${limit}`;
    const result = await requestJson<EarlierPage>(address);
    if (!this.#states.has(id)) return false;
    const state = this.#states.get(id);
    const earlierStatus = result.ok ? "rest" : "failed";
    this.#states.set(id, { ...(result.ok ? withEarlier(state, beforeId, result.value) : state), earlierStatus });
    return result.ok;
  }
}
