import type { RequestError } from "@/components/http";
import {
  type ConversationSummary,
  type ConversationView,
  type EarlierMessages,
  type EarlierPage,
  type MessageView,
  nothingEarlier,
} from "@/lib/conversations/schema";
import { type ConversationSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { ModelListing } from "@/lib/models/schema";
import { sameMessage } from "./answers.ts";

/** A conversation as the page holds it. */
export type ConversationState = {
  id: string;
  /** `new` has nothing on the server yet */
  status: "new" | "loading" | "ready" | "missing" | "failed";
  title: string;
  /** the model of the next turn */
  modelId: string;
  /** how the next turn is asked */
  settings: ConversationSettings;
  /** the last messages, as far back as anyone went */
  messages: MessageView[];
  /** what comes before `messages` and is not here */
  earlier: EarlierMessages;
  /** how it stands with asking for that */
  earlierStatus: "rest" | "loading" | "failed";
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
  /** what another device has written while the box here was changed, too; null for nothing */
  offeredDraft: string | null;
  /** what was written and is still to be sent, the first to go first */
  waiting: WaitingMessage[];
  /** the message that is being edited, and the text so far */
  editing: { messageId: string; text: string } | null;
};

/** A model that an address wants for a new conversation. */
export type AskedModel = { modelId: string; usable: boolean };

/** A message that waits to be sent. */
export type WaitingMessage = {
  turnId: string;
  text: string;
  /** for its turn, for the connection, or for the person, who has to say that it may go */
  waitsFor: "turn" | "connection" | "person";
  reason: RequestError | null;
};

/** The sidebar's list. */
export type ListState = {
  status: "loading" | "ready" | "error";
  conversations: ConversationSummary[];
  next: number | null;
};

/** What the model picker shows. */
export type ModelsState = {
  status: "loading" | "ready" | "error";
  listing: ModelListing | null;
  /** names of models that are shown before the listing is there, by id */
  names: Record<string, string>;
  /** why a mark was not kept */
  markError: RequestError | null;
};

/** A conversation that begins with the next message. */
export function newConversation(id: string, modelId: string, settings = noSettings): ConversationState {
  return {
    id,
    status: "new",
    title: "",
    modelId,
    settings,
    messages: [],
    earlier: nothingEarlier,
    earlierStatus: "rest",
    turnId: null,
    sequence: 0,
    sending: false,
    stopping: false,
    error: null,
    draft: "",
    offeredDraft: null,
    waiting: [],
    editing: null,
  };
}

/**
 * What the server says of a conversation, put over what the page had: the draft is the person's own. Messages that
 * have not changed stay the same objects, and are not rendered again. What the page has of earlier ones stays as well:
 * what comes before a message never changes.
 */
export function withView(state: ConversationState, view: ConversationView): ConversationState {
  const { title, modelId, settings, running } = view;
  const { turnId = null, sequence = 0 } = running ?? {};
  const before = new Map(state.messages.map((message) => [message.id, message]));
  const messages = view.messages.map((message) => {
    const known = before.get(message.id);
    return known && sameMessage(known, message) ? known : message;
  });
  return {
    ...state,
    status: "ready",
    title,
    modelId,
    settings,
    turnId,
    sequence,
    ...joined(state, { ...view, messages }),
  };
}

type Path = Pick<ConversationState, "messages" | "earlier">;

function joined(known: Path, { messages, earlier }: Path): Path {
  const [first] = messages;
  const here = known.messages.findIndex(({ id }) => id === first?.id);
  const count = here >= 0 ? here : known.messages.findIndex(({ id }) => id === first?.parentId) + 1;
  if (count === 0) return { messages, earlier };
  return { messages: [...known.messages.slice(0, count), ...messages], earlier: known.earlier };
}

/** A conversation with what comes right before its first message here; as it was where that has changed. */
export function withEarlier(state: ConversationState, beforeId: string, page: EarlierPage): ConversationState {
  if (state.messages[0]?.id !== beforeId) return state;
  return { ...state, messages: [...page.messages, ...state.messages], earlier: page.earlier };
}
