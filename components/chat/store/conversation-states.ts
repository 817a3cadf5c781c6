import { v7 as uuidv7 } from "uuid";
import type { ConversationView } from "@/lib/conversations/schema";
import { type ConversationSettings, isSameSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { Preset } from "@/lib/settings/presets-schema";
import type { Listeners } from "./listeners.ts";
import { type AskedModel, type ConversationState, newConversation, withView } from "./state.ts";

/** The conversations that this page has opened, and the one that the next message on `/` begins. */
export class ConversationStates {
  readonly #listeners: Listeners;
  readonly #states = new Map<string, ConversationState>();
  /** what the server has just rendered: the first look at it needs no second reading */
  readonly #fresh = new Set<string>();
  #draftId = uuidv7();
  /** the model of a conversation that begins, unless its preset has one */
  defaultModelId: string;
  /** the model of the first one that could begin on this page: the next page would begin with it, too */
  readonly firstModelId: string;
  #defaultPreset: Preset | null;

  constructor(listeners: Listeners, defaultModelId: string, defaultPreset: Preset | null) {
    this.#listeners = listeners;
    this.defaultModelId = defaultModelId;
    this.#defaultPreset = defaultPreset;
    this.firstModelId = this.#newModelId;
  }

  /** The settings that a conversation begins with. */
  get defaultSettings(): ConversationSettings {
    return this.#defaultPreset?.settings ?? noSettings;
  }

  get #newModelId(): string {
    const { modelId = null, modelGone = false } = this.#defaultPreset ?? {};
    return modelId === null || modelGone ? this.defaultModelId : modelId;
  }

  /** Conversations begin with another preset from now on, and so does the one in which nothing was done yet. */
  setDefaultPreset(preset: Preset | null): void {
    const before = { settings: this.defaultSettings, modelId: this.#newModelId };
    this.#defaultPreset = preset;
    const { status, draft, waiting, settings, modelId } = this.get(this.#draftId);
    const untouched = draft === "" && isSameSettings(settings, before.settings) && modelId === before.modelId;
    if (status !== "new" || waiting.length > 0 || !untouched) return;
    this.change(this.#draftId, { settings: this.defaultSettings, modelId: this.#newModelId });
  }

  get draftId(): string {
    return this.#draftId;
  }

  /** The state of a conversation; one that is not loaded yet is `loading`, the draft `new`. */
  get(id: string): ConversationState {
    let state = this.#states.get(id);
    if (!state) {
      state = newConversation(id, this.#newModelId, this.defaultSettings);
      if (id !== this.#draftId) state.status = "loading";
      this.#states.set(id, state);
    }
    return state;
  }

  /** The name of the message box in which a conversation is written: there is one for all that begin on `/`. */
  boxOf(id: string): string {
    return id === this.#draftId && this.get(id).status === "new" ? "new" : id;
  }

  has(id: string): boolean {
    return this.#states.has(id);
  }

  set(id: string, state: ConversationState): void {
    this.#states.set(id, state);
    this.#listeners.notify();
  }

  change(id: string, change: Partial<ConversationState>): void {
    this.set(id, { ...this.get(id), ...change });
  }

  /** The same for what changes many times a second: told at the next frame. */
  changeOnFrame(id: string, change: Partial<ConversationState>): void {
    this.#states.set(id, { ...this.get(id), ...change });
    this.#listeners.notifyOnFrame();
  }

  /** Resolves as soon as something holds for a conversation, or it is gone. */
  until(id: string, holds: (state: ConversationState) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (!this.has(id) || holds(this.get(id))) resolve();
    };
    const end = this.#listeners.add(look);
    look();
    return promise.finally(end);
  }

  /** Forgets a conversation; its id never begins another one. */
  delete(id: string): void {
    this.#states.delete(id);
    if (id === this.#draftId) this.#draftId = uuidv7();
  }

  /**
   * Takes what the server rendered, before the first paint. What the page knows itself is newer than a page that the
   * browser has kept from an earlier visit.
   */
  seed(view: ConversationView): void {
    if (this.#states.get(view.id)?.status === "ready") return;
    this.#fresh.add(view.id);
    this.#states.set(view.id, withView(newConversation(view.id, view.modelId), view));
  }

  /** The same for an address at which the server found nothing. */
  seedMissing(id: string): void {
    if (this.#states.has(id)) return;
    this.#fresh.add(id);
    this.#states.set(id, { ...newConversation(id, this.defaultModelId), status: "missing" });
  }

  /** Takes the model that the address wants for the new conversation, before the first paint. */
  beginWith({ modelId, usable }: AskedModel): void {
    const state = this.get(this.#draftId);
    if (state.status !== "new") return;
    if (usable) this.defaultModelId = modelId;
    this.#states.set(state.id, { ...state, ...(usable ? { modelId } : { error: { code: "model_not_found" } }) });
  }

  /** Whether the server has just rendered a conversation; true only once. */
  takeFresh(id: string): boolean {
    return this.#fresh.delete(id);
  }

  /** Makes room for another new conversation. One that nothing was sent in yet is new enough, and keeps its text. */
  renewDraft(): void {
    const { status, waiting } = this.get(this.#draftId);
    if (status === "new" && waiting.length === 0) return;
    this.#draftId = uuidv7();
    this.#listeners.notify();
  }
}
