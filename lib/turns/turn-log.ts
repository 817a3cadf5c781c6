/**
 * One event as it goes over the wire: its number within the turn and the chunk as JSON. Without a number it is something
 * to know for those who follow now, and belongs to no log.
 */
export type TurnEvent = { sequence: number | null; data: string };

/** What takes a notice back. */
const noNotice = JSON.stringify({ type: "data-notice", data: null, transient: true });

/** A turn's log as this process has it, and those who wait for more of it. */
export class TurnLog {
  /** the wire chunks as JSON; an event's number is `base` plus its index plus one */
  readonly events: string[] = [];
  readonly base: number;
  /** nothing will follow */
  ended = false;
  /** a chunk as JSON that those who follow now are to know, and that is stored nowhere */
  notice: string | null = null;
  #wake = Promise.withResolvers<void>();

  /** @param base how many events there were before the first one here */
  constructor(base = 0) {
    this.base = base;
  }

  /** How many of `events` followers may have. */
  get released(): number {
    return this.events.length;
  }

  /** Resolves at the next change. Ask for it before looking at the log, so that no change is missed. */
  changed(): Promise<void> {
    return this.#wake.promise;
  }

  /** Tells those who wait that there is more, or nothing more. */
  wake(): void {
    const { resolve } = this.#wake;
    this.#wake = Promise.withResolvers<void>();
    resolve();
  }

  /** The released events with numbers above `seen`. */
  after(seen: number): TurnEvent[] {
    return this.events
      .slice(seen - this.base, this.released)
      .map((data, index) => ({ sequence: seen + index + 1, data }));
  }
}

/** Reads a log from after event `seen` to its end: what is there in one piece, then what comes. */
export async function* readLog(log: TurnLog, seen: number, signal: AbortSignal): AsyncGenerator<TurnEvent[]> {
  // the others look once more, too, and find nothing new: less than what a promise of its own for each wait would cost
  const leave = () => log.wake();
  signal.addEventListener("abort", leave, { once: true });
  try {
    let told: string | null = null;
    for (let last = seen; !signal.aborted; ) {
      const changed = log.changed();
      const ended = log.ended;
      const events = log.after(last);
      if (events.length > 0) {
        last += events.length;
        yield events;
      } else if (ended) {
        return;
      } else if (log.notice !== told) {
        told = log.notice;
        yield [{ sequence: null, data: told ?? noNotice }];
      } else {
        await changed;
      }
    }
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
