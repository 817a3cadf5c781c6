import { v7 as uuidv7 } from "uuid";
import { type RequestError, requestJson } from "@/components/http";
import { type ConversationView, type MessageView, messageText, type Part } from "@/lib/conversations/schema";
import type { TurnRequest } from "@/lib/turns/schema";
import { awaitedAnswer } from "./answers.ts";
import type { ConversationStates } from "./conversation-states.ts";
import type { Drafts } from "./drafts.ts";
import { newest } from "./list-lines.ts";
import type { ListStore } from "./list-store.ts";
import { withView } from "./state.ts";
import type { Turns } from "./turns.ts";

/** What it works with. */
type Room = { states: ConversationStates; turns: Turns; list: ListStore; drafts: Drafts };

/** What a version takes along from the person's choice. */
type Again = { modelId?: string; continuesId?: string; kept?: Part[] };

/**
 * Versions of messages: an answer given again or continued, a message edited, the choice among them, a conversation
 * forked. The old version gives way at once, and comes back when the server refuses the new one.
 */
export class Versions {
  readonly #states: ConversationStates;
  readonly #turns: Turns;
  readonly #list: ListStore;
  readonly #drafts: Drafts;
  readonly #reload: (id: string) => Promise<void>;
  /** conversations in which a choice is on its way */
  readonly #choosing = new Set<string>();
  /** the ids that forks have been asked for under, by the message they end with: asked for again, it is the same fork */
  readonly #forks = new Map<string, string>();

  constructor({ states, turns, list, drafts }: Room, reload: (id: string) => Promise<void>) {
    this.#states = states;
    this.#turns = turns;
    this.#list = list;
    this.#drafts = drafts;
    this.#reload = reload;
  }

  /** Has an answer given again, by the conversation's model or by another one, which then is the conversation's. */
  regenerate(id: string, answer: MessageView, modelId?: string): Promise<void> {
    return this.#answerAgain(id, answer, modelId === undefined ? {} : { modelId });
  }

  /** Has an answer that was cut short go on, in another version that begins with its text. */
  goOn(id: string, answer: MessageView): Promise<void> {
    const text = messageText(answer.parts);
    return this.#answerAgain(id, answer, { continuesId: answer.id, kept: text === "" ? [] : [{ type: "text", text }] });
  }

  /** Begins to edit a message, with what was typed into it before the page was left. */
  async startEdit(id: string, message: MessageView): Promise<void> {
    const begun = await this.#drafts.find(editBox(message.id));
    if (!this.#states.has(id)) return;
    this.#states.change(id, { editing: { messageId: message.id, text: begun?.text || messageText(message.parts) } });
  }

  /** Takes what was typed into the message that is edited. */
  setEdit(id: string, text: string): void {
    const { editing } = this.#states.get(id);
    if (!editing) return;
    this.#states.change(id, { editing: { ...editing, text } });
    this.#drafts.set(editBox(editing.messageId), { text, begins: false });
  }

  cancelEdit(id: string): void {
    const { editing } = this.#states.get(id);
    this.#states.change(id, { editing: null });
    if (editing) this.#drafts.forget(editBox(editing.messageId));
  }

  /** Sends the edited message as another version of the first one. When that fails, it is being edited again. */
  async sendEdit(id: string): Promise<void> {
    const { messages, editing, turnId: running, modelId } = this.#states.get(id);
    const edited = messages.find((message) => message.id === editing?.messageId);
    if (!editing || !edited || running || editing.text.trim() === "") return;
    const turnId = uuidv7();
    const parts = [{ type: "text" as const, text: editing.text.toWellFormed() }];
    const message = { id: uuidv7(), role: "user" as const, parts };
    const { parentId } = edited;
    const version = { ...edited, ...message, createdAt: new Date().toISOString() };
    this.#states.change(id, { editing: null });
    const arrived = await this.#send(
      { turnId, conversationId: id, parentId, tipId: messages.at(-1)?.id ?? null, modelId, message },
      [...beside(messages, edited, version), awaitedAnswer(turnId, message.id, modelId)],
      () => this.#states.change(id, { editing: this.#states.get(id).editing ?? editing }),
    );
    // the text is kept until it has arrived: the server may be away, or ask to sign in again
    if (arrived) this.#drafts.forget(editBox(edited.id));
  }

  /**
   * Shows another version of a message with what followed it.
   * @param beforeShown called when it is there, before the page has it
   * @returns the version that is shown now, or null when another one could not be shown
   */
  async choose(id: string, messageId: string, beforeShown?: () => void): Promise<MessageView | null> {
    const asked = this.#states.get(id);
    if (this.#choosing.has(id) || asked.turnId) return null;
    this.#choosing.add(id);
    const body = { messageId };
    const result = await requestJson<ConversationView>(`/api/conversations/${id}/version`, { method: "POST", body });
    this.#choosing.delete(id);
    if (!this.#states.has(id)) return null;
    const state = this.#states.get(id);
    if (!result.ok) {
      this.#told(id, result.error);
      return null;
    }
    // what was sent or read meanwhile is newer than this answer
    if (state.messages.at(-1) !== asked.messages.at(-1)) return null;
    beforeShown?.();
    this.#states.set(id, { ...withView(state, result.value), modelId: state.modelId, error: null });
    this.#turns.followRunning(id, result.value);
    return result.value.messages.find((message) => message.id === messageId) ?? null;
  }

  /**
   * Begins another conversation with what there is up to a message.
   * @returns the new conversation's id, or null when there is none
   */
  async fork(id: string, messageId: string): Promise<string | null> {
    const conversationId = this.#forks.get(messageId) ?? uuidv7();
    this.#forks.set(messageId, conversationId);
    const body = { messageId, conversationId };
    const result = await requestJson<ConversationView>(`/api/conversations/${id}/fork`, { method: "POST", body });
    if (!result.ok) {
      if (this.#states.has(id)) this.#told(id, result.error);
      return null;
    }
    // pressed twice, the second answer finds it made
    if (!this.#forks.delete(messageId)) return null;
    const { title, modelId, messages } = result.value;
    this.#states.seed(result.value);
    const tipId = messages.at(-1)?.id ?? null;
    const updatedAt = new Date().toISOString();
    const line = { id: conversationId, title, modelId, tipId, running: false, unseen: false, ...newest, updatedAt };
    this.#list.add(line);
    return conversationId;
  }

  async #answerAgain(id: string, answer: MessageView, { modelId, continuesId, kept = [] }: Again): Promise<void> {
    const { messages, turnId: running, modelId: before } = this.#states.get(id);
    const { parentId } = answer;
    if (running || !parentId) return;
    const turnId = uuidv7();
    const model = modelId ?? before;
    const tipId = messages.at(-1)?.id ?? null;
    this.#states.change(id, { modelId: model });
    await this.#send(
      { turnId, conversationId: id, parentId, tipId, modelId: model, ...(continuesId && { continuesId }) },
      beside(messages, answer, { ...awaitedAnswer(turnId, parentId, model), parts: kept }),
      () => this.#states.change(id, { modelId: before }),
    );
  }

  /**
   * @param takeBack undoes what `Turns.send` does not
   * @returns whether the server has it
   */
  async #send(request: TurnRequest, shown: MessageView[], takeBack: () => void): Promise<boolean> {
    const { conversationId: id, turnId, message } = request;
    const refusal = await this.#turns.send(request, shown);
    if (!refusal) return true;
    takeBack();
    this.#states.change(id, { error: refusal.stopped ? null : refusal.error });
    await this.#reload(id);
    // without an answer of ours nobody knows whether it arrived, until the conversation is read
    const { turnId: running, messages } = this.#states.get(id);
    const arrived = running === turnId || messages.some(({ id: known }) => known === message?.id);
    if (arrived) this.#states.change(id, { error: null, editing: null });
    return arrived;
  }

  #told(id: string, error: RequestError): void {
    this.#states.change(id, { error });
    void this.#reload(id);
  }
}

/** Under which name the text of an edited message is kept among the drafts. */
const editBox = (messageId: string) => `edit.${messageId}`;

/** The messages up to one, with another version in its place; what followed it belongs to the old version. */
function beside(messages: MessageView[], old: MessageView, version: MessageView): MessageView[] {
  const index = messages.findIndex((message) => message.id === old.id);
  const versions = [...(old.versions ?? [old.id]), version.id];
  return [...messages.slice(0, index), { ...version, versions }];
}
