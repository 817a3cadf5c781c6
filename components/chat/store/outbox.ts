import type { RequestError } from "@/components/http";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import { Kept } from "./kept.ts";

/** A message that was written and has not arrived. All its ids were chosen when it was written: sent again, it is the same. */
export type OutgoingMessage = {
  /** the order of the queue, too: such ids grow with time */
  turnId: string;
  conversationId: string;
  messageId: string;
  text: string;
  modelId: string;
  /** of the conversation that begins with it */
  settings?: ConversationSettings;
  /** the person's message that stood before it when it was written; null: it begins its conversation */
  follows: string | null;
  /** `answer`: the one that is running has to end well first; `person`: it was held back, and goes when told to */
  waitsFor: "connection" | "answer" | "person";
  /** why it was held back */
  reason?: RequestError;
  /** on its way from the page where it was written: other tabs leave it alone until it has to wait */
  direct: boolean;
};

/**
 * What is to be sent, in the order of writing, shared by the tabs of a browser and kept over a reload. In a browser
 * that keeps nothing it lasts as long as the page.
 */
export class Outbox {
  readonly #kept: Kept<OutgoingMessage>;
  #messages = new Map<string, OutgoingMessage>();
  /** those that this page has to care for, and those of them that the browser would not keep */
  readonly #ours = new Set<string>();
  readonly #unkept = new Set<string>();

  constructor(owner: string, onOutcome: (kept: boolean) => void) {
    this.#kept = new Kept("outbox", owner, onOutcome);
  }

  /** Takes over what earlier pages left. */
  start(): void {
    this.refresh();
    // the page where they were on their way may be gone
    for (const message of this.#messages.values()) this.put({ ...message, direct: false });
  }

  /** Reads what other tabs have changed. */
  refresh(): void {
    const before = this.#messages;
    this.#messages = this.#kept.all();
    for (const turnId of this.#unkept) {
      const message = before.get(turnId);
      if (message) this.#messages.set(turnId, message);
    }
  }

  isAbout(event: StorageEvent): boolean {
    return this.#kept.isAbout(event);
  }

  /** What waits in a conversation, the first to go first. */
  of(conversationId: string): OutgoingMessage[] {
    return [...this.#messages.values()]
      .filter((message) => message.conversationId === conversationId && this.#isCared(message))
      .sort((a, b) => (a.turnId < b.turnId ? -1 : 1));
  }

  /** The conversations in which something waits. */
  conversationIds(): string[] {
    const cared = [...this.#messages.values()].filter((message) => this.#isCared(message));
    return [...new Set(cared.map(({ conversationId }) => conversationId))];
  }

  has(turnId: string): boolean {
    return this.#messages.has(turnId);
  }

  put(message: OutgoingMessage): void {
    const { turnId } = message;
    this.#ours.add(turnId);
    this.#messages.set(turnId, message);
    if (this.#kept.put(turnId, message)) this.#unkept.delete(turnId);
    else this.#unkept.add(turnId);
  }

  delete(turnId: string): void {
    this.#messages.delete(turnId);
    this.#unkept.delete(turnId);
    this.#kept.delete(turnId);
  }

  /** Takes a message out that is not to be sent, and gives it: what waits behind it follows what stood before, when told to. */
  withdraw(conversationId: string, turnId: string): OutgoingMessage | null {
    const waiting = this.of(conversationId);
    const index = waiting.findIndex((message) => message.turnId === turnId);
    const gone = waiting[index];
    if (!gone) return null;
    this.delete(turnId);
    const next = waiting[index + 1];
    if (next) this.put({ ...next, follows: gone.follows });
    return gone;
  }

  /** Puts a message back where it was taken out. */
  putBack(message: OutgoingMessage): void {
    const next = this.of(message.conversationId).find(({ turnId }) => turnId > message.turnId);
    this.put(message);
    if (next?.follows === message.follows) this.put({ ...next, follows: message.messageId });
  }

  #isCared({ turnId, direct }: OutgoingMessage): boolean {
    return !direct || this.#ours.has(turnId);
  }
}
