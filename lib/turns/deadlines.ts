import { AppError } from "../errors.ts";

/** The deadlines of one call to a provider, in seconds. No AI SDK call has any of its own. */
export type DeadlineSettings = { firstChunk: number; betweenChunks: number; total: number };

/** Aborts a call that takes too long: to begin, between two signs of life, or altogether. */
export class Deadlines {
  readonly #abort: (error: AppError) => void;
  readonly #provider: string;
  readonly #settings: DeadlineSettings;
  readonly #total: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  #lastSign = performance.now();
  #begun = false;

  /** @param abort called once at most, with the error that says which deadline passed */
  constructor(settings: DeadlineSettings, provider: string, abort: (error: AppError) => void) {
    this.#settings = settings;
    this.#provider = provider;
    this.#abort = abort;
    this.#total = setTimeout(
      () => this.#end(new AppError("turn_time_limit", { seconds: settings.total })),
      settings.total * 1000,
    );
    const soonest = Math.min(settings.firstChunk, settings.betweenChunks);
    this.#silence = setTimeout(() => this.#check(), soonest * 1000);
  }

  /** Something came from the provider, be it a comment that keeps the connection open. */
  sign(): void {
    this.#lastSign = performance.now();
    this.#begun = true;
  }

  /** The call is over. */
  clear(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
  }

  // One timer that sets itself anew; a timer per chunk would cost more than the chunk.
  #check(): void {
    const seconds = this.#begun ? this.#settings.betweenChunks : this.#settings.firstChunk;
    const leftMs = seconds * 1000 - (performance.now() - this.#lastSign);
    if (leftMs > 0) {
      this.#silence = setTimeout(() => this.#check(), leftMs);
      return;
    }
    this.#end(
      new AppError(this.#begun ? "provider_stalled" : "provider_timeout", { seconds, provider: this.#provider }),
    );
  }

  #end(error: AppError): void {
    this.clear();
    this.#abort(error);
  }
}
