import type { MessageRequest } from "@/lib/turns/schema";

const key = "switchboard.outbox";

/** Messages that were sent and not yet confirmed, by conversation, and whose they are. */
type Outbox = { owner: string; requests: Record<string, MessageRequest> };

/**
 * Keeps what is on its way in the browser, so that a reload before the server has it loses nothing. Without storage
 * (private mode, full, blocked) it keeps nothing, and nothing else breaks.
 * @param owner whose messages these are: another person in the same browser never sees them
 */
export class UnsentMessages {
  readonly #owner: string;

  constructor(owner: string) {
    this.#owner = owner;
  }

  keep(request: MessageRequest): void {
    this.#write({ ...this.#read(), [request.conversationId]: request });
  }

  forget({ conversationId, turnId }: MessageRequest): void {
    const { [conversationId]: kept, ...others } = this.#read();
    if (kept?.turnId === turnId) this.#write(others);
  }

  of(conversationId: string): MessageRequest | null {
    return this.#read()[conversationId] ?? null;
  }

  #read(): Record<string, MessageRequest> {
    try {
      const outbox = JSON.parse(localStorage.getItem(key) ?? "null") as Outbox | null;
      return outbox?.owner === this.#owner ? outbox.requests : {};
    } catch {
      return {};
    }
  }

  #write(requests: Record<string, MessageRequest>): void {
    try {
      if (Object.keys(requests).length === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ owner: this.#owner, requests } satisfies Outbox));
    } catch {
      // no room, or not allowed: the message is in the page all the same
    }
  }
}

/** Forgets everything, when a person leaves this browser. */
export function clearOutbox(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // what cannot be reached holds nothing
  }
}
