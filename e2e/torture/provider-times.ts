import { lastQuestion, type WireRequest } from "../fake-provider/call.ts";
import type { LogEntry } from "../fake-provider/log.ts";
import type { FakeProvider } from "../fake-provider/server.ts";

const lookMs = 10;

/**
 * A call for an answer, and when it was seen to have said how many deltas: the last of them after `since`. Times are
 * `performance.now()`.
 */
export type AnswerCall = { entry: LogEntry; question: string; said: { since: number; at: number; deltas: number }[] };

/** Notes when the fake provider said what: by it the age of a piece of text is known. */
export class ProviderTimes {
  readonly #provider: FakeProvider;
  readonly #calls = new Map<number, AnswerCall>();
  readonly #timer: NodeJS.Timeout;
  #lookedAt = performance.now();

  constructor(provider: FakeProvider) {
    this.#provider = provider;
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  /** All calls for answers since the last `reset`; those for titles are not counted. */
  calls(): AnswerCall[] {
    this.#look();
    return [...this.#calls.values()];
  }

  /** When a delta of the answer to this question was said, at the latest; null when it never was. */
  saidAt(question: string, delta: number): number | null {
    const call = [...this.#calls.values()].find((call) => call.question === question);
    return call?.said.find(({ deltas }) => deltas > delta)?.at ?? null;
  }

  /** When a delta of the answer to this question was said, at the earliest; null when it never was. */
  notSaidBefore(question: string, delta: number): number | null {
    const call = [...this.#calls.values()].find((call) => call.question === question);
    return call?.said.find(({ deltas }) => deltas > delta)?.since ?? null;
  }

  /** Lets go what the provider holds, and forgets what has ended. */
  reset(): void {
    this.#look();
    this.#provider.reset();
    for (const [id, { entry }] of this.#calls) if (entry.finished !== "open") this.#calls.delete(id);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const at = performance.now();
    for (const entry of this.#provider.log({ purpose: "answer" })) {
      if (this.#calls.has(entry.id) || !entry.body) continue;
      this.#calls.set(entry.id, { entry, question: lastQuestion(entry.body as WireRequest), said: [] });
    }
    for (const { entry, said } of this.#calls.values()) {
      if (entry.tokens > (said.at(-1)?.deltas ?? 0)) said.push({ since: this.#lookedAt, at, deltas: entry.tokens });
    }
    this.#lookedAt = at;
  }
}
