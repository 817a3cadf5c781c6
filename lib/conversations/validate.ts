import { AppError } from "../errors.ts";
import { maxMessageLength, messageText, type Part } from "./schema.ts";

/**
 * The parts of a person's message, checked as a whole.
 * @throws AppError `message_empty` for nothing but white space, `message_too_long`
 */
export function filledText(parts: Part[]): Part[] {
  const text = messageText(parts);
  if (text.trim() === "") throw new AppError("message_empty");
  if (text.length > maxMessageLength) throw new AppError("message_too_long", { limit: maxMessageLength });
  return parts;
}
