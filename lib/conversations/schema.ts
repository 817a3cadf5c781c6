import * as z from "zod/mini";
import type { ErrorCode, ErrorParams } from "../errors.ts";
import type { AnswerUsage } from "../usage/schema.ts";
import { type ConversationSettings, SettingsChange } from "./settings-schema.ts";

/** Ids are UUIDv7 chosen by the client for conversations, messages and turns: sortable, and idempotent on retry. */
export const id = z.uuidv7();

/** Longest message text, in UTF-16 code units as JavaScript counts them. */
export const maxMessageLength = 1_000_000;
/** Longest title a person can give. */
export const maxTitleLength = 200;

/** One piece of a message. Later kinds (files, tools) join the union; readers skip kinds they do not know. */
export type Part =
  | { type: "text"; text: string }
  /** `ms`: how long it was thought, in milliseconds; absent while it is, and where nobody measured it */
  | { type: "reasoning"; text: string; ms?: number }
  /** a page on the web that the answer rests on; `text` is its title */
  | { type: "source"; text: string; url: string };

/** How a message stands. A person's message is always `complete`. */
export type MessageStatus = "running" | "complete" | "stopped" | "failed" | "interrupted";

/** Why an answer failed or was interrupted, as stored on it. */
export type StoredError = { code: ErrorCode; params?: ErrorParams };

/** Why an answer has not begun: its call failed, and is made again in so many seconds; 0 when that is now. */
export type Notice = StoredError & { seconds: number };

/** A message as the page and the API see it. */
export type MessageView = {
  id: string;
  parentId: string | null;
  role: "user" | "assistant";
  parts: Part[];
  status: MessageStatus;
  /** the model that answered; null on a person's message */
  modelId: string | null;
  finishReason?: string | null;
  error: StoredError | null;
  /** only while it is being written and nothing of it has come */
  notice?: Notice | null;
  /** what the answer took, as far as it is known */
  usage?: AnswerUsage;
  /** ISO 8601 */
  createdAt: string;
  /** the ids of all versions of this message, its own among them, oldest first; left out where it is the only one */
  versions?: string[];
};

/** What comes before the messages that are here: how many more there are, and how long their texts are together. */
export type EarlierMessages = {
  count: number;
  /** about so many Unicode characters, and bytes of their UTF-8 */
  characters: number;
  bytes: number;
};

/** For a conversation that is here from its first message on. */
export const nothingEarlier: EarlierMessages = { count: 0, characters: 0, bytes: 0 };

/** As many messages of a conversation come with it; the others are asked for when someone goes up to them. */
export const messagesAtOnce = 40;
/** Most messages of one piece of what comes before. */
export const maxEarlierMessages = 500;

/** A conversation with the last messages on the way from its root to its tip. */
export type ConversationView = {
  id: string;
  title: string;
  modelId: string;
  settings: ConversationSettings;
  /** what comes before `messages` */
  earlier: EarlierMessages;
  /** the oldest first; the last one's id is the conversation's tip */
  messages: MessageView[];
  /** the turn that is answering now, and the number of the last event that is in its answer here */
  running: { turnId: string; sequence: number } | null;
};

/** A piece of a conversation that comes right before a message, the oldest first. */
export type EarlierPage = { messages: MessageView[]; earlier: EarlierMessages };

/** A line of the sidebar. */
export type ConversationSummary = {
  id: string;
  title: string;
  modelId: string;
  /** its last message: a page that shows another one is behind */
  tipId: string | null;
  running: boolean;
  /** an answer ended that has not been looked at */
  unseen: boolean;
  /** grows with each change within a user: the order of the list, the highest first */
  activity: number;
  /** ISO 8601; the one that was pinned last stands on top. null: not pinned */
  pinnedAt: string | null;
  /** ISO 8601; for display, never for order */
  updatedAt: string;
};

/**
 * One page of the sidebar, the pinned ones first. `next` is the cursor of the next page, null at the end: the activity
 * of the last line, so that the page holds all there is above that and below the cursor it was asked with.
 */
export type ConversationPage = { conversations: ConversationSummary[]; next: number | null };

/** A conversation in the archive or in the trash. */
export type PutAwayConversation = ConversationSummary & {
  /** since when, ISO 8601 */
  since: string;
  /** in the trash: when it will be gone for ever */
  until: string | null;
};

/** One page of the archive or the trash, what was put there last first. `next` as in `PutAwayCursor`. */
export type PutAwayPage = { conversations: PutAwayConversation[]; next: string | null };

/** How long a deleted conversation can be restored. */
export const trashDays = 30;

/** Longest query of a search for titles, in UTF-16 code units. */
export const maxTitleQuery = 200;

/** One of `GET /api/conversations/search?q=`. */
export type FoundConversation = Pick<ConversationSummary, "id" | "title">;

/** Body of `PATCH /api/conversations/{id}`. */
export const ConversationChange = z
  .strictObject({
    title: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(maxTitleLength))),
    modelId: z.optional(z.string()),
    settings: z.optional(SettingsChange),
    /** the person has looked at what there is */
    seen: z.optional(z.literal(true)),
    /** on top of the list */
    pinned: z.optional(z.boolean()),
    /** out of the list, in the archive */
    archived: z.optional(z.boolean()),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, "nothing to change"));
export type ConversationChange = z.infer<typeof ConversationChange>;

/** Body of `POST /api/conversations/{id}/version`: the message whose version is to be shown. */
export const VersionChoice = z.strictObject({ messageId: id });

/** Body of `POST /api/conversations/{id}/fork`: the last message to take along, and the new conversation's id. */
export const Fork = z.strictObject({ messageId: id, conversationId: id });
export type Fork = z.infer<typeof Fork>;

/** The text of a message: its text parts in order, reasoning left out. */
export function messageText(parts: readonly Part[]): string {
  return parts.reduce((text, part) => (part.type === "text" ? text + part.text : text), "");
}

/** Longest title taken from a message, in UTF-16 code units. */
const firstWordsLength = 60;

/** A title until there is a better one: the beginning of the first message, cut at a word. */
export function firstWords(parts: readonly Part[]): string {
  // only the beginning counts, and a message may hold a megabyte
  const text = messageText(parts).slice(0, 1000).replace(/\s+/g, " ").trim().toWellFormed();
  if (text.length <= firstWordsLength) return text;
  const cut = cutText(text, firstWordsLength);
  const space = cut.lastIndexOf(" ");
  return `${(space > firstWordsLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** The beginning of a text, at most so many UTF-16 code units, that does not end within a character. */
export function cutText(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A text in pieces of so many UTF-16 code units at most, none of which begins or ends within a character. */
export function cutIntoPieces(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? length) {
    pieces.push(at + length < text.length ? cutText(text.slice(at, at + length), length) : text.slice(at));
  }
  return pieces;
}
