import type { ConversationStates } from "./conversation-states.ts";
import type { Drafts } from "./drafts.ts";

/** What stands in the message boxes of the page: shown, and kept over a reload with the settings of what begins there. */
export class MessageBoxes {
  readonly #states: ConversationStates;
  readonly #drafts: Drafts;

  constructor(states: ConversationStates, drafts: Drafts) {
    this.#states = states;
    this.#drafts = drafts;
  }

  set(id: string, draft: string): void {
    this.#states.change(id, { draft });
    this.keep(id);
  }

  /** Writes down what stands there now. */
  keep(id: string): void {
    const { draft, status, settings } = this.#states.get(id);
    const begins = status === "new";
    const own = begins && settings !== this.#states.defaultSettings ? { settings } : {};
    this.#drafts.set(this.#states.boxOf(id), { text: draft, begins, ...own });
  }

  /** Puts back what was kept, unless something stands there already. */
  async restore(id: string): Promise<void> {
    const kept = await this.#drafts.find(this.#states.boxOf(id));
    const { draft, settings, status } = this.#states.get(id);
    if (!kept || draft !== "") return;
    const untouched = settings === this.#states.defaultSettings;
    this.#states.change(id, {
      draft: kept.text,
      ...(kept.settings && untouched && { settings: kept.settings }),
      // begun here, and nowhere else: the server cannot know it
      ...(kept.begins && status === "missing" && { status: "new" }),
    });
  }
}
