import type { ModelMessage } from "ai";
import { type MessageView, messageText, type Part } from "../conversations/schema.ts";

/**
 * What the model gets to read: the stored path and the new message, never what a client says was said. Reasoning is
 * left out, and so are answers without text: they failed before they began.
 */
export function buildContext(path: readonly Pick<MessageView, "role" | "parts">[], message: Part[]): ModelMessage[] {
  return [...path, { role: "user" as const, parts: message }].flatMap(({ role, parts }) => {
    const content = messageText(parts);
    return content === "" ? [] : [{ role, content }];
  });
}
