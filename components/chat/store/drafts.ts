import { Kept } from "./kept.ts";

/** A text that was begun; `begins`: its conversation is nowhere but in this browser. */
type Draft = { text: string; begins: boolean };

/** Typing is written down when it pauses for so long, in milliseconds. */
const pauseMs = 300;

/** What stands in the message boxes, kept over a reload. `/` has one box, under the name `new`. */
export class Drafts {
  readonly #kept: Kept<Draft>;
  readonly #changed = new Map<string, Draft>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: string, onOutcome: (kept: boolean) => void) {
    this.#kept = new Kept("draft", owner, onOutcome);
  }

  get(id: string): Draft | null {
    return this.#changed.get(id) ?? this.#kept.get(id);
  }

  /** Keeps a text, soon; an empty one is forgotten. */
  set(id: string, text: string, begins: boolean): void {
    this.#changed.set(id, { text, begins });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pauseMs);
  }

  forget(id: string): void {
    this.#changed.delete(id);
    this.#kept.delete(id);
  }

  /** Writes down what was typed, before the page goes. */
  flush(): void {
    clearTimeout(this.#timer);
    for (const [id, draft] of this.#changed) {
      if (draft.text === "") this.#kept.delete(id);
      else this.#kept.put(id, draft);
    }
    this.#changed.clear();
  }
}
