import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { parsePath, parseVersions, readPath, readVersions } from "../db/path.ts";
import { AppError } from "../errors.ts";
import { answerUsage, type CostSource } from "../usage/schema.ts";
import { fromPath } from "./path.ts";
import {
  type ConversationView,
  id as idSchema,
  type MessageStatus,
  type MessageView,
  type Part,
  type StoredError,
} from "./schema.ts";
import { fromColumns, type SettingsColumns } from "./settings-schema.ts";

/** A conversation with the path to its tip. @throws AppError `not_found` when absent, deleted or another's */
export async function readConversation(actor: Actor, id: string): Promise<ConversationView> {
  // a path of the URL can be anything: what is no id is nobody's conversation
  if (!idSchema.safeParse(id).success) throw new AppError("not_found");
  const [found, path, versions] = await database().batch(
    [
      {
        sql: `SELECT "title", "modelId", "systemPrompt", "settings",
            (SELECT "id" FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running' LIMIT 1) AS "runningTurnId"
          FROM "Conversation" c WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL`,
        args: [id, actor.userId],
      },
      readPath(actor.userId, id, null),
      readVersions(actor.userId, id),
    ],
    "read",
  );
  const row = found?.rows[0];
  if (!row) throw new AppError("not_found");
  return {
    id,
    title: String(row.title),
    modelId: String(row.modelId),
    settings: fromColumns(row as unknown as SettingsColumns),
    messages: fromPath(parsePath(path), parseVersions(versions)),
    running: row.runningTurnId === null ? null : { turnId: String(row.runningTurnId), sequence: 0 },
  };
}

/** One message of the actor's, and where it stands; null when absent or another's. */
export async function readMessage(
  actor: Actor,
  id: string,
): Promise<{ conversationId: string; message: MessageView } | null> {
  const row = await database().prisma.message.findFirst({
    where: { id, conversation: { userId: actor.userId, deletedAt: null } },
  });
  if (!row) return null;
  const usage = answerUsage({ ...row, costSource: row.costSource as CostSource | null });
  return {
    conversationId: row.conversationId,
    message: {
      id: row.id,
      parentId: row.parentId,
      role: row.role as MessageView["role"],
      parts: JSON.parse(row.parts) as Part[],
      status: row.status as MessageStatus,
      modelId: row.modelId,
      finishReason: row.finishReason,
      error: row.error === null ? null : (JSON.parse(row.error) as StoredError),
      ...(usage && { usage }),
      createdAt: row.createdAt.toISOString(),
    },
  };
}
