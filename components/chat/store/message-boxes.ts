import { isSameSettings } from "@/lib/conversations/settings-schema";
import type { ConversationStates } from "./conversation-states.ts";
import type { Drafts } from "./drafts.ts";

/** What stands in the message boxes of the page: shown, and kept over a reload with the choices for what begins there. */
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
    const { draft, status, settings, modelId, waiting } = this.#states.get(id);
    const begins = status === "new";
    // what waits to be sent has its choices with it
    const chosen = begins && waiting.length === 0;
    this.#drafts.set(this.#states.boxOf(id), {
      text: draft,
      begins,
      ...(chosen && !isSameSettings(settings, this.#states.defaultSettings) && { settings }),
      ...(chosen && modelId !== this.#states.firstModelId && { modelId }),
    });
  }

  /** Puts back what was kept, unless something stands there already. */
  async restore(id: string): Promise<void> {
    const kept = await this.#drafts.find(this.#states.boxOf(id));
    const { draft, settings, status } = this.#states.get(id);
    if (!kept || draft !== "") return;
    const begins = status === "new" || (kept.begins && status === "missing");
    const untouched = status === "missing" || isSameSettings(settings, this.#states.defaultSettings);
    this.#states.change(id, {
      draft: kept.text,
      ...(begins && untouched && { settings: kept.settings ?? this.#states.defaultSettings }),
      ...(begins && kept.modelId && { modelId: kept.modelId }),
      // begun here, and nowhere else: the server cannot know it
      ...(begins && { status: "new" }),
    });
  }
}
