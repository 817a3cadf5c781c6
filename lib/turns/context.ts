import type { ModelMessage } from "ai";
import { type MessageView, messageText, type Part } from "../conversations/schema.ts";
import type { ConversationSettings } from "../conversations/settings-schema.ts";

/** What stands before a conversation's messages: each part of its system prompt as a message, as written, then the examples. */
export function openingOf({ systemPrompt, examples }: ConversationSettings): ModelMessage[] {
  return [
    ...systemPrompt.map((content) => ({ role: "system" as const, content })),
    ...examples.map(({ role, text }) => ({ role, content: text })),
  ];
}

/**
 * What the model gets to read: the stored path and what is new, never what a client says was said. Reasoning is left
 * out, and so are answers without text: they failed before they began.
 */
export function buildContext(messages: readonly Spoken[]): ModelMessage[] {
  return messages.flatMap(({ role, parts }) => {
    const content = messageText(parts);
    return content === "" ? [] : [{ role, content }];
  });
}

export type Spoken = Pick<MessageView, "role" | "parts">;

// A last message of the assistant's is taken as a beginning by some services, refused by others and answered by the
// rest; a request in words is understood by all of them.
const goOn =
  "Your last message was cut off. Go on exactly where it stopped: repeat nothing, add no introduction, " +
  "and begin with the very next character.";

/** What goes behind the path to have an answer that was cut short continued. */
export function continuation(kept: Part[]): Spoken[] {
  if (messageText(kept) === "") return [];
  return [
    { role: "assistant", parts: kept },
    { role: "user", parts: [{ type: "text", text: goOn }] },
  ];
}
