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

/** How long an answer took and how much it is, to tell its pace. */
export type PaceRow = {
  firstTokenMs: number | null;
  totalMs: number | null;
  outputTokens: number | null;
  /** of these, what was thought */
  reasoningTokens: number | null;
  /** 1 when the thoughts were streamed as well, else 0 */
  thoughtsShown: number;
};

/** The last column of a `PaceRow`. Answers are long: only those with thoughts are looked through. In JSON a quotation mark within a text is escaped: this is found in no text. */
export const thoughtsShown = `CASE WHEN m."reasoningTokens" > 0 THEN instr(m."parts", '"type":"reasoning"') > 0
  ELSE 0 END AS "thoughtsShown"`;

/** How a turn ended, as far as it says something of its model. */
export type EndedTurn = PaceRow & { modelId: string; status: string; errorCode: string | null };

/**
 * The last turns of everybody that ended since, but for those that people stopped; of all kinds of end from the same
 * moment on, or the rarer ones would seem to be more than they are.
 * @param limit how many of each kind of end
 */
export async function readEndedTurns(since: string, limit: number): Promise<EndedTurn[]> {
  // one statement a kind of end: each goes along the index, and stops at the limit
  const sql = (
    status: string,
  ) => `SELECT t."modelId", t."status", t."errorCode", t."endedAt", t."firstTokenMs", t."totalMs",
      m."outputTokens", m."reasoningTokens", ${status === "complete" ? thoughtsShown : `0 AS "thoughtsShown"`}
    FROM (SELECT * FROM "Turn" WHERE "status" = ? AND "endedAt" > ? ORDER BY "endedAt" DESC LIMIT ?) t
    JOIN "Message" m ON m."id" = t."answerId"`;
  const ends = ["complete", "failed", "interrupted"];
  const results = await database().batch(
    ends.map((status) => ({ sql: sql(status), args: [status, since, limit] })),
    "read",
  );
  const kinds = results.map(({ rows }) => rows as unknown as (EndedTurn & { endedAt: string })[]);
  const full = kinds.filter((turns) => turns.length >= limit);
  const starts = full.map((turns) => turns.map(({ endedAt }) => endedAt).sort()[0] as string);
  const start = [since, ...starts].sort().at(-1) as string;
  return kinds.flat().filter(({ endedAt }) => endedAt >= start);
}
