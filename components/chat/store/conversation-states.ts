import { v7 as uuidv7 } from "uuid";
import type { ConversationView } from "@/lib/conversations/schema";
import type { Listeners } from "./listeners.ts";
import { type AskedModel, type ConversationState, newConversation, withView } from "./state.ts";

/** The conversations that this page has opened, and the one that the next message on `/` begins. */
export class ConversationStates {
  readonly #listeners: Listeners;
  readonly #states = new Map<string, ConversationState>();
  /** what the server has just rendered: the first look at it needs no second reading */
  readonly #fresh = new Set<string>();
  #draftId = uuidv7();
  /** the model of a conversation that begins */
  defaultModelId: string;

  constructor(listeners: Listeners, defaultModelId: string) {
    this.#listeners = listeners;
    this.defaultModelId = defaultModelId;
  }

  get draftId(): string {
    return this.#draftId;
  }

  /** The state of a conversation; one that is not loaded yet is `loading`, the draft `new`. */
  get(id: string): ConversationState {
    let state = this.#states.get(id);
    if (!state) {
      state = newConversation(id, this.defaultModelId);
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

  delete(id: string): void {
    this.#states.delete(id);
  }

  /** Takes what the server rendered, before the first paint. What is here already is newer: the page was come back to. */
  seed(view: ConversationView): void {
    if (this.#states.has(view.id)) return;
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
