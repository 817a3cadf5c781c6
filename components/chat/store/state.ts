import type { RequestError } from "@/components/http";
import type { ConversationSummary, ConversationView, MessageView } from "@/lib/conversations/schema";
import type { ModelListing } from "@/lib/models/schema";
import type { MessageRequest } from "@/lib/turns/schema";

/** A conversation as the page holds it. */
export type ConversationState = {
  id: string;
  /** `new` has nothing on the server yet */
  status: "new" | "loading" | "ready" | "missing" | "failed";
  title: string;
  /** the model of the next turn */
  modelId: string;
  messages: MessageView[];
  /** the turn that is answering */
  turnId: string | null;
  /** the number of its last event that is in `messages` */
  sequence: number;
  /** its request has not been answered yet */
  sending: boolean;
  stopping: boolean;
  error: RequestError | null;
  /** what stands in the message box */
  draft: string;
  /** what was sent without an answer to the request; sent again, it is the same turn */
  unsent: MessageRequest | null;
};

/** The sidebar's list. */
export type ListState = {
  status: "loading" | "ready" | "error";
  conversations: ConversationSummary[];
  next: number | null;
};

/** What the model picker shows. */
export type ModelsState = { status: "loading" | "ready" | "error"; listing: ModelListing | null };

/** A conversation that begins with the next message. */
export function newConversation(id: string, modelId: string): ConversationState {
  return {
    id,
    status: "new",
    title: "",
    modelId,
    messages: [],
    turnId: null,
    sequence: 0,
    sending: false,
    stopping: false,
    error: null,
    draft: "",
    unsent: null,
  };
}

/** What the server says of a conversation, put over what the page had: the draft is the person's own. */
export function withView(state: ConversationState, view: ConversationView): ConversationState {
  const { title, modelId, messages, running } = view;
  const { turnId = null, sequence = 0 } = running ?? {};
  return { ...state, status: "ready", title, modelId, messages, turnId, sequence };
}
