import type { TurnChunk } from "./schema.ts";

/** Ends the reasoning parts of one call, each with the time from its first words on. */
export class ThoughtClock {
  readonly #write: (chunk: TurnChunk) => void;
  readonly #begun = new Map<string, number>();

  constructor(write: (chunk: TurnChunk) => void) {
    this.#write = write;
  }

  /** Words of a reasoning part came. */
  begin(id: string): void {
    if (!this.#begun.has(id)) this.#begun.set(id, performance.now());
  }

  end(id: string): void {
    const begun = this.#begun.get(id);
    if (begun === undefined) return;
    this.#begun.delete(id);
    const ms = Math.round(performance.now() - begun);
    this.#write({ type: "reasoning-end", id, providerMetadata: { switchboard: { ms } } });
  }

  /** Ends those that nothing else has ended. */
  endAll(): void {
    for (const id of [...this.#begun.keys()]) this.end(id);
  }
}
