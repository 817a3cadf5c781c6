import { database } from "./client.ts";
import type { EventRow } from "./turn-batches.ts";

// What lib/turns asks beside the hot path: following from another process, stopping, watching, forgetting.

/** Deletes the logs of turns that have ended: the stored message says the same from now on. */
export async function deleteTurnEvents(turnIds: string[]): Promise<void> {
  const sql = `DELETE FROM "TurnEvent" WHERE "turnId" IN (SELECT value FROM json_each(?))`;
  await database().batch([{ sql, args: [JSON.stringify(turnIds)] }], "write");
}

/** Deletes what a process that was killed could not: logs of turns that ended before the given time. */
export async function deleteOldTurnEvents(endedBefore: string): Promise<void> {
  // from the log, which is short, to the turns, of which there are as many as there ever were
  const sql = `DELETE FROM "TurnEvent" WHERE "turnId" IN (SELECT t."id"
    FROM (SELECT DISTINCT "turnId" FROM "TurnEvent") e JOIN "Turn" t ON t."id" = e."turnId" WHERE t."endedAt" < ?)`;
  await database().batch([{ sql, args: [endedBefore] }], "write");
}

/** A turn as a follower in another process, or an observer, sees it. */
export type FollowedTurn = {
  turn: { status: string; owner: string; beat: number; answerId: string };
  events: EventRow[];
  /** whether the log is still there; after a while the stored message speaks for it */
  logged: boolean;
};

/** Reads the log of the user's own turn after an event; null when there is no such turn. */
export async function readTurnLog(userId: string, turnId: string, after: number): Promise<FollowedTurn | null> {
  const [turn, events] = await database().batch(
    [
      {
        sql: `SELECT "status", "owner", "beat", "answerId",
            EXISTS (SELECT 1 FROM "TurnEvent" WHERE "turnId" = t."id") AS "logged"
          FROM "Turn" t WHERE "id" = ? AND "userId" = ?`,
        args: [turnId, userId],
      },
      {
        sql: `SELECT "turnId", "sequence", "data" FROM "TurnEvent" WHERE "turnId" = ? AND "sequence" > ? ORDER BY "sequence"`,
        args: [turnId, after],
      },
    ],
    "read",
  );
  const row = turn?.rows[0];
  if (!row) return null;
  return {
    turn: row as unknown as FollowedTurn["turn"],
    events: (events?.rows ?? []) as unknown as EventRow[],
    logged: Boolean(row.logged),
  };
}

/** A running turn of another process: how it stands, and the events after the last one known, as JSON. */
export type DistantRow = {
  userId: string;
  status: string;
  owner: string;
  beat: number;
  /** whether the log is still there */
  logged: boolean;
  events: string[];
};

/** Reads on in the logs of several turns, whoever owns them: the callers have asked that before. By turn id. */
export async function readDistantTurns(turns: { id: string; after: number }[]): Promise<Map<string, DistantRow>> {
  const asked = JSON.stringify(turns);
  const [found, events] = await database().batch(
    [
      {
        sql: `SELECT t."id", t."userId", t."status", t."owner", t."beat",
            EXISTS (SELECT 1 FROM "TurnEvent" WHERE "turnId" = t."id") AS "logged"
          FROM json_each(?) a JOIN "Turn" t ON t."id" = json_extract(a.value, '$.id')`,
        args: [asked],
      },
      {
        sql: `SELECT e."turnId", e."data" FROM json_each(?) a JOIN "TurnEvent" e
            ON e."turnId" = json_extract(a.value, '$.id') AND e."sequence" > json_extract(a.value, '$.after')
          ORDER BY e."turnId", e."sequence"`,
        args: [asked],
      },
    ],
    "read",
  );
  const rows = new Map<string, DistantRow>();
  for (const row of found?.rows ?? []) {
    const { id, ...turn } = row as unknown as Omit<DistantRow, "events"> & { id: string };
    rows.set(id, {
      userId: turn.userId,
      status: turn.status,
      owner: turn.owner,
      beat: turn.beat,
      logged: Boolean(turn.logged),
      events: [],
    });
  }
  for (const { turnId, data } of events?.rows ?? []) rows.get(String(turnId))?.events.push(String(data));
  return rows;
}

/** Marks a running turn of the user's to be stopped; returns whether the turn exists at all. */
export async function requestStop(userId: string, turnId: string): Promise<boolean> {
  const [, found] = await database().batch(
    [
      {
        sql: `UPDATE "Turn" SET "stopRequested" = true WHERE "id" = ? AND "userId" = ? AND "status" = 'running'`,
        args: [turnId, userId],
      },
      { sql: `SELECT 1 FROM "Turn" WHERE "id" = ? AND "userId" = ?`, args: [turnId, userId] },
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
