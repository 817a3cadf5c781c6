import { newBox } from "@/lib/conversations/drafts-schema";
import { isSameSettings } from "@/lib/conversations/settings-schema";
import { lastQuestionId } from "./answers.ts";
import type { ConversationStates } from "./conversation-states.ts";
import { DraftSync } from "./draft-sync.ts";
import type { Draft, Drafts } from "./drafts.ts";

/**
 * What stands in the message boxes of the page: shown, kept over a reload with the choices for what begins there, and
 * brought to the person's other devices.
 */
export class MessageBoxes {
  readonly #states: ConversationStates;
  readonly #drafts: Drafts;
  readonly #sync: DraftSync;

  constructor(states: ConversationStates, drafts: Drafts, owner: string) {
    this.#states = states;
    this.#drafts = drafts;
    this.#sync = new DraftSync(owner, {
      tab: () => drafts.tab,
      isOpen: (tab) => drafts.isOpen(tab),
      closes: (tab, withinMs) => drafts.closes(tab, withinMs),
      textOf: (box) => this.#textOf(box),
      lastSentIn: (box) => (box === newBox ? states.draftId : lastQuestionId(states.get(box).messages)),
      put: (box, text) => this.#put(box, text),
      offer: (box, offeredDraft) => {
        const id = this.#idOf(box);
        if (id) states.change(id, { offeredDraft });
      },
    });
  }

  set(id: string, draft: string): void {
    this.#states.change(id, { draft });
    this.keep(id);
  }

  /** Writes down what stands there now. */
  keep(id: string): void {
    this.#write(id);
    this.#sync.changed(this.#states.boxOf(id));
  }

  /** The text is on its way, or was taken away: what was chosen for it went along. */
  empty(id: string): void {
    this.#states.change(id, { draft: "" });
    this.#drafts.set(this.#states.boxOf(id), { text: "", begins: false });
    this.#sync.changed(this.#states.boxOf(id));
  }

  /** Puts back what was kept, unless something stands there already. */
  async restore(id: string): Promise<void> {
    const box = this.#states.boxOf(id);
    const kept = await this.#drafts.find(box);
    if (kept && this.#drafts.stands(box, kept) && this.#states.get(id).draft === "") this.#putBack(id, kept);
  }

  /**
   * What was typed before the page's scripts had taken the box over goes behind what was kept.
   * @returns whether it stands there alone
   */
  async begin(id: string, typed: string): Promise<boolean> {
    this.#states.change(id, { draft: typed });
    const kept = await this.#drafts.find(this.#states.boxOf(id));
    const { draft } = this.#states.get(id);
    if (kept) this.#putBack(id, { ...kept, text: [kept.text, draft].filter((text) => text !== "").join("\n") });
    this.keep(id);
    return this.#states.get(id).draft === typed;
  }

  #putBack(id: string, kept: Draft): void {
    const { settings, status } = this.#states.get(id);
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

  /** Asks what other devices have written there. */
  look(id: string): Promise<void> {
    return this.#sync.look(this.#states.boxOf(id));
  }

  /** Takes what another device has written instead of what stands there. */
  takeOffered(id: string): void {
    this.#sync.take(this.#states.boxOf(id));
  }

  /** Throws away what another device has written there. */
  discardOffered(id: string): void {
    this.#sync.discard(this.#states.boxOf(id));
  }

  /** Forgets what stood in the box of a conversation that was deleted. */
  forget(id: string): void {
    this.#drafts.forget(id);
    this.#sync.forget(id);
  }

  /** Brings to safety what was typed, before the page goes. */
  flush(): void {
    this.#drafts.flush();
    this.#sync.flush();
  }

  /** Brings nothing to other devices any more. */
  end(): void {
    this.#sync.end();
  }

  #write(id: string): void {
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

  #put(box: string, draft: string): void {
    const id = this.#idOf(box);
    if (!id) return;
    this.#states.change(id, { draft });
    this.#write(id);
  }

  #textOf(box: string): string | null {
    const id = this.#idOf(box);
    if (id) return this.#states.get(id).draft;
    // what begins on `/` has been sent: its box is empty until there is the next one
    return box === newBox ? "" : null;
  }

  #idOf(box: string): string | null {
    const id = box === newBox ? this.#states.draftId : box;
    return this.#states.has(id) && this.#states.boxOf(id) === box ? id : null;
  }
}
