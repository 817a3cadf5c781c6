import { database } from "./client.ts";

// What lib/turns asks beside the hot path: stopping and watching.

/** Marks a running turn of the user's to be stopped; returns whether there is such a turn, in a conversation not deleted. */
export async function requestStop(userId: string, turnId: string): Promise<boolean> {
  const [, found] = await database().batch(
    [
      {
        sql: `UPDATE "Turn" SET "stopRequested" = true WHERE "id" = ? AND "userId" = ? AND "status" = 'running'`,
        args: [turnId, userId],
      },
      {
        sql: `SELECT 1 FROM "Turn" t JOIN "Conversation" c ON c."id" = t."conversationId"
          WHERE t."id" = ? AND t."userId" = ? AND c."deletedAt" IS NULL`,
        args: [turnId, userId],
      },
    ],
    "write",
  );
  return (found?.rows.length ?? 0) > 0;
}

/** The same for all that runs in a conversation; returns the ids of the turns. */
export async function requestStopOfConversation(userId: string, conversationId: string): Promise<string[]> {
  const [marked] = await database().batch(
    [
      {
        sql: `UPDATE "Turn" SET "stopRequested" = true
          WHERE "conversationId" = ? AND "userId" = ? AND "status" = 'running' RETURNING "id"`,
        args: [conversationId, userId],
      },
    ],
    "write",
  );
  return (marked?.rows ?? []).map((row) => String(row.id));
}

/** Every running turn, as an observer of orphans sees it. */
export async function readRunningTurns(): Promise<{ id: string; userId: string; owner: string; beat: number }[]> {
  const [rows] = await database().batch(
    [`SELECT "id", "userId", "owner", "beat" FROM "Turn" WHERE "status" = 'running'`],
    "read",
  );
  return (rows?.rows ?? []) as unknown as { id: string; userId: string; owner: string; beat: number }[];
}

/** What runs in a conversation of the user's; null when the conversation is absent, deleted or another's. */
export async function readRunningTurnId(
  userId: string,
  conversationId: string,
): Promise<{ turnId: string | null } | null> {
  const [rows] = await database().batch(
    [
      {
        sql: `SELECT (SELECT "id" FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AS "turnId"
          FROM "Conversation" c WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL`,
        args: [conversationId, userId],
      },
    ],
    "read",
  );
  return (rows?.rows[0] as unknown as { turnId: string | null } | undefined) ?? null;
}

/** How a turn ended, as far as it says something of its model. */
export type EndedTurn = {
  modelId: string;
  status: string;
  errorCode: string | null;
  firstTokenMs: number | null;
  totalMs: number | null;
  outputTokens: number | null;
};

/**
 * The last turns of everybody that ended since, but for those that people stopped.
 * @param limit how many of each kind of end
 */
export async function readEndedTurns(since: string, limit: number): Promise<EndedTurn[]> {
  // one statement a kind of end: each goes along the index, and stops at the limit
  const sql = `SELECT t."modelId", t."status", t."errorCode", t."firstTokenMs", t."totalMs", m."outputTokens"
    FROM (SELECT * FROM "Turn" WHERE "status" = ? AND "endedAt" > ? ORDER BY "endedAt" DESC LIMIT ?) t
    JOIN "Message" m ON m."id" = t."answerId"`;
  const ends = ["complete", "failed", "interrupted"];
  const results = await database().batch(
    ends.map((status) => ({ sql, args: [status, since, limit] })),
    "read",
  );
  return results.flatMap(({ rows }) => rows as unknown as EndedTurn[]);
}
