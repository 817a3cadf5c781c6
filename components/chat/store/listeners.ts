/** Who wants to know of changes. Those of a streaming answer are told at most once a frame. */
export class Listeners {
  readonly #listeners = new Set<() => void>();
  #frame: number | null = null;
  #resting: ReturnType<typeof setTimeout> | null = null;

  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    if (this.#resting) return;
    for (const listener of this.#listeners) listener();
  }

  /** Tells at the next frame; a page that is not visible has none, and need not be told until it is. */
  notifyOnFrame(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.notify();
    });
  }

  /** Tells nobody anything for a while, and then whatever there is. */
  rest(milliseconds: number): void {
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = null;
      this.notify();
    }, milliseconds);
  }
}
