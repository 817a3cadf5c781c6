import type { Actor } from "../auth/schema.ts";
import { moveToTrash } from "../conversations/put-away.ts";
import { stopConversation } from "./stop.ts";

/** Deletes a conversation and stops what runs in it. @throws AppError `not_found` */
export async function deleteConversation(actor: Actor, conversationId: string): Promise<void> {
  await moveToTrash(actor, conversationId);
  await stopConversation(actor, conversationId);
}
