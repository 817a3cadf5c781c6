import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";

/** Names a conversation for its model, unless a person or a model has named it. */
export async function setModelTitle(actor: Actor, conversationId: string, title: string): Promise<void> {
  await database().prisma.conversation.updateMany({
    where: { id: conversationId, userId: actor.userId, deletedAt: null, titleSource: "first-words" },
    data: { title, titleSource: "model" },
  });
}
