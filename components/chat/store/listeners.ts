/** What is told frame by frame takes one part in so many of the page's time: the others are for keys and scrolling. */
const share = 5;
/** A slow computer is told at least so often, in milliseconds. */
const longestPauseMs = 250;

/** Who wants to know of changes. Those of a streaming answer are told at most once a frame. */
export class Listeners {
  readonly #listeners = new Set<() => void>();
  #frame: number | null = null;
  #pause: ReturnType<typeof setTimeout> | null = null;
  #resting: ReturnType<typeof setTimeout> | null = null;
  /** by the page's clock: what comes before that is told then */
  #pauseUntil = 0;

  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    if (this.#resting) return;
    for (const listener of this.#listeners) listener();
  }

  /**
   * Tells at the next frame, and then not before several times as long as that frame took: a page that has much to
   * render is told seldom, and stays quick for who types. A page that is not visible has no frames, and need not be told.
   */
  notifyOnFrame(): void {
    if (this.#frame !== null || this.#pause !== null) return;
    const left = this.#pauseUntil - performance.now();
    if (left <= 0) {
      this.#tellOnFrame();
      return;
    }
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#tellOnFrame();
    }, left);
  }

  /** Tells nobody anything for a while, and then whatever there is. */
  rest(milliseconds: number): void {
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = null;
      this.notify();
    }, milliseconds);
  }

  #tellOnFrame(): void {
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      const begin = performance.now();
      this.notify();
      afterFrame(() => {
        const end = performance.now();
        this.#pauseUntil = end + Math.min(longestPauseMs, (end - begin) * (share - 1));
      });
    });
  }
}

// a frame is laid out and painted behind its callbacks, and the next task comes after that
function afterFrame(work: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    work();
  };
  port2.postMessage(null);
}
