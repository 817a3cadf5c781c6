import type { InStatement, ResultSet } from "@libsql/client";
import { namedArguments } from "./named-arguments.ts";

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

/** What comes before the first row of a piece of a path: how many messages, and how long their texts are together. */
export type PathBefore = {
  count: number;
  /** Unicode characters, and the bytes of their UTF-8 */
  characters: number;
  bytes: number;
};

/** Which piece of a path is read. */
export type PathPiece = {
  /** the message behind the last one that is read; null for a path to its end */
  beforeId: string | null;
  /** as many messages at most */
  limit: number;
  /** more than that, if it takes more to have this one among them */
  throughId?: string | undefined;
  /** what comes before the piece is not looked at: cheaper in a long conversation */
  alone?: boolean;
};

const rowJson = `json_object(
        'id', m."id", 'parentId', m."parentId", 'role', m."role", 'parts', json(m."parts"), 'status', m."status",
        'modelId', m."modelId", 'finishReason', m."finishReason", 'error', json(m."error"),
        'tokens', m."inputTokens" + m."outputTokens", 'cost', m."cost", 'costSource', m."costSource",
        'createdAt', m."createdAt")`;

// About what a model reads of a message. Reasoning, which it does not read, comes first where there is any; parts that are
// text alone are not taken apart to know about how long they are.
const spoken = `CASE WHEN substr(m."parts", 1, 20) = '[{"type":"reasoning"' THEN
        (SELECT group_concat("value" ->> 'text', '') FROM json_each(m."parts") WHERE "value" ->> 'type' = 'text')
        ELSE substr(m."parts", 28) END`;

/**
 * So many characters of messages, as they are stored, are read at once; more only if it takes more to have one that is
 * asked for. A libSQL server answers with 10 MB at most.
 */
const maxPieceLength = 2_000_000;

/**
 * Reads the last messages of a path, each as JSON, behind a row that says what comes before them. Only within the user's
 * own conversation. The path goes from the root to the conversation's tip, or to what comes before `beforeId`.
 */
export function readLastOfPath(userId: string, conversationId: string, piece: PathPiece): InStatement {
  const { beforeId, limit, throughId, alone = false } = piece;
  const sql = `WITH RECURSIVE
      "owned" AS (
        SELECT c."id", CASE WHEN :beforeId IS NULL THEN c."tipId" ELSE
          (SELECT "parentId" FROM "Message" WHERE "id" = :beforeId AND "conversationId" = c."id") END AS "endId"
        FROM "Conversation" c WHERE c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL),
      "path"("row", "parentId", "conversationId", "distance", "found") AS (
        SELECT m."rowid", m."parentId", o."id", 0, m."id" = :throughId
          FROM "owned" o JOIN "Message" m ON m."id" = o."endId" AND m."conversationId" = o."id"
        UNION ALL
        SELECT m."rowid", m."parentId", p."conversationId", p."distance" + 1, m."id" = :throughId
          FROM "path" p JOIN "Message" m ON m."id" = p."parentId" AND m."conversationId" = p."conversationId"
          ${alone ? `WHERE p."distance" + 1 < :limit` : ""}),
      "asked" AS (SELECT COALESCE((SELECT "distance" + 1 FROM "path" WHERE "found"), 0) AS "least"),
      "size" AS (
        SELECT max((SELECT "least" FROM "asked"), COUNT(*)) AS "size" FROM (
          SELECT SUM(length(m."parts")) OVER (ORDER BY p."distance") - length(m."parts") AS "above"
          FROM "path" p JOIN "Message" m ON m."rowid" = p."row" WHERE p."distance" < :limit)
        WHERE "above" < ${maxPieceLength})
      SELECT NULL AS "distance", NULL AS "message",
        (SELECT json_object('count', COUNT(*), 'characters', COALESCE(SUM(length("spoken")), 0),
            'bytes', COALESCE(SUM(length(CAST("spoken" AS BLOB))), 0)) FROM (
          SELECT ${spoken} AS "spoken" FROM "path" p JOIN "Message" m ON m."rowid" = p."row"
          WHERE p."distance" >= (SELECT "size" FROM "size"))) AS "before",
        EXISTS (SELECT 1 FROM "owned" WHERE :beforeId IS NULL OR EXISTS
          (SELECT 1 FROM "Message" WHERE "id" = :beforeId AND "conversationId" = :conversationId)) AS "known"
      UNION ALL
      SELECT p."distance", ${rowJson}, NULL, NULL FROM "path" p JOIN "Message" m ON m."rowid" = p."row"
        WHERE p."distance" < (SELECT "size" FROM "size")`;
  const args = namedArguments(sql, { userId, conversationId, beforeId, limit, throughId: throughId ?? null });
  return { sql, args };
}

/** The result of `readLastOfPath`, root first; null where there is no such conversation or message of the user's. */
export function parseLastOfPath(result: ResultSet | undefined): { rows: PathRow[]; before: PathBefore } | null {
  const rows = result?.rows ?? [];
  const head = rows.find(({ distance }) => distance === null);
  if (!head?.known) return null;
  const messages = rows.filter((row) => row !== head).sort((a, b) => Number(b.distance) - Number(a.distance));
  return {
    rows: messages.map(({ message }) => JSON.parse(String(message)) as PathRow),
    before: JSON.parse(String(head.before)) as PathBefore,
  };
}

/** Reads the ids from the root to a message, and how each stands. Only within the user's own conversation. */
export function readPathIds(userId: string, conversationId: string, endId: string): InStatement {
  return {
    sql: `WITH RECURSIVE "path"("id", "parentId", "conversationId", "status", "sequence") AS (
        SELECT m."id", m."parentId", m."conversationId", m."status", m."sequence" FROM "Message" m
          JOIN "Conversation" c ON c."id" = m."conversationId"
          WHERE m."id" = ? AND c."id" = ? AND c."userId" = ? AND c."deletedAt" IS NULL
        UNION ALL
        SELECT m."id", m."parentId", m."conversationId", m."status", m."sequence"
          FROM "path" p JOIN "Message" m ON m."id" = p."parentId" AND m."conversationId" = p."conversationId")
      SELECT "id", "status" FROM "path" ORDER BY "sequence"`,
    args: [endId, conversationId, userId],
  };
}

/** Reads which messages of a conversation have versions: the ids of each set of siblings, oldest first, as JSON. */
export function readVersions(userId: string, conversationId: string): InStatement {
  return {
    sql: `SELECT json_group_array("id") AS "ids" FROM (
        SELECT m."id", m."parentId" FROM (
          SELECT c."id", s."parentId" FROM "Conversation" c JOIN "Message" s ON s."conversationId" = c."id"
          WHERE c."id" = ? AND c."userId" = ? AND c."deletedAt" IS NULL
          GROUP BY s."parentId" HAVING COUNT(*) > 1) several
        JOIN "Message" m ON m."conversationId" = several."id" AND m."parentId" IS several."parentId"
        ORDER BY m."sequence")
      GROUP BY "parentId"`,
    args: [conversationId, userId],
  };
}

/** The sets behind the result of `readVersions`, by each id in them. */
export function parseVersions(result: ResultSet | undefined): Map<string, string[]> {
  const sets = (result?.rows ?? []).map((row) => JSON.parse(String(row.ids)) as string[]);
  return new Map(sets.flatMap((ids) => ids.map((id) => [id, ids])));
}
