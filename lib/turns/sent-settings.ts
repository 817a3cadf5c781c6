import { createHash } from "node:crypto";
import type { ConversationSettings } from "../conversations/settings-schema.ts";
import type { ParameterPlan } from "../models/parameters-schema.ts";

/** What a turn was asked with beside the messages, as it is stored with the turn. */
export type SentSettings = ParameterPlan & { examplesHash: string | null };

/** The columns of a turn that say what it was asked with; null for nothing. */
export type SentColumns = { settings: string | null; systemPromptHash: string | null };

/** What of a conversation's settings went with a turn. */
export function toSentColumns(
  { systemPrompt, examples, parameters }: ConversationSettings,
  plan: ParameterPlan,
): SentColumns {
  const sent: SentSettings = { ...plan, examplesHash: hashOf(examples) };
  const isUnset = Object.keys(parameters).length === 0 && examples.length === 0;
  return { settings: isUnset ? null : JSON.stringify(sent), systemPromptHash: hashOf(systemPrompt) };
}

/** What stands in the columns, which only `toSentColumns` has written. */
export function fromSentColumns({ settings }: Pick<SentColumns, "settings">): SentSettings {
  const nothing = { parameters: {}, notes: [], examplesHash: null };
  return settings === null ? nothing : { ...nothing, ...(JSON.parse(settings) as Partial<SentSettings>) };
}

/** Whether a conversation's system prompt or examples are others now than those that a turn was asked with. */
export function haveChanged(now: ConversationSettings, columns: SentColumns): boolean {
  return (
    hashOf(now.systemPrompt) !== columns.systemPromptHash ||
    hashOf(now.examples) !== fromSentColumns(columns).examplesHash
  );
}

/** SHA-256 in hex over the JSON; null for nothing. */
function hashOf(texts: readonly unknown[]): string | null {
  return texts.length === 0 ? null : createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
