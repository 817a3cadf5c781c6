import { type RequestError, requestJson } from "@/components/http";
import { changed, type SettingsChange } from "@/lib/conversations/settings-schema";
import type { ConversationStates } from "./conversation-states.ts";
import type { Drafts } from "./drafts.ts";
import type { MessageBoxes } from "./message-boxes.ts";
import type { Messages } from "./messages.ts";
import type { ConversationState } from "./state.ts";

type Room = { states: ConversationStates; drafts: Drafts; boxes: MessageBoxes; messages: Messages };
type Chosen = Pick<ConversationState, "modelId" | "settings">;

/** What a person chooses for the next turns of a conversation: at once here, and back again when the server refuses. */
export class Choices {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
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

  /** What was changed in the settings' form and not saved, as text; null for nothing. */
  async findForm(id: string): Promise<string | null> {
    return (await this.#room.drafts.find(formBox(id)))?.text || null;
  }

  /** Keeps that over a reload; empty for nothing. */
  keepForm(id: string, text: string): void {
    this.#room.drafts.set(formBox(id), { text, begins: false });
  }

  /** Forgets that. */
  forgetForm(id: string): void {
    this.#room.drafts.forget(formBox(id));
  }
}

const isFirstOnItsWay = ({ sending, messages }: ConversationState) =>
  sending && messages.filter(({ role }) => role === "user").length <= 1;

const formBox = (id: string) => `settings.${id}`;
