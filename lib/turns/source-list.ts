import { type Source, withSources } from "../models/sources.ts";
import type { TurnChunk } from "./schema.ts";

/** Collects the sources of one call, each once; they are written behind its text. */
export class SourceList {
  readonly #write: (chunk: TurnChunk) => void;
  #sources: Source[] = [];

  constructor(write: (chunk: TurnChunk) => void) {
    this.#write = write;
  }

  /** Takes them in; null is none. */
  add(...sources: (Source | null)[]): void {
    this.#sources = withSources(
      this.#sources,
      sources.filter((source) => source !== null),
    );
  }

  write(): void {
    for (const [index, { url, title }] of this.#sources.entries()) {
      this.#write({ type: "source-url", sourceId: `source-${index + 1}`, url, title });
    }
    this.#sources = [];
  }
}
