/** Waits until released; rejects with the signal's reason when that comes first. */
export type Hold = () => Promise<void>;

/** Calls that wait for the test. One release lets go all that wait at that moment and match. */
export class Holds {
  #waiting = new Map<number, () => void>();

  /**
   * A hold for one call. `onChange` hears when the call begins and ends to wait, so that a test can wait for that
   * before it releases.
   */
  forCall(id: number, signal: AbortSignal, onChange: (held: boolean) => void): Hold {
    return async () => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const abort = () => reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.set(id, resolve);
      onChange(true);
      try {
        await promise;
      } finally {
        signal.removeEventListener("abort", abort);
        this.#waiting.delete(id);
        onChange(false);
      }
    };
  }

  /** Lets calls go, by their log ids. */
  release(ids: Iterable<number>): void {
    for (const id of ids) this.#waiting.get(id)?.();
  }
}
