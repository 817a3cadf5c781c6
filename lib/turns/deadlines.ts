import { AppError } from "../errors.ts";

/** The deadlines of an answer, in seconds. No AI SDK call has any of its own. */
export type DeadlineSettings = {
  /** until the first sign of life of an attempt */
  firstChunk: number;
  /** between two signs of life */
  betweenChunks: number;
  /** both of these as long as a model thinks: until its first word of text */
  thinking: number;
  /** altogether, attempts and the waits between them */
  total: number;
};

/** Aborts an answer that takes too long: to begin, between two signs of life, or altogether. */
export class Deadlines {
  readonly #abort: (error: AppError) => void;
  readonly #provider: string;
  readonly #settings: DeadlineSettings;
  readonly #total: NodeJS.Timeout;
  #silence: NodeJS.Timeout | undefined;
  #attemptBegan = 0;
  #lastSign = 0;
  #alive = false;
  #thinks: boolean;
  #readable = false;
  #hasText = false;

  /**
   * The total runs from here; the silence of an attempt from `beginAttempt`.
   * @param thinks whether the model is known to think before it answers
   * @param abort called once at most, with the error that says which deadline passed
   */
  constructor(settings: DeadlineSettings, provider: string, thinks: boolean, abort: (error: AppError) => void) {
    this.#settings = settings;
    this.#provider = provider;
    this.#thinks = thinks;
    this.#abort = abort;
    this.#total = setTimeout(
      () => this.#end(new AppError("turn_time_limit", { seconds: settings.total })),
      settings.total * 1000,
    );
  }

  /** The provider is called, for the first time or again: it has its whole first deadline. */
  beginAttempt(): void {
    this.#attemptBegan = this.#lastSign = performance.now();
    this.#alive = false;
    this.#watch();
  }

  /** The attempt is over; only the total goes on. */
  endAttempt(): void {
    clearTimeout(this.#silence);
  }

  /** Something came from the provider, be it a comment that keeps the connection open. */
  sign(): void {
    this.#lastSign = performance.now();
    this.#alive = true;
  }

  /** Something readable came. A model that sends thoughts is one that thinks, whatever it is called. */
  read(kind: "text" | "reasoning"): void {
    this.sign();
    this.#readable = true;
    if (kind === "text") this.#hasText = true;
    else this.#thinks = true;
  }

  /** The answer is over. */
  clear(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
  }

  #seconds(): number {
    const { firstChunk, betweenChunks, thinking } = this.#settings;
    const usual = this.#alive ? betweenChunks : firstChunk;
    return this.#thinks && !this.#hasText ? Math.max(thinking, usual) : usual;
  }

  // One timer that sets itself anew; a timer per chunk would cost more than the chunk. It looks again as soon as the
  // shortest deadline could have passed, because which one holds changes on the way.
  #watch(): void {
    clearTimeout(this.#silence);
    const { firstChunk, betweenChunks } = this.#settings;
    const leftMs = this.#lastSign + this.#seconds() * 1000 - performance.now();
    if (leftMs <= 0) this.#end(this.#silent());
    else this.#silence = setTimeout(() => this.#watch(), Math.min(leftMs, firstChunk * 1000, betweenChunks * 1000));
  }

  // without a word the model did not begin, however many comments kept the connection open
  #silent(): AppError {
    const provider = this.#provider;
    if (this.#readable) return new AppError("provider_stalled", { seconds: this.#seconds(), provider });
    const seconds = Math.round((performance.now() - this.#attemptBegan) / 1000);
    return new AppError("provider_timeout", { seconds: this.#alive ? seconds : this.#seconds(), provider });
  }

  #end(error: AppError): void {
    this.clear();
    this.#abort(error);
  }
}
