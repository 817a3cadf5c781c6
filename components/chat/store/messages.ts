import { v7 as uuidv7 } from "uuid";
import { messageText } from "@/lib/conversations/schema";
import type { MessageRequest } from "@/lib/turns/schema";
import { awaitedAnswer } from "./answers.ts";
import type { ConversationStates } from "./conversation-states.ts";
import { UnsentMessages } from "./outbox.ts";
import type { ConversationState } from "./state.ts";
import type { Refusal, Turns } from "./turns.ts";

/** Sends what stands in a message box, and keeps it until it has arrived. */
export class Messages {
  readonly #states: ConversationStates;
  readonly #turns: Turns;
  readonly #outbox: UnsentMessages;
  readonly #reload: (id: string) => Promise<void>;

  constructor(states: ConversationStates, turns: Turns, owner: string, reload: (id: string) => Promise<void>) {
    this.#states = states;
    this.#turns = turns;
    this.#outbox = new UnsentMessages(owner);
    this.#reload = reload;
  }

  /** Sends what stands in the message box. Whatever fails, the text is back in the box. */
  async send(id: string): Promise<void> {
    const state = this.#states.get(id);
    if (state.draft.trim() === "" || state.sending || state.turnId) return;
    const request = requestFor(state);
    const { turnId, parentId, message, modelId } = request;
    this.#outbox.keep(request);
    this.#states.change(id, { draft: "" });
    const createdAt = new Date().toISOString();
    const refusal = await this.#turns.send(request, [
      ...state.messages,
      { ...message, parentId, status: "complete", modelId: null, error: null, createdAt },
      awaitedAnswer(turnId, message.id, modelId),
    ]);
    if (refusal) return this.#takeBack(request, refusal);
    this.#outbox.forget(request);
    this.#states.change(id, { unsent: null });
  }

  /** What an earlier page sent and never heard of: it arrived, or it is offered again under its ids. */
  restore(id: string): void {
    const request = this.#outbox.of(id);
    const state = this.#states.get(id);
    if (!request || state.sending) return;
    // what arrived is kept no longer: its conversation may be deleted one day, and must not come back by it
    if (state.messages.some((message) => message.id === request.message.id)) {
      this.#outbox.forget(request);
    } else if (state.draft === "" && (state.status === "ready" || state.status === "missing")) {
      const status = state.status === "missing" ? "new" : state.status;
      const draft = messageText(request.message.parts);
      this.#states.change(id, {
        status,
        draft,
        modelId: request.modelId,
        unsent: request,
        error: { code: "unsent" },
      });
    }
  }

  #takeBack(request: MessageRequest, { status, error }: Refusal): void {
    const id = request.conversationId;
    // without an answer of ours nobody knows whether it arrived: the same ids make it one message either way
    const unsent = status === 0 || status >= 500 ? request : null;
    if (!unsent) this.#outbox.forget(request);
    const text = messageText(request.message.parts);
    const { draft } = this.#states.get(id); // something new may have been typed meanwhile
    this.#states.change(id, { draft: draft === "" ? text : `${text}\n${draft}`, error, unsent });
    if (error.code === "conversation_changed" || error.code === "conversation_busy") void this.#reload(id);
  }
}

function requestFor({ id, unsent, draft, modelId, messages }: ConversationState): MessageRequest {
  const parentId = messages.at(-1)?.id ?? null;
  const same = unsent && messageText(unsent.message.parts) === draft && unsent.parentId === parentId;
  if (same) return { ...unsent, modelId };
  const message = {
    id: uuidv7(),
    role: "user" as const,
    parts: [{ type: "text" as const, text: draft.toWellFormed() }],
  };
  return { turnId: uuidv7(), conversationId: id, parentId, modelId, message };
}
