import { v7 as uuidv7 } from "uuid";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import { Kept } from "./kept.ts";

/** A text that was begun. */
export type Draft = {
  text: string;
  /** its conversation is nowhere but in this browser */
  begins: boolean;
  /** of that conversation, where they are not the usual ones */
  settings?: ConversationSettings;
  modelId?: string;
  /** the tab in which it was typed */
  tab: string;
};

/** Typing is written down when it pauses for so long, in milliseconds. */
const pauseMs = 300;
/** A tab that is reloaded is there again after so long, in milliseconds. */
const reloadMs = 1500;

/**
 * What stands in the message boxes, kept over a reload. `/` has one box, under the name `new`. What is being typed in
 * another open tab is that tab's; when it was closed, the next one takes its text over.
 */
export class Drafts {
  readonly #kept: Kept<Draft>;
  readonly #changed = new Map<string, Draft>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tab = "";

  constructor(owner: string, onOutcome: (kept: boolean) => void) {
    this.#kept = new Kept("draft", owner, onOutcome);
  }

  /** The text that was begun in a box, unless another tab has it. */
  async find(box: string): Promise<Draft | null> {
    const draft = this.#latest(box);
    if (!draft || draft.tab === this.tab) return draft;
    return (await this.isOpen(draft.tab)) ? null : draft;
  }

  /** Whether this is what is kept of a box still, and not what was sent or changed since. */
  stands(box: string, { text }: Draft): boolean {
    return this.#latest(box)?.text === text;
  }

  #latest(box: string): Draft | null {
    return this.#changed.get(box) ?? this.#kept.get(box);
  }

  /** Whether another tab of this browser is open. */
  async isOpen(tab: string): Promise<boolean> {
    const locks = tab === this.tab ? undefined : await navigator.locks?.query();
    return locks?.held?.some(({ name }) => name === lockOf(tab)) ?? false;
  }

  /** Whether another tab of this browser is closed, and not only reloaded, within so many milliseconds; answers soon after. */
  async closes(tab: string, withinMs: number): Promise<boolean> {
    const signal = AbortSignal.timeout(withinMs);
    try {
      // it is had when the tab has let its own go
      await navigator.locks?.request(lockOf(tab), { signal }, () => {});
    } catch {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, reloadMs));
    return !(await this.isOpen(tab));
  }

  /** Keeps a text, soon; an empty one with nothing beside it is forgotten. */
  set(box: string, draft: Omit<Draft, "tab">): void {
    this.#changed.set(box, { ...draft, tab: this.tab });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pauseMs);
  }

  forget(box: string): void {
    this.#changed.delete(box);
    this.#kept.delete(box);
  }

  /** Writes down what was typed, before the page goes. */
  flush(): void {
    clearTimeout(this.#timer);
    for (const [box, draft] of this.#changed) {
      if (draft.text !== "" || draft.settings || draft.modelId) this.#kept.put(box, draft);
      // a box that was emptied here says nothing of what another tab has in it
      else if (this.#kept.get(box)?.tab === draft.tab) this.#kept.delete(box);
    }
    this.#changed.clear();
  }

  /** This tab: it keeps its name over a reload, and holds a lock of that name for as long as it is open. */
  get tab(): string {
    if (this.#tab === "") {
      this.#tab = tabName();
      const always = new Promise<void>(() => {});
      void navigator.locks?.request(lockOf(this.#tab), { mode: "shared" }, () => always);
    }
    return this.#tab;
  }
}

const lockOf = (tab: string) => `switchboard.tab.${tab}`;

function tabName(): string {
  const key = "switchboard.tab";
  try {
    const known = sessionStorage.getItem(key) ?? uuidv7();
    sessionStorage.setItem(key, known);
    return known;
  } catch {
    return uuidv7();
  }
}
