import type { InStatement } from "@libsql/client";
import { database } from "./client.ts";

// The table of what each call took. Only lib/turns calls what writes here.

/** What a call took, as Message and Usage have it in columns. */
export const usageNames = [
  "inputTokens",
  "cachedTokens",
  "cacheWriteTokens",
  "outputTokens",
  "reasoningTokens",
  "cost",
  "costSource",
] as const;
type TokenName = Exclude<(typeof usageNames)[number], "cost" | "costSource">;
export type UsageColumns = { [Name in TokenName]: number | null } & { cost: string | null; costSource: string | null };

const columns = usageNames.map((name) => `"${name}"`).join(", ");
const places = usageNames.map(() => "?").join(", ");

/** The values of those columns, in their order. */
export function usageValues(usage: UsageColumns): (string | number | null)[] {
  return usageNames.map((name) => usage[name]);
}

/**
 * Notes what a turn took. Written again it is written once.
 * @param held the condition on the turn `t`, with its arguments
 */
export function insertTurnUsage(
  usage: UsageColumns,
  endedAt: string,
  held: string,
  args: (string | number)[],
): InStatement {
  return {
    sql: `INSERT INTO "Usage" ("id", "userId", "conversationId", "modelId", "purpose", ${columns}, "endedAt")
      SELECT t."id", t."userId", t."conversationId", t."modelId", 'answer', ${places}, ? FROM "Turn" t WHERE ${held}
      ON CONFLICT ("id") DO NOTHING`,
    args: [...usageValues(usage), endedAt, ...args],
  };
}

/** A call that is no turn. */
export type OtherCall = { id: string; userId: string; conversationId: string; modelId: string; purpose: "title" };

/** Notes what a call took that is no turn. */
export async function insertCallUsage(call: OtherCall, usage: UsageColumns, endedAt: string): Promise<void> {
  const { id, userId, conversationId, modelId, purpose } = call;
  const sql = `INSERT INTO "Usage" ("id", "userId", "conversationId", "modelId", "purpose", ${columns}, "endedAt")
    SELECT ?, ?, ?, ?, ?, ${places}, ? WHERE EXISTS (SELECT 1 FROM "User" WHERE "id" = ?) ON CONFLICT ("id") DO NOTHING`;
  const args = [id, userId, conversationId, modelId, purpose, ...usageValues(usage), endedAt, userId];
  await database().batch([{ sql, args }], "write");
}

/** What one call took, and what for. */
export type SpentRow = UsageColumns & { purpose: string };

/** One call. */
export type UsageRow = SpentRow & {
  id: string;
  conversationId: string;
  modelId: string;
  /** ISO 8601 */
  endedAt: string;
};

/** Which calls are meant: from a moment on, and before another one, in ISO 8601; null for no bound. */
export type UsageSpan = { from: string | null; before: string | null };

// later than all there is; not a bare number, which SQLite would compare as one
const lastMoment = "9999-12-31";

/**
 * A page of a person's calls in the order in which they ended.
 * @param after the last row of the page before, null for the first page
 */
export async function readUsageRows(
  userId: string,
  { from, before }: UsageSpan,
  after: Pick<UsageRow, "endedAt" | "id"> | null,
  limit: number,
): Promise<UsageRow[]> {
  // one range of the index, whichever bounds there are
  const first = after?.endedAt ?? from ?? "";
  const [result] = await database().batch(
    [
      {
        sql: `SELECT "id", "conversationId", "modelId", "purpose", ${columns}, "endedAt" FROM "Usage"
          WHERE "userId" = ? AND "endedAt" >= ? AND "endedAt" < ? AND ("endedAt", "id") > (?, ?)
          ORDER BY "endedAt", "id" LIMIT ?`,
        args: [userId, first, before ?? lastMoment, after?.endedAt ?? "", after?.id ?? "", limit],
      },
    ],
    "read",
  );
  return (result?.rows ?? []) as unknown as UsageRow[];
}

/** What each call of a conversation took; null when the conversation is absent, deleted or another's. */
export async function readConversationUsage(userId: string, conversationId: string): Promise<SpentRow[] | null> {
  const [owned, rows] = await database().batch(
    [
      {
        sql: `SELECT 1 FROM "Conversation" WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL`,
        args: [conversationId, userId],
      },
      {
        sql: `SELECT "purpose", ${columns} FROM "Usage" WHERE "conversationId" = ? AND "userId" = ?`,
        args: [conversationId, userId],
      },
    ],
    "read",
  );
  return owned?.rows.length ? ((rows?.rows ?? []) as unknown as SpentRow[]) : null;
}
