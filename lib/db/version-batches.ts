import { database } from "./client.ts";
import { namedArguments } from "./named-arguments.ts";

// Versions: messages with the same parent. The conversation's tip says which of them are shown; a version that was
// left remembers the tip it had then, so that choosing it again leads back to it.

const shown = `"shown" AS (
  SELECT m."id", m."parentId", m."conversationId" FROM "Message" m JOIN "Conversation" c
    ON m."id" = c."tipId" AND m."conversationId" = c."id" WHERE c."id" = :conversationId
  UNION ALL
  SELECT m."id", m."parentId", m."conversationId" FROM "shown" s JOIN "Message" m
    ON m."id" = s."parentId" AND m."conversationId" = s."conversationId")`;

/**
 * SQL that lets the shown version beside a message remember the conversation's tip. To be run before the tip changes.
 * @param messageId the message that is shown from now on, as an SQL expression
 * @param condition on the conversation `c`
 */
export function leaveVersion(messageId: string, condition: string): string {
  return `WITH RECURSIVE ${shown}
    UPDATE "Message" SET "lastTipId" = (SELECT c."tipId" FROM "Conversation" c WHERE c."id" = :conversationId)
    WHERE "conversationId" = :conversationId AND "id" IN (SELECT "id" FROM "shown") AND "id" <> ${messageId}
      AND "parentId" IS (SELECT "parentId" FROM "Message" WHERE "id" = ${messageId})
      AND EXISTS (SELECT 1 FROM "Message" WHERE "id" = ${messageId} AND "conversationId" = :conversationId)
      AND EXISTS (SELECT 1 FROM "Conversation" c WHERE ${condition})`;
}

/** What became of a choice: whether the message is there and the user's own, and whether a turn stood against it. */
export type ChoiceResult = { found: boolean; running: boolean };

/**
 * Shows a message's version: the tip goes to where it was when that version was left, else to the newest end of it.
 * Nothing changes when it is shown already, or while a turn runs.
 */
export async function chooseVersionRow(
  userId: string,
  conversationId: string,
  messageId: string,
): Promise<ChoiceResult> {
  const allowed = `c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL
    AND EXISTS (SELECT 1 FROM "Message" WHERE "id" = :messageId AND "conversationId" = c."id")
    AND NOT EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running')`;
  const statements = [
    leaveVersion(":messageId", allowed),
    `WITH RECURSIVE ${shown}, "newest" AS (
        SELECT :messageId AS "id", 0 AS "depth"
        UNION ALL
        SELECT (SELECT "id" FROM "Message" WHERE "conversationId" = :conversationId AND "parentId" = n."id"
          ORDER BY "sequence" DESC LIMIT 1), "depth" + 1 FROM "newest" n WHERE n."id" IS NOT NULL)
      UPDATE "Conversation" AS c SET "tipId" = COALESCE(
        (SELECT "lastTipId" FROM "Message" WHERE "id" = :messageId),
        (SELECT "id" FROM "newest" WHERE "id" IS NOT NULL ORDER BY "depth" DESC LIMIT 1))
      WHERE ${allowed} AND :messageId NOT IN (SELECT "id" FROM "shown")`,
    `SELECT EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AS "running"
      FROM "Conversation" c WHERE c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL
      AND EXISTS (SELECT 1 FROM "Message" WHERE "id" = :messageId AND "conversationId" = c."id")`,
  ];
  const values = { userId, conversationId, messageId };
  const results = await database().batch(
    statements.map((sql) => ({ sql, args: namedArguments(sql, values) })),
    "write",
  );
  const row = results[2]?.rows[0];
  return { found: row !== undefined, running: Boolean(row?.running) };
}

/** A copy to be made of the beginning of a conversation: the ids of the path, root first, each with its copy's id. */
export type ForkRows = {
  userId: string;
  fromId: string;
  conversationId: string;
  ids: { from: string; to: string; parent: string | null }[];
  createdAt: string;
};

/**
 * Copies a path into a new conversation of the same user: texts, models and endings, but not tokens and cost, which
 * were paid once. Done again it changes nothing. @returns whether the new conversation is there and the user's own
 */
export async function forkRows({ ids, ...fork }: ForkRows): Promise<boolean> {
  const values = { ...fork, ids: JSON.stringify(ids), tipId: ids.at(-1)?.to };
  const mine = `"userId" = :userId AND "deletedAt" IS NULL`;
  const statements = [
    `INSERT INTO "Conversation" ("id", "userId", "title", "titleSource", "modelId", "systemPrompt", "settings", "tipId",
        "activity", "createdAt", "updatedAt")
      SELECT :conversationId, "userId", "title", "titleSource", "modelId", "systemPrompt", "settings", :tipId,
        (SELECT COALESCE(MAX("activity"), 0) + 1 FROM "Conversation" WHERE "userId" = :userId), :createdAt, :createdAt
      FROM "Conversation" WHERE "id" = :fromId AND ${mine} ON CONFLICT ("id") DO NOTHING`,
    `INSERT INTO "Message" ("id", "conversationId", "sequence", "parentId", "role", "parts", "status", "modelId",
        "finishReason", "error", "createdAt")
      SELECT json_extract(e.value, '$.to'), :conversationId, e.key + 1, json_extract(e.value, '$.parent'), m."role",
        m."parts", m."status", m."modelId", m."finishReason", m."error", m."createdAt"
      FROM json_each(:ids) e JOIN "Message" m ON m."id" = json_extract(e.value, '$.from') AND m."conversationId" = :fromId
      WHERE EXISTS (SELECT 1 FROM "Conversation" WHERE "id" = :conversationId AND "tipId" = :tipId AND ${mine})
      ON CONFLICT ("id") DO NOTHING`,
    `SELECT 1 FROM "Conversation" WHERE "id" = :conversationId AND ${mine}`,
  ];
  const results = await database().batch(
    statements.map((sql) => ({ sql, args: namedArguments(sql, values) })),
    "write",
  );
  return results[2]?.rows.length === 1;
}
