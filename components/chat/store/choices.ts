import { type RequestError, requestJson } from "@/components/http";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import type { ConversationStates } from "./conversation-states.ts";
import type { MessageBoxes } from "./message-boxes.ts";

/** What a person chooses for the next turns of a conversation: at once here, and back again when the server refuses. */
export class Choices {
  readonly #states: ConversationStates;
  readonly #boxes: MessageBoxes;

  constructor(states: ConversationStates, boxes: MessageBoxes) {
    this.#states = states;
    this.#boxes = boxes;
  }

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

  /**
   * Sets how the next turns are asked, and by which model.
   * @returns why the server did not take it; null when it did
   */
  async changeSettings(id: string, settings: ConversationSettings, modelId: string): Promise<RequestError | null> {
    const { status, settings: before, modelId: modelBefore } = this.#states.get(id);
    this.#states.change(id, { settings, modelId });
    if (status === "new") {
      this.#boxes.keep(id);
      return null;
    }
    const body = { settings, ...(modelId !== modelBefore && { modelId }) };
    const result = await requestJson(`/api/conversations/${id}`, { method: "PATCH", body });
    if (result.ok) return null;
    this.#states.change(id, { settings: before, modelId: modelBefore });
    return result.error;
  }
}
