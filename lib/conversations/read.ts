import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { parseLastOfPath, parseVersions, readLastOfPath, readVersions } from "../db/path.ts";
import { AppError } from "../errors.ts";
import { answerUsage, type CostSource } from "../usage/schema.ts";
import { fromPath } from "./path.ts";
import {
  type ConversationView,
  type EarlierPage,
  id as idSchema,
  type MessageStatus,
  type MessageView,
  messagesAtOnce,
  type Part,
  type StoredError,
} from "./schema.ts";
import { fromColumns, type SettingsColumns } from "./settings-schema.ts";

/**
 * A conversation with the last messages of the path to its tip.
 * @param throughId a message of the path that has to be among them, however many that makes
 * @throws AppError `not_found` when absent, deleted or another's
 */
export async function readConversation(actor: Actor, id: string, throughId?: string): Promise<ConversationView> {
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
      readLastOfPath(actor.userId, id, { beforeId: null, limit: messagesAtOnce, throughId }),
      readVersions(actor.userId, id),
    ],
    "read",
  );
  const row = found?.rows[0];
  const piece = parseLastOfPath(path);
  if (!row || !piece) throw new AppError("not_found");
  return {
    id,
    title: String(row.title),
    modelId: String(row.modelId),
    settings: fromColumns(row as unknown as SettingsColumns),
    earlier: piece.before,
    messages: fromPath(piece.rows, parseVersions(versions)),
    running: row.runningTurnId === null ? null : { turnId: String(row.runningTurnId), sequence: 0 },
  };
}

/**
 * What comes in a conversation right before a message.
 * @param limit as many messages at most
 * @throws AppError `not_found` when the conversation is absent, deleted or another's, or has no such message
 */
export async function readEarlier(actor: Actor, id: string, beforeId: string, limit: number): Promise<EarlierPage> {
  if (![id, beforeId].every((text) => idSchema.safeParse(text).success)) throw new AppError("not_found");
  const [path, versions] = await database().batch(
    [readLastOfPath(actor.userId, id, { beforeId, limit }), readVersions(actor.userId, id)],
    "read",
  );
  const piece = parseLastOfPath(path);
  if (!piece) throw new AppError("not_found");
  return { messages: fromPath(piece.rows, parseVersions(versions)), earlier: piece.before };
}

/** The same without what is told beside the messages: their versions, and how much comes before them. */
export async function readEarlierAlone(
  actor: Actor,
  id: string,
  beforeId: string,
  limit: number,
): Promise<MessageView[]> {
  if (![id, beforeId].every((text) => idSchema.safeParse(text).success)) throw new AppError("not_found");
  const piece = { beforeId, limit, alone: true };
  const [path] = await database().batch([readLastOfPath(actor.userId, id, piece)], "read");
  const found = parseLastOfPath(path);
  if (!found) throw new AppError("not_found");
  return fromPath(found.rows);
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
