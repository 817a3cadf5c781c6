import { v7 as uuidv7 } from "uuid";
import { requestJson } from "@/components/http";
import { type ConversationPage, type ConversationView, firstWords, messageText } from "@/lib/conversations/schema";
import { emptyAnswer, foldChunk, type MessageRequest, type TurnChunk } from "@/lib/turns/schema";
import { answerMessage, awaitedAnswer, runningAnswer, withAnswer } from "./answers.ts";
import { followTurn } from "./follower.ts";
import { ListStore } from "./list-store.ts";
import { Listeners } from "./listeners.ts";
import { ModelsStore } from "./models-store.ts";
import { UnsentMessages } from "./outbox.ts";
import { sendTurn, stopTurn } from "./requests.ts";
import { type ConversationState, newConversation, withView } from "./state.ts";

/** Looks for the title that is made after the first answer, in milliseconds after its end. */
const titleWaitsMs = [400, 800, 1600, 3200, 6400, 12_800];

/**
 * Everything the chat page knows, apart from React: the conversations that were opened, each with its follower, the
 * sidebar's list and the models. A turn goes on being followed while another conversation is looked at.
 */
export class ChatStore {
  readonly #listeners = new Listeners();
  readonly #conversations = new Map<string, ConversationState>();
  readonly #followers = new Map<string, AbortController>();
  /** what the server has just rendered: the first look at it needs no second reading */
  readonly #fresh = new Set<string>();
  readonly #outbox: UnsentMessages;
  readonly list: ListStore;
  readonly models: ModelsStore;
  #defaultModelId: string;
  /** the conversation that the next message on `/` begins */
  #draftId = uuidv7();

  constructor(firstPage: ConversationPage, defaultModelId: string, owner: string) {
    this.#outbox = new UnsentMessages(owner);
    this.list = new ListStore(firstPage, this.#listeners);
    this.models = new ModelsStore(this.#listeners);
    this.#defaultModelId = defaultModelId;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  get draftId(): string {
    return this.#draftId;
  }

  /** The state of a conversation; one that is not loaded yet is `loading`, the draft `new`. */
  conversation(id: string): ConversationState {
    let state = this.#conversations.get(id);
    if (!state) {
      state = newConversation(id, this.#defaultModelId);
      if (id !== this.#draftId) state.status = "loading";
      this.#conversations.set(id, state);
    }
    return state;
  }

  /** Takes what the server rendered, before the first paint. */
  seed(view: ConversationView): void {
    this.#fresh.add(view.id);
    this.#conversations.set(view.id, withView(newConversation(view.id, view.modelId), view));
  }

  /** The same for an address at which the server found nothing. */
  seedMissing(id: string): void {
    this.#fresh.add(id);
    this.#conversations.set(id, { ...newConversation(id, this.#defaultModelId), status: "missing" });
  }

  /** Makes room for another new conversation. One that nothing was sent in yet is new enough, and keeps its text. */
  renewDraft(): void {
    if (this.conversation(this.#draftId).status === "new") return;
    this.#draftId = uuidv7();
    this.#listeners.notify();
  }

  /** Loads a conversation that is not here, looks for news of one that is, and follows what runs in it. */
  async open(id: string): Promise<void> {
    const state = this.conversation(id);
    const fresh = this.#fresh.delete(id);
    if (state.status === "new" || state.sending || this.#followers.has(id)) return;
    if (state.turnId) this.#follow(id, state.turnId, null);
    else if (!fresh) await this.reload(id);
    this.#restoreUnsent(id);
  }

  /** Asks the server for a conversation. */
  async reload(id: string): Promise<void> {
    const asked = this.conversation(id);
    const result = await requestJson<ConversationView>(`/api/conversations/${id}`);
    const state = this.#conversations.get(id);
    // what was sent, followed or removed meanwhile is newer than this answer
    if (state?.messages !== asked.messages || this.#followers.has(id)) return;
    if (result.ok) {
      const chosen = state.modelId === asked.modelId ? {} : { modelId: state.modelId };
      this.#set(id, { ...withView(state, result.value), ...chosen });
      if (result.value.running) this.#follow(id, result.value.running.turnId, null);
    } else if (result.status === 404) {
      this.#change(id, { status: "missing" });
    } else if (state.status === "loading") {
      this.#change(id, { status: "failed" });
    }
  }

  setDraft(id: string, draft: string): void {
    this.#change(id, { draft });
  }

  dismissError(id: string): void {
    this.#change(id, { error: null });
  }

  /** Sends what stands in the message box. Whatever fails, the text is back in the box. */
  async send(id: string): Promise<void> {
    const state = this.conversation(id);
    if (state.draft.trim() === "" || state.sending || state.turnId) return;
    const request = this.#requestFor(state);
    const { turnId, message, modelId } = request;
    this.#change(id, {
      status: "ready",
      sending: true,
      error: null,
      draft: "",
      turnId,
      sequence: 0,
      title: state.title || firstWords(message.parts),
      messages: [
        ...state.messages,
        { ...message, parentId: request.parentId, status: "complete", modelId: null, error: null, createdAt: now() },
        awaitedAnswer(turnId, message.id, modelId),
      ],
    });
    if (request.parentId === null)
      this.list.add({ id, title: firstWords(message.parts), modelId, running: true, unseen: false, updatedAt: now() });

    this.#outbox.keep(request);
    const result = await sendTurn(request);
    if (result.ok) {
      this.#outbox.forget(request);
      this.#change(id, { sending: false, unsent: null });
      this.#follow(id, turnId, result.value, state.status === "new");
      return;
    }
    this.#takeBack(state, request, result.error, result.status);
  }

  /** Ends the turn that is answering; what was written stays. */
  async stop(id: string): Promise<void> {
    const { turnId } = this.conversation(id);
    if (!turnId) return;
    this.#change(id, { stopping: true });
    const error = await stopTurn(turnId, () => this.conversation(id).sending);
    if (error && this.conversation(id).turnId === turnId) this.#change(id, { stopping: false, error });
  }

  /** Chooses the model of a conversation's next turn. */
  async chooseModel(id: string, modelId: string): Promise<void> {
    const { status, modelId: before } = this.conversation(id);
    this.#change(id, { modelId });
    if (status === "new") {
      this.#defaultModelId = modelId;
      return;
    }
    const result = await requestJson(`/api/conversations/${id}`, { method: "PATCH", body: { modelId } });
    if (!result.ok) this.#change(id, { modelId: before, error: result.error });
  }

  /** Deletes a conversation; false when that failed. */
  async remove(id: string): Promise<boolean> {
    const result = await requestJson(`/api/conversations/${id}`, { method: "DELETE" });
    if (!result.ok && result.status !== 404) return false;
    this.#followers.get(id)?.abort();
    this.#followers.delete(id);
    this.#conversations.delete(id);
    this.list.remove(id);
    return true;
  }

  /** Gives a conversation a name of the person's own; false when that failed. */
  async rename(id: string, title: string): Promise<boolean> {
    const result = await requestJson(`/api/conversations/${id}`, { method: "PATCH", body: { title } });
    if (result.ok) this.#setTitle(id, title);
    return result.ok;
  }

  // What an earlier page sent and never heard of: it arrived, or it is offered again under its ids.
  #restoreUnsent(id: string): void {
    const request = this.#outbox.of(id);
    const state = this.#conversations.get(id);
    if (!request || !state || state.sending) return;
    // what arrived is kept no longer: its conversation may be deleted one day, and must not come back by it
    if (state.messages.some((message) => message.id === request.message.id)) {
      this.#outbox.forget(request);
    } else if (state.draft === "" && (state.status === "ready" || state.status === "missing")) {
      const status = state.status === "missing" ? "new" : state.status;
      const draft = messageText(request.message.parts);
      this.#change(id, { status, draft, modelId: request.modelId, unsent: request, error: { code: "unsent" } });
    }
  }

  #requestFor(state: ConversationState): MessageRequest {
    const { unsent, draft, modelId } = state;
    const parentId = state.messages.at(-1)?.id ?? null;
    const same = unsent && messageText(unsent.message.parts) === draft && unsent.parentId === parentId;
    if (same) return { ...unsent, modelId };
    const message = {
      id: uuidv7(),
      role: "user" as const,
      parts: [{ type: "text" as const, text: draft.toWellFormed() }],
    };
    return { turnId: uuidv7(), conversationId: state.id, parentId, modelId, message };
  }

  #takeBack(
    before: ConversationState,
    request: MessageRequest,
    error: ConversationState["error"],
    status: number,
  ): void {
    const { id } = before;
    // without an answer of ours nobody knows whether it arrived: the same ids make it one message either way
    const unsent = status === 0 || status >= 500 ? request : null;
    if (!unsent) this.#outbox.forget(request);
    const text = messageText(request.message.parts);
    const { draft } = this.conversation(id); // something new may have been typed meanwhile
    this.#change(id, {
      status: before.status,
      sending: false,
      stopping: false,
      turnId: null,
      messages: before.messages,
      draft: draft === "" ? text : `${text}\n${draft}`,
      error,
      unsent,
    });
    if (request.parentId === null) this.list.remove(id);
    if (error?.code === "conversation_changed" || error?.code === "conversation_busy") void this.reload(id);
  }

  #follow(id: string, turnId: string, first: Response | null, isNew = false): void {
    this.#followers.get(id)?.abort();
    const follower = new AbortController();
    this.#followers.set(id, follower);
    this.list.mark(id, true);
    const { messages, sequence } = this.conversation(id);
    let answer = first ? emptyAnswer : runningAnswer(messages, id, turnId);
    const onChunks = (chunks: TurnChunk[]) => {
      answer = chunks.reduce(foldChunk, answer);
      if (!answer.metadata || follower.signal.aborted) return;
      const { messages } = this.conversation(id);
      const shown = withAnswer(messages, answerMessage(answer, answer.metadata));
      this.#conversations.set(id, { ...this.conversation(id), messages: shown });
      this.#listeners.notifyOnFrame();
    };
    void followTurn(turnId, first ? 0 : sequence, first, { onChunks }, follower.signal).then((end) => {
      if (end === "aborted" || this.#followers.get(id) !== follower) return;
      this.#followers.delete(id);
      this.#change(id, { turnId: null, stopping: false });
      this.list.mark(id, false);
      if (end === "gone" || answer.metadata?.status === "running") void this.reload(id);
      if (isNew) void this.#awaitTitle(id);
    });
  }

  // The title is made on the server after the answer; until it is there, or will not come, the list is looked at.
  async #awaitTitle(id: string): Promise<void> {
    const firstTitle = this.conversation(id).title;
    for (const wait of titleWaitsMs) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      await this.list.load();
      const title = this.list.title(id);
      if (title === undefined) return;
      this.#setTitle(id, title);
      if (title !== firstTitle) return;
    }
  }

  #setTitle(id: string, title: string): void {
    this.list.setTitle(id, title);
    if (this.#conversations.has(id)) this.#change(id, { title });
  }

  #change(id: string, change: Partial<ConversationState>): void {
    this.#set(id, { ...this.conversation(id), ...change });
  }

  #set(id: string, state: ConversationState): void {
    this.#conversations.set(id, state);
    this.#listeners.notify();
  }
}

function now(): string {
  return new Date().toISOString();
}
