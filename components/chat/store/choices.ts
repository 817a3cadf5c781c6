import { type RequestError, requestJson } from "@/components/http";
import { changed, type SettingsChange } from "@/lib/conversations/settings-schema";
import type { ConversationStates } from "./conversation-states.ts";
import type { Drafts } from "./drafts.ts";
import type { MessageBoxes } from "./message-boxes.ts";
import type { Messages } from "./messages.ts";
import type { ConversationState } from "./state.ts";

type Room = { states: ConversationStates; drafts: Drafts; boxes: MessageBoxes; messages: Messages };
type Chosen = Pick<ConversationState, "modelId" | "settings">;

/** What was changed in the settings' form and not saved when the page was left, as text; null for nothing. */
export type KeptForm = {
  text: string | null;
  /** keeps what is changed now over a reload; empty for nothing */
  keep: (text: string) => void;
};

/** What a person chooses for the next turns of a conversation: at once here, and back again when the server refuses. */
export class Choices {
  readonly #room: Room;
  /** how many choices the server has not answered yet, by conversation */
  readonly #asked = new Map<string, number>();

  constructor(room: Room) {
    this.#room = room;
  }

  /** Whether the server is still to answer a choice: what it says of them meanwhile may be older. */
  isAsking(id: string): boolean {
    return this.#asked.has(id);
  }

  async chooseModel(id: string, modelId: string): Promise<void> {
    if (this.#room.states.get(id).status === "new") this.#room.states.defaultModelId = modelId;
    const error = await this.#choose(id, { modelId }, { modelId });
    if (error) this.#room.states.change(id, { error });
  }

  /**
   * Changes how the next turns are asked, and by which model.
   * @returns why the server did not take it; null when it did
   */
  changeSettings(id: string, change: SettingsChange, modelId: string): Promise<RequestError | null> {
    const { settings: before, modelId: modelBefore } = this.#room.states.get(id);
    const other = modelId === modelBefore ? {} : { modelId };
    return this.#choose(id, { settings: changed(before, change), ...other }, { settings: change, ...other });
  }

  async #choose(id: string, chosen: Partial<Chosen>, body: object): Promise<RequestError | null> {
    this.#count(id, 1);
    try {
      return await this.#ask(id, chosen, body);
    } finally {
      this.#count(id, -1);
    }
  }

  #count(id: string, more: number): void {
    const count = (this.#asked.get(id) ?? 0) + more;
    if (count > 0) this.#asked.set(id, count);
    else this.#asked.delete(id);
  }

  async #ask(id: string, chosen: Partial<Chosen>, body: object): Promise<RequestError | null> {
    const { states, boxes, messages } = this.#room;
    const before = states.get(id);
    states.change(id, chosen);
    if (isFirstOnItsWay(before)) {
      // should it be refused, it comes back with what is chosen now; the server knows the conversation when it has taken it
      messages.renewFirst(id);
      await states.until(id, ({ sending }) => !sending);
    }
    if (!states.has(id)) return null;
    if (states.get(id).status === "new") {
      // a first message that waits goes with what is chosen now
      if (!messages.renewFirst(id)) boxes.keep(id);
      return null;
    }
    const result = await requestJson(`/api/conversations/${id}`, { method: "PATCH", body });
    // a conversation that was deleted meanwhile has nothing to go back to, and nobody to tell
    if (result.ok || !states.has(id)) return null;
    // what was chosen meanwhile stays
    const now = states.get(id);
    states.change(id, {
      ...(now.modelId === chosen.modelId && { modelId: before.modelId }),
      ...(now.settings === chosen.settings && { settings: before.settings }),
    });
    return result.error;
  }

  /** What was changed in the settings' form and not saved, and the way to keep what is changed from now on. */
  async openForm(id: string): Promise<KeptForm> {
    let box = this.#formBox(id);
    const keep = (text: string) => {
      // what is kept goes along with a new chat that becomes a conversation
      if (box !== this.#formBox(id)) this.#keep(box, "");
      box = this.#formBox(id);
      this.#keep(box, text);
    };
    return { text: await this.#findForm(box), keep };
  }

  /** Takes away what was kept of a form; null for nothing. */
  async takeForm(id: string): Promise<string | null> {
    const box = this.#formBox(id);
    const text = await this.#findForm(box);
    this.#room.drafts.forget(box);
    return text;
  }

  /** Keeps the text of a form over a reload; empty for nothing. */
  keepForm(id: string, text: string): void {
    this.#keep(this.#formBox(id), text);
  }

  async #findForm(box: string): Promise<string | null> {
    return (await this.#room.drafts.find(box))?.text || null;
  }

  #keep(box: string, text: string): void {
    this.#room.drafts.set(box, { text, begins: false });
  }

  // there is one for all chats that begin, as with the message box: their ids are others on each page
  #formBox(id: string): string {
    return `settings.${this.#room.states.boxOf(id)}`;
  }
}

const isFirstOnItsWay = ({ sending, messages }: ConversationState) =>
  sending && messages.filter(({ role }) => role === "user").length <= 1;
