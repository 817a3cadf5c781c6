import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { readPathIds } from "../db/path.ts";
import { chooseVersionRow, forkRows } from "../db/version-batches.ts";
import { AppError } from "../errors.ts";
import { type Fork, id as idSchema } from "./schema.ts";

/**
 * Shows another version of a message, with all that followed it when it was last shown.
 * @throws AppError `not_found`; `conversation_busy` while an answer is being written
 */
export async function chooseVersion(actor: Actor, conversationId: string, messageId: string): Promise<void> {
  const { found, running } = await chooseVersionRow(actor.userId, conversationId, messageId);
  if (!found) throw new AppError("not_found");
  if (running) throw new AppError("conversation_busy");
}

/**
 * Begins another conversation with what one holds up to a message. The new id is the caller's, so that the same fork
 * asked for twice is one conversation.
 * @throws AppError `not_found`; `conversation_busy` when the message is still being written
 */
export async function forkConversation(actor: Actor, fromId: string, fork: Fork): Promise<void> {
  if (!idSchema.safeParse(fromId).success) throw new AppError("not_found");
  const [result] = await database().batch([readPathIds(actor.userId, fromId, fork.messageId)], "read");
  const path = (result?.rows ?? []).map(({ id, status }) => ({ id: String(id), status: String(status) }));
  if (path.length === 0) throw new AppError("not_found");
  if (path.at(-1)?.status === "running") throw new AppError("conversation_busy");
  const copies = path.map(({ id }) => ({ from: id, to: uuidv7() }));
  const made = await forkRows({
    userId: actor.userId,
    fromId,
    conversationId: fork.conversationId,
    ids: copies.map((copy, index) => ({ ...copy, parent: copies[index - 1]?.to ?? null })),
    createdAt: new Date().toISOString(),
  });
  if (!made) throw new AppError("not_found");
}
