import type { InStatement, ResultSet } from "@libsql/client";

/** A message row of a path, as JSON gives it back. */
export type PathRow = {
  id: string;
  parentId: string | null;
  role: "user" | "assistant";
  parts: unknown;
  status: string;
  modelId: string | null;
  finishReason: string | null;
  error: unknown;
  /** input and output together, null unless both are known */
  tokens: number | null;
  cost: string | null;
  costSource: string | null;
  createdAt: string;
};

/**
 * Reads the messages from the root to `tipId` as one JSON value: a thousand rows cross from the driver as one
 * string, eight times faster than as rows through Prisma. Only within the user's own conversation.
 * @param tipId null means the conversation's own tip
 */
export function readPath(userId: string, conversationId: string, tipId: string | null): InStatement {
  return {
    sql: `WITH RECURSIVE
      "owned" AS (
        SELECT "id", COALESCE(?, "tipId") AS "tipId" FROM "Conversation"
        WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL),
      "path" AS (
        SELECT m.* FROM "Message" m JOIN "owned" o ON m."id" = o."tipId" AND m."conversationId" = o."id"
        UNION ALL
        SELECT m.* FROM "path" p JOIN "Message" m ON m."id" = p."parentId" AND m."conversationId" = p."conversationId")
      SELECT json_group_array(json_object(
        'id', "id", 'parentId', "parentId", 'role', "role", 'parts', json("parts"), 'status', "status",
        'modelId', "modelId", 'finishReason', "finishReason", 'error', json("error"), 'tokens', "inputTokens" + "outputTokens",
        'cost', "cost", 'costSource', "costSource", 'createdAt', "createdAt")) AS "path"
      FROM (SELECT * FROM "path" ORDER BY "sequence")`,
    args: [tipId, conversationId, userId],
  };
}

/** Reads which messages of a conversation have versions: the ids of each set of siblings, oldest first, as JSON. */
export function readVersions(userId: string, conversationId: string): InStatement {
  return {
    sql: `SELECT json_group_array("id") AS "ids" FROM (
        SELECT m."id", m."parentId" FROM "Message" m JOIN "Conversation" c ON c."id" = m."conversationId"
        WHERE c."id" = ? AND c."userId" = ? AND c."deletedAt" IS NULL ORDER BY m."sequence")
      GROUP BY "parentId" HAVING COUNT(*) > 1`,
    args: [conversationId, userId],
  };
}

/** The sets behind the result of `readVersions`, by each id in them. */
export function parseVersions(result: ResultSet | undefined): Map<string, string[]> {
  const sets = (result?.rows ?? []).map((row) => JSON.parse(String(row.ids)) as string[]);
  return new Map(sets.flatMap((ids) => ids.map((id) => [id, ids])));
}

/** The rows behind the result of `readPath`, root first. */
export function parsePath(result: ResultSet | undefined): PathRow[] {
  return JSON.parse(String(result?.rows[0]?.path ?? "[]")) as PathRow[];
}
