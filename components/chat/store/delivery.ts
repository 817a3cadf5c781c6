/** Waits before the server is asked again, in milliseconds; the last one repeats, for as long as something is to be sent. */
const retryWaitsMs = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** What became of an attempt: `next`: something arrived, and more may follow; `later`: the server is away; `rest`: nothing to do now. */
export type Outcome = "next" | "later" | "rest";

type DeliveryHooks = {
  /** tries to send the first message that waits in a conversation */
  attempt(conversationId: string): Promise<Outcome>;
  /** whether a conversation waits for the server has changed */
  onChange(conversationId: string): void;
};

type Wait = { failures: number; timer: ReturnType<typeof setTimeout> | null };

/** When messages are sent: one at a time in each conversation, in one tab at a time, and again while the server is away. */
export class Delivery {
  readonly #hooks: DeliveryHooks;
  readonly #busy = new Set<string>();
  /** asked for while an attempt was being made */
  readonly #again = new Set<string>();
  readonly #waits = new Map<string, Wait>();

  constructor(hooks: DeliveryHooks) {
    this.#hooks = hooks;
  }

  /** Whether the server was away when it was last tried. */
  isWaiting(id: string): boolean {
    return this.#waits.has(id);
  }

  /**
   * Sends what can be sent now.
   * @param direct what is sent concerns no other tab, and need not wait for one
   */
  async deliver(id: string, direct = false): Promise<void> {
    if (this.#busy.has(id)) {
      this.#again.add(id);
      return;
    }
    if (this.#waits.get(id)?.timer) return;
    this.#busy.add(id);
    let outcome: Outcome = "rest";
    try {
      do {
        this.#again.delete(id);
        const attempt = () => this.#hooks.attempt(id);
        outcome = await (direct ? attempt() : alone(id, attempt));
      } while (outcome === "next" || (outcome === "rest" && this.#again.has(id)));
    } finally {
      this.#busy.delete(id);
      this.#again.delete(id);
    }
    if (outcome === "later") this.#wait(id);
    else if (this.#waits.delete(id)) this.#hooks.onChange(id);
  }

  /** The server may be there again: nothing that waits for it waits for its time. */
  forgetWaits(id?: string): void {
    for (const [waitingId, wait] of this.#waits) {
      if (id !== undefined && id !== waitingId) continue;
      clearTimeout(wait.timer ?? undefined);
      this.#waits.set(waitingId, { failures: 0, timer: null });
    }
  }

  end(): void {
    for (const { timer } of this.#waits.values()) clearTimeout(timer ?? undefined);
    this.#waits.clear();
  }

  #wait(id: string): void {
    const failures = this.#waits.get(id)?.failures ?? 0;
    const timer = setTimeout(
      () => {
        this.#waits.set(id, { failures: failures + 1, timer: null });
        void this.deliver(id);
      },
      retryWaitsMs[Math.min(failures, retryWaitsMs.length - 1)],
    );
    this.#waits.set(id, { failures, timer });
    this.#hooks.onChange(id);
  }
}

// Two tabs need not send the same at once; where a browser has no such locks, the ids make it one message all the same.
function alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? navigator.locks.request(`switchboard.send.${id}`, work) : work();
}
