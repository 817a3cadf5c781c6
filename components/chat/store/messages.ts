import { v7 as uuidv7 } from "uuid";
import type { RequestError } from "@/components/http";
import { lastQuestionId } from "./answers.ts";
import type { ConversationStates } from "./conversation-states.ts";
import { Delivery, type Outcome } from "./delivery.ts";
import type { Drafts } from "./drafts.ts";
import type { ListStore } from "./list-store.ts";
import type { MessageBoxes } from "./message-boxes.ts";
import { Outbox, type OutgoingMessage } from "./outbox.ts";
import {
  endedBadly,
  isReachable,
  isSendable,
  lastsLong,
  localLine,
  mayHaveArrived,
  refusedForNow,
  released,
  requestFor,
  shownWith,
  waitingOf,
} from "./outgoing.ts";
import type { Refusal, Turns } from "./turns.ts";

type Room = { states: ConversationStates; turns: Turns; list: ListStore; drafts: Drafts; boxes: MessageBoxes };

/**
 * What a person writes, from the message box to the server. Every message goes through the outbox: at once where
 * nothing stands against it; else it waits where it can be seen, and goes by itself, once, when it can.
 */
export class Messages {
  readonly #room: Room;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #reload: (id: string) => Promise<void>;

  constructor(room: Room, owner: string, onKept: (kept: boolean) => void, reload: (id: string) => Promise<void>) {
    this.#room = room;
    this.#outbox = new Outbox(owner, onKept);
    this.#reload = reload;
    this.#delivery = new Delivery({ attempt: (id) => this.#attempt(id), onChange: (id) => this.#show(id) });
  }

  /** Takes over what earlier pages could not send, and what other tabs change from now on; gives the way to end that. */
  start(): () => void {
    this.#outbox.start();
    const ids = this.#outbox.conversationIds();
    for (const id of ids) this.#show(id);
    this.retry();
    const onStorage = (event: StorageEvent) => this.#outbox.isAbout(event) && this.#seeOtherTabs();
    window.addEventListener("storage", onStorage);
    return () => {
      window.removeEventListener("storage", onStorage);
      this.#delivery.end();
    };
  }

  /** The server may be there again: whatever waits for it is tried now. */
  retry(): void {
    this.#delivery.forgetWaits();
    for (const id of this.#outbox.conversationIds()) void this.#delivery.deliver(id);
  }

  /** Sends what stands in the message box, or lets it wait for the answer that is running. */
  async send(id: string): Promise<void> {
    const { draft, turnId, messages, modelId, settings } = this.#room.states.get(id);
    if (!isSendable(this.#room.states.get(id))) return;
    const before = this.#outbox.of(id);
    // who sends more has seen why the last one was held back
    if (!turnId) this.#release(id);
    const direct = !turnId && before.length === 0;
    this.#outbox.put({
      turnId: uuidv7(),
      conversationId: id,
      messageId: uuidv7(),
      text: draft.toWellFormed(),
      modelId,
      ...(messages.length === 0 && before.length === 0 && { settings }),
      follows: before.at(-1)?.messageId ?? lastQuestionId(messages),
      waitsFor: turnId ? "answer" : "connection",
      direct,
    });
    this.#setDraft(id, "");
    this.#room.states.change(id, { error: null });
    this.#show(id);
    this.#delivery.forgetWaits(id);
    await this.#delivery.deliver(id, direct);
  }

  /** Takes a waiting message back into the message box. */
  edit(id: string, turnId: string): void {
    const message = this.#outbox.of(id).find((waiting) => waiting.turnId === turnId);
    if (!message) return;
    this.#takeBack(message);
    this.#show(id);
  }

  /** Throws a waiting message away, and gives it; null when none waits any more. */
  remove(id: string, turnId: string): OutgoingMessage | null {
    const removed = this.#outbox.withdraw(id, turnId);
    this.#show(id);
    return removed;
  }

  /** Sends what was held back; what waits behind it goes with it. */
  async sendNow(id: string): Promise<void> {
    this.#release(id);
    this.#delivery.forgetWaits(id);
    this.#show(id);
    await this.#delivery.deliver(id);
  }

  /** A conversation was read, or its answer ended: what arrived waits no longer, and the next may go. */
  settle(id: string): void {
    const { messages, sending } = this.#room.states.get(id);
    const arrived = new Set(sending ? [] : messages.map((message) => message.id));
    for (const { messageId, turnId } of this.#outbox.of(id)) if (arrived.has(messageId)) this.#outbox.delete(turnId);
    this.#show(id);
    void this.#delivery.deliver(id);
  }

  /** Has a first message that waits begin its conversation with what is chosen for that now; false when none waits. */
  renewFirst(id: string): boolean {
    const [first] = this.#outbox.of(id);
    if (first?.follows !== null) return false;
    const { settings, modelId } = this.#room.states.get(id);
    this.#outbox.put({ ...first, settings, modelId });
    return true;
  }

  /** Forgets what waits in a conversation that was deleted; gives what that was. */
  forget(id: string): OutgoingMessage[] {
    const waiting = this.#outbox.of(id);
    for (const { turnId } of waiting) this.#outbox.delete(turnId);
    this.#show(id);
    return waiting;
  }

  putBack(id: string, waiting: OutgoingMessage[]): void {
    for (const message of waiting) this.#outbox.putBack({ ...message, direct: false });
    this.#show(id);
  }

  // What was held back goes as it is, to the conversation as it stands now.
  #release(id: string): void {
    const queue = this.#outbox.of(id);
    const before = [lastQuestionId(this.#room.states.get(id).messages), ...queue.map(({ messageId }) => messageId)];
    for (const [index, message] of queue.entries()) this.#outbox.put(released(message, before[index] ?? null));
  }

  // One attempt to send the first message of a conversation's queue.
  async #attempt(id: string): Promise<Outcome> {
    // the other tab may have had its turn before this one heard of it
    this.#seeOtherTabs();
    const [first] = this.#outbox.of(id);
    if (!first || first.waitsFor === "person") return "rest";
    // asked first: a message that comes and goes with each attempt is no help to anybody
    if (this.#delivery.isWaiting(id) && !(await isReachable())) return this.#later(first);
    const { status } = this.#room.states.get(id);
    if (status === "loading" || status === "failed") await this.#reload(id);
    const state = this.#room.states.get(id);
    if (state.status === "loading" || state.status === "failed") return this.#later(first);
    // its end asks again
    if (state.turnId) return "rest";
    if (state.messages.some((message) => message.id === first.messageId)) return this.#arrived(first);
    if (state.status === "missing") return this.#rescue(first);
    if (first.waitsFor === "answer" && endedBadly(state)) return this.#hold(first, null);
    if (lastQuestionId(state.messages) !== first.follows) {
      if (first.follows !== null) await this.#reload(id);
      const now = this.#room.states.get(id);
      if (now.turnId) return "rest";
      if (now.status === "missing") return this.#rescue(first);
      if (lastQuestionId(now.messages) !== first.follows) return this.#hold(first, { code: "conversation_changed" });
    }
    return this.#send(first);
  }

  async #send(message: OutgoingMessage): Promise<Outcome> {
    const { states, turns } = this.#room;
    const state = states.get(message.conversationId);
    const request = requestFor(message, state);
    const sending = turns.send(request, shownWith(state, request));
    this.#show(message.conversationId);
    const refusal = await sending;
    return refusal ? this.#refused(message, refusal) : this.#arrived(message);
  }

  #arrived({ turnId, conversationId }: OutgoingMessage): Outcome {
    this.#outbox.delete(turnId);
    this.#show(conversationId);
    return "next";
  }

  async #refused(sent: OutgoingMessage, { status, error, stopped }: Refusal): Promise<Outcome> {
    const { conversationId: id, direct } = sent;
    // it went with its conversation, which was deleted here
    if (!this.#outbox.has(sent.turnId)) return "rest";
    // another model or other settings may have been chosen for it meanwhile
    const message = this.#outbox.of(id).find(({ turnId }) => turnId === sent.turnId) ?? sent;
    // who pressed Stop says whether it goes again; from the message box it would go as another one
    const notYet = refusedForNow(status, error);
    if (mayHaveArrived(status) && !notYet) {
      return stopped ? this.#hold(message, { code: "offline" }) : this.#later(message, error);
    }
    if (notYet && !stopped) return this.#later(message, error);
    // deleted meanwhile, and this page had not heard of it
    if (error.code === "not_found") await this.#reload(id);
    if (this.#room.states.get(id).status === "missing") return this.#rescue(message);
    const elsewhere = error.code === "conversation_changed" || error.code === "conversation_busy";
    if (elsewhere && !direct) {
      // it waits where it did: it must not be out of sight while the conversation is read
      this.#show(id);
      await this.#reload(id);
      const { turnId, messages } = this.#room.states.get(id);
      if (turnId) return "rest";
      return lastQuestionId(messages) === message.follows ? "later" : this.#hold(message, error);
    }
    if (error.code === "unauthenticated" && !direct) {
      this.#room.states.change(id, { error });
      return "rest";
    }
    this.#takeBack(message);
    // what was written behind it may make no sense without it
    for (const next of this.#outbox.of(id)) this.#outbox.put({ ...next, waitsFor: "person" });
    this.#room.states.change(id, { error });
    this.#show(id);
    if (elsewhere) void this.#reload(id);
    return "rest";
  }

  #later({ reason: before, ...message }: OutgoingMessage, error?: RequestError): Outcome {
    const why = error && lastsLong(error) ? { reason: error } : {};
    if (message.direct || before || why.reason) this.#outbox.put({ ...message, direct: false, ...why });
    this.#show(message.conversationId); // what could not go at once waits in sight
    return "later";
  }

  #hold(message: OutgoingMessage, reason: RequestError | null): Outcome {
    this.#outbox.put({ ...message, direct: false, waitsFor: "person", ...(reason && { reason }) });
    this.#show(message.conversationId);
    return "rest";
  }

  // Its conversation was deleted: the text is kept where a new one begins.
  #rescue(message: OutgoingMessage): Outcome {
    const { states } = this.#room;
    this.#outbox.withdraw(message.conversationId, message.turnId);
    this.#show(message.conversationId);
    // the deleted one may be the one that was begun last
    states.renewDraft();
    const { draft } = states.get(states.draftId);
    this.#setDraft(states.draftId, draft === "" ? message.text : `${draft}\n${message.text}`);
    states.change(states.draftId, { error: { code: "conversation_gone" } });
    return "next";
  }

  // Into the message box, before what was typed there meanwhile.
  #takeBack({ turnId, conversationId: id, text, modelId, settings }: OutgoingMessage): void {
    this.#outbox.withdraw(id, turnId);
    const { draft, status } = this.#room.states.get(id);
    if (status === "new") this.#room.states.change(id, { modelId, ...(settings && { settings }) });
    this.#setDraft(id, [text, draft].filter((part) => part !== "").join("\n"));
  }

  #setDraft(id: string, draft: string): void {
    const { drafts, boxes } = this.#room;
    if (draft === "") boxes.empty(id);
    else boxes.set(id, draft);
    drafts.flush();
  }

  // Takes over what other tabs have put into the outbox, sent or taken back.
  #seeOtherTabs(): void {
    const before = this.#outbox.conversationIds();
    this.#outbox.refresh();
    for (const id of new Set([...before, ...this.#outbox.conversationIds()])) {
      const shown = this.#room.states.get(id).waiting;
      this.#show(id);
      // what waits no longer was sent by the other tab
      const sent = shown.some(({ turnId }) => !this.#outbox.has(turnId));
      if (sent && this.#room.states.get(id).status !== "loading") void this.#reload(id);
    }
  }

  // Puts the queue where the page shows it.
  #show(id: string): void {
    const { states, list } = this.#room;
    const state = states.get(id);
    const queue = this.#outbox.of(id);
    const waiting = waitingOf(queue, state, this.#delivery.isWaiting(id));
    if (JSON.stringify(waiting) !== JSON.stringify(state.waiting)) states.change(id, { waiting });
    const [first] = queue;
    // the server knows nothing of it yet
    if (first?.follows === null && state.status === "missing") {
      states.change(id, { status: "new", modelId: first.modelId, ...(first.settings && { settings: first.settings }) });
    }
    const begun = this.#outbox.conversationIds().filter((other) => states.get(other).status !== "ready");
    list.setLocal(begun.flatMap((other) => localLine(this.#outbox.of(other))));
  }
}
