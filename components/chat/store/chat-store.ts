import { requestJson } from "@/components/http";
import type { ConversationPage, ConversationView } from "@/lib/conversations/schema";
import { ConversationStates } from "./conversation-states.ts";
import { ListStore } from "./list-store.ts";
import { Listeners } from "./listeners.ts";
import { Messages } from "./messages.ts";
import { ModelsStore } from "./models-store.ts";
import { type ConversationState, withView } from "./state.ts";
import { awaitTitle } from "./title.ts";
import { Turns } from "./turns.ts";

/**
 * Everything the chat page knows, apart from React: the conversations that were opened, each with its follower, the
 * sidebar's list and the models. A turn goes on being followed while another conversation is looked at.
 */
export class ChatStore {
  readonly #listeners = new Listeners();
  readonly #states: ConversationStates;
  readonly #turns: Turns;
  readonly #messages: Messages;
  readonly list: ListStore;
  readonly models: ModelsStore;

  constructor(firstPage: ConversationPage, defaultModelId: string, owner: string) {
    const reload = (id: string) => this.reload(id);
    this.list = new ListStore(firstPage, this.#listeners);
    this.models = new ModelsStore(this.#listeners);
    this.#states = new ConversationStates(this.#listeners, defaultModelId);
    this.#turns = new Turns(this.#states, this.list, { reload, onEnd: (id, beganHere) => this.#onEnd(id, beganHere) });
    this.#messages = new Messages(this.#states, this.#turns, owner, reload);
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  get draftId(): string {
    return this.#states.draftId;
  }

  /** The state of a conversation; one that is not loaded yet is `loading`, the draft `new`. */
  conversation(id: string): ConversationState {
    return this.#states.get(id);
  }

  /** Takes what the server rendered, before the first paint. */
  seed(view: ConversationView): void {
    this.#states.seed(view);
  }

  /** The same for an address at which the server found nothing. */
  seedMissing(id: string): void {
    this.#states.seedMissing(id);
  }

  /** Makes room for another new conversation. One that nothing was sent in yet is new enough, and keeps its text. */
  renewDraft(): void {
    this.#states.renewDraft();
  }

  /** Loads a conversation that is not here, looks for news of one that is, and follows what runs in it. */
  async open(id: string): Promise<void> {
    const state = this.#states.get(id);
    const fresh = this.#states.takeFresh(id);
    if (state.status === "new" || state.sending || this.#turns.isFollowing(id)) return;
    if (state.turnId) this.#turns.follow(id, state.turnId, null);
    else if (!fresh) await this.reload(id);
    if (this.#states.has(id)) this.#messages.restore(id);
  }

  /** Asks the server for a conversation. */
  async reload(id: string): Promise<void> {
    const asked = this.#states.get(id);
    const result = await requestJson<ConversationView>(`/api/conversations/${id}`);
    if (!this.#states.has(id)) return;
    const state = this.#states.get(id);
    // what was sent, followed or removed meanwhile is newer than this answer
    if (state.messages !== asked.messages || this.#turns.isFollowing(id)) return;
    if (result.ok) {
      const chosen = state.modelId === asked.modelId ? {} : { modelId: state.modelId };
      this.#states.set(id, { ...withView(state, result.value), ...chosen });
      this.#turns.followRunning(id, result.value);
    } else if (result.status === 404) {
      this.#states.change(id, { status: "missing" });
    } else if (state.status === "loading") {
      this.#states.change(id, { status: "failed" });
    }
  }

  setDraft(id: string, draft: string): void {
    this.#states.change(id, { draft });
  }

  dismissError(id: string): void {
    this.#states.change(id, { error: null });
  }

  /** Sends what stands in the message box. Whatever fails, the text is back in the box. */
  send(id: string): Promise<void> {
    return this.#messages.send(id);
  }

  /** Ends the turn that is answering; what was written stays. */
  stop(id: string): Promise<void> {
    return this.#turns.stop(id);
  }

  /** Chooses the model of a conversation's next turn. */
  async chooseModel(id: string, modelId: string): Promise<void> {
    const { status, modelId: before } = this.#states.get(id);
    this.#states.change(id, { modelId });
    if (status === "new") {
      this.#states.defaultModelId = modelId;
      return;
    }
    const result = await requestJson(`/api/conversations/${id}`, { method: "PATCH", body: { modelId } });
    if (!result.ok) this.#states.change(id, { modelId: before, error: result.error });
  }

  /** Deletes a conversation; false when that failed. */
  async remove(id: string): Promise<boolean> {
    const result = await requestJson(`/api/conversations/${id}`, { method: "DELETE" });
    if (!result.ok && result.status !== 404) return false;
    this.#turns.leave(id);
    this.#states.delete(id);
    this.list.remove(id);
    return true;
  }

  /** Gives a conversation a name of the person's own; false when that failed. */
  async rename(id: string, title: string): Promise<boolean> {
    const result = await requestJson(`/api/conversations/${id}`, { method: "PATCH", body: { title } });
    if (result.ok) this.#setTitle(id, title);
    return result.ok;
  }

  #onEnd(id: string, beganHere: boolean): void {
    const { title } = this.#states.get(id);
    if (beganHere) void awaitTitle(this.list, id, title, (found) => this.#setTitle(id, found));
  }

  #setTitle(id: string, title: string): void {
    this.list.setTitle(id, title);
    if (this.#states.has(id)) this.#states.change(id, { title });
  }
}
