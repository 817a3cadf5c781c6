import { nothingEarlier } from "@/lib/conversations/schema";
import type { Choices } from "./choices.ts";
import type { ConversationStates } from "./conversation-states.ts";
import type { Drafts } from "./drafts.ts";
import type { MessageBoxes } from "./message-boxes.ts";
import type { Messages } from "./messages.ts";
import type { OutgoingMessage } from "./outbox.ts";
import type { ConversationState } from "./state.ts";
import type { Turns } from "./turns.ts";

type Room = {
  states: ConversationStates;
  drafts: Drafts;
  boxes: MessageBoxes;
  messages: Messages;
  choices: Choices;
  turns: Turns;
};

/** What the browser had of a conversation. */
export type Left = {
  id: string;
  state: ConversationState | null;
  draft: Awaited<ReturnType<Drafts["find"]>>;
  form: string | null;
  waiting: OutgoingMessage[];
};

/** What this browser keeps of conversations beside the server: forgotten when one is deleted, put back when that is undone. */
export class Belongings {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Takes all of it away. */
  async take(id: string): Promise<Left> {
    const { states, drafts, boxes, messages, choices, turns } = this.#room;
    turns.leave(id);
    const state = states.has(id) ? states.get(id) : null;
    const waiting = messages.forget(id);
    // by where it stands in the page, which knows nothing of it in a moment
    const taken = choices.takeForm(id);
    states.delete(id);
    const [draft, form] = await Promise.all([drafts.find(id), taken]);
    boxes.forget(id);
    return { id, state, draft, form, waiting };
  }

  /**
   * Resolves when the server has answered the message that begins a conversation; null when none is on its way.
   * Before that there is nothing on the server that could be deleted.
   */
  beginning(id: string): Promise<unknown> | null {
    return this.#room.turns.beginning(id);
  }

  /** The same for a conversation that never came to the server: what was to begin it waits again, and goes. */
  beginAgain({ state, ...left }: Left): void {
    const { id } = left;
    this.putBack({ ...left, state: state && { ...state, status: "new", messages: [], earlier: nothingEarlier } });
    this.#room.messages.settle(id);
  }

  /** Puts it back as it was; an answer that ran was stopped. */
  putBack({ id, state, draft, form, waiting }: Left): void {
    const { states, drafts, boxes, messages, choices } = this.#room;
    if (draft) drafts.set(id, { ...draft });
    if (state) states.set(id, { ...state, turnId: null, sending: false, stopping: false });
    if (form !== null) choices.keepForm(id, form);
    // what was typed last may not have come to the other devices yet
    if (state && state.draft !== "") boxes.keep(id);
    if (waiting.length > 0) messages.putBack(id, waiting);
  }
}
