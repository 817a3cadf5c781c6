import type { InStatement } from "@libsql/client";
import { database } from "./client.ts";

// The hot path's SQL. Only lib/turns calls what writes here. Every batch is one transaction and one round trip;
// what another process or tab may have done in between is settled by the conditions inside, never by a look before.

/** One event of a turn: its number and the wire chunk as JSON. */
export type EventRow = { turnId: string; sequence: number; data: string };

/** How a running turn stands after a tick; turns that are missing from the answer were taken from us or ended. */
export type TickRow = { id: string; stopRequested: boolean };

/** One tick of all running turns of a process: their beats rise, their new events are stored, stops are learnt. */
export async function tickTurns(owner: string, turnIds: string[], events: EventRow[]): Promise<TickRow[]> {
  const ids = JSON.stringify(turnIds);
  const mine = `"owner" = ? AND "status" = 'running'`;
  const results = await database().batch(
    [
      {
        sql: `UPDATE "Turn" SET "beat" = "beat" + 1 WHERE "id" IN (SELECT value FROM json_each(?)) AND ${mine}`,
        args: [ids, owner],
      },
      insertEvents(events, `EXISTS (SELECT 1 FROM "Turn" WHERE "id" = json_extract(e.value, '$.turnId') AND ${mine})`, [
        owner,
      ]),
      {
        sql: `SELECT "id", "stopRequested" FROM "Turn" WHERE "id" IN (SELECT value FROM json_each(?)) AND ${mine}`,
        args: [ids, owner],
      },
    ],
    "write",
  );
  return (results[2]?.rows ?? []).map((row) => ({ id: String(row.id), stopRequested: Boolean(row.stopRequested) }));
}

// Written twice is written once: a batch may have been committed though its answer was lost on the way.
function insertEvents(events: EventRow[], condition: string, args: (string | number)[]): InStatement {
  return {
    sql: `INSERT INTO "TurnEvent" ("turnId", "sequence", "data")
      SELECT json_extract(e.value, '$.turnId'), json_extract(e.value, '$.sequence'), json_extract(e.value, '$.data')
      FROM json_each(?) e WHERE ${condition} ON CONFLICT ("turnId", "sequence") DO NOTHING`,
    args: [JSON.stringify(events), ...args],
  };
}

/** Whose turn is ended, and on what condition: the runner's own lease, or the beat an observer saw stand still. */
export type Lease = { turnId: string; owner: string; beat?: number };

/** What became of an attempt to end a turn. */
export type FinishResult = { ended: boolean; owner: string | null; status: string | null };

/** All that is written when a turn ends. */
export type FinishedTurn = {
  status: string;
  parts: string;
  finishReason: string | null;
  error: string | null;
  errorCode: string | null;
  inputTokens: number | null;
  cachedTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  cost: string | null;
  firstTokenMs: number | null;
  totalMs: number | null;
  endedAt: string;
};

/**
 * Ends a turn: its last events, the answer, its figures and its status, all or nothing, and only under the lease.
 * @returns whether it was this call that ended it, and who owns it in which status now
 */
export async function finishTurnRow(lease: Lease, turn: FinishedTurn, events: EventRow[]): Promise<FinishResult> {
  const held = `"id" = ? AND "owner" = ? AND "status" = 'running'${lease.beat === undefined ? "" : ` AND "beat" = ?`}`;
  const heldArgs = [lease.turnId, lease.owner, ...(lease.beat === undefined ? [] : [lease.beat])];
  const results = await database().batch(
    [
      insertEvents(events, `EXISTS (SELECT 1 FROM "Turn" WHERE ${held})`, heldArgs),
      {
        sql: `UPDATE "Message" SET "parts" = ?, "status" = ?, "finishReason" = ?, "error" = ?, "inputTokens" = ?,
            "cachedTokens" = ?, "outputTokens" = ?, "reasoningTokens" = ?, "cost" = ?
          WHERE "id" = (SELECT "answerId" FROM "Turn" WHERE ${held})`,
        args: [
          turn.parts,
          turn.status,
          turn.finishReason,
          turn.error,
          turn.inputTokens,
          turn.cachedTokens,
          turn.outputTokens,
          turn.reasoningTokens,
          turn.cost,
          ...heldArgs,
        ],
      },
      {
        // whoever stops an answer has seen it
        sql: `UPDATE "Conversation" SET "updatedAt" = ?, "unseen" = "unseen" OR ?
          WHERE "id" = (SELECT "conversationId" FROM "Turn" WHERE ${held})`,
        args: [turn.endedAt, turn.status === "stopped" ? 0 : 1, ...heldArgs],
      },
      {
        // last, because the conditions above ask for a running turn
        sql: `UPDATE "Turn" SET "status" = ?, "finishReason" = ?, "errorCode" = ?, "firstTokenMs" = ?, "totalMs" = ?,
          "endedAt" = ? WHERE ${held}`,
        args: [
          turn.status,
          turn.finishReason,
          turn.errorCode,
          turn.firstTokenMs,
          turn.totalMs,
          turn.endedAt,
          ...heldArgs,
        ],
      },
      { sql: `SELECT "owner", "status" FROM "Turn" WHERE "id" = ?`, args: [lease.turnId] },
    ],
    "write",
  );
  const row = results[4]?.rows[0] as { owner?: string; status?: string } | undefined;
  return { ended: results[3]?.rowsAffected === 1, owner: row?.owner ?? null, status: row?.status ?? null };
}
