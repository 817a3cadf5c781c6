import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { type ConversationChange, id as idSchema } from "./schema.ts";
import {
  changed,
  fromColumns,
  lengthOf,
  maxSettingsLength,
  type SettingsChange,
  toColumns,
} from "./settings-schema.ts";

/**
 * Renames a conversation, pins or archives it, sets the model or the settings of its next turn, or takes note that it
 * was looked at.
 * @throws AppError `not_found`
 */
export async function changeConversation(actor: Actor, id: string, change: ConversationChange): Promise<void> {
  const { title, modelId, settings, seen, pinned, archived } = change;
  const data = {
    ...(title !== undefined && { title, titleSource: "person" }),
    ...(modelId !== undefined && { modelId }),
    ...(seen && { unseen: false }),
    ...(pinned !== undefined && { pinnedAt: pinned ? new Date() : null }),
    ...(archived !== undefined && { archivedAt: archived ? new Date() : null }),
  };
  return settings ? changeSettings(actor, id, settings, data) : update(actor, id, data);
}

// Of two devices that change different things at once neither undoes the other's: what was read must still stand there.
async function changeSettings(actor: Actor, id: string, change: SettingsChange, data: object): Promise<void> {
  if (!idSchema.safeParse(id).success) throw new AppError("not_found");
  const own = { id, userId: actor.userId, deletedAt: null };
  const select = { systemPrompt: true, settings: true };
  for (;;) {
    const columns = await database().prisma.conversation.findFirst({ where: own, select });
    if (!columns) throw new AppError("not_found");
    const settings = changed(fromColumns(columns), change);
    if (lengthOf(settings) > maxSettingsLength)
      throw new AppError("invalid_request", { field: "settings.systemPrompt" });
    const { count } = await database().prisma.conversation.updateMany({
      where: { ...own, ...columns },
      data: { ...data, ...toColumns(settings) },
    });
    if (count > 0) return;
  }
}

async function update(actor: Actor, id: string, data: object): Promise<void> {
  if (!idSchema.safeParse(id).success) throw new AppError("not_found");
  const { count } = await database().prisma.conversation.updateMany({
    where: { id, userId: actor.userId, deletedAt: null },
    data,
  });
  if (count === 0) throw new AppError("not_found");
}
