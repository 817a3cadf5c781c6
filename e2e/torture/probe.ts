import { setTimeout as sleep } from "node:timers/promises";

const everyMs = 100;
const keptMs = 5_000;
/** a server that answers later than this is not slow: it hangs, and excuses nothing any more */
const hangsMs = 10_000;

/**
 * Asks a server for its health again and again. What is promised in seconds is promised by a machine that keeps up:
 * as much as a bare question had to wait at that time, a promise may be late.
 */
export class Probe {
  readonly #url: string;
  #waits: { begin: number; end: number | null }[] = [];
  #running = true;

  constructor(url: string) {
    this.#url = url;
    void this.#ask();
  }

  /** The longest that a question had to wait in the given time before now, in milliseconds, up to ten seconds. */
  slowest(withinMs: number): number {
    const now = performance.now();
    const waits = this.#waits.filter(({ end }) => (end ?? now) >= now - withinMs);
    return Math.min(hangsMs, Math.max(0, ...waits.map(({ begin, end }) => (end ?? now) - begin)));
  }

  stop(): void {
    this.#running = false;
  }

  async #ask(): Promise<void> {
    while (this.#running) {
      const wait: { begin: number; end: number | null } = { begin: performance.now(), end: null };
      this.#waits = [...this.#waits.filter(({ end }) => (end ?? 0) > wait.begin - keptMs), wait];
      const response = await fetch(`${this.#url}/api/health`, { headers: { connection: "close" } }).catch(() => null);
      await response?.arrayBuffer().catch(() => null);
      // a server that is not there is not slow
      if (response === null) this.#waits.pop();
      wait.end = performance.now();
      await sleep(everyMs);
    }
  }
}
