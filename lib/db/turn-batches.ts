import { database } from "./client.ts";
import { bytesOf, maxBatchBytes, onServer } from "./limits.ts";
import { type EventRun, insertEvents } from "./turn-log.ts";
import { insertTurnUsage, type UsageColumns, usageNames, usageValues } from "./usage-rows.ts";

// The hot path's SQL. Only lib/turns calls what writes here. Every batch is one transaction and one round trip;
// what another process or tab may have done in between is settled by the conditions inside, never by a look before.

/** How a running turn stands after a tick; turns that are missing from the answer were taken from us or ended. */
export type TickRow = { id: string; stopRequested: boolean };

/** One tick of all running turns of a process: their beats rise, their new events are stored, stops are learnt. */
export async function tickTurns(owner: string, turnIds: string[], runs: EventRun[]): Promise<TickRow[]> {
  const beat = {
    // the plus keeps SQLite from going through all that runs anywhere instead of looking these few up
    sql: `UPDATE "Turn" SET "beat" = "beat" + 1
      WHERE "id" IN (SELECT value FROM json_each(?)) AND "owner" = ? AND +"status" = 'running'
      RETURNING "id", "stopRequested"`,
    args: [JSON.stringify(turnIds), owner],
  };
  const [events = [], ...more] = insertEvents(runs, `t."owner" = ? AND +t."status" = 'running'`, [owner]).map((one) => [
    one,
  ]);
  let [beats] = await database().batch([beat, ...events], "write");
  // a flood is more than one batch may hold; meanwhile the turns must not seem to stand still
  for (const batch of more) [beats] = await database().batch([beat, ...batch], "write");
  return (beats?.rows ?? []).map((row) => ({ id: String(row.id), stopRequested: Boolean(row.stopRequested) }));
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
  usage: UsageColumns;
  /** whether the call can have cost anything: one that was refused leaves no trace in what was spent */
  spent: boolean;
  servedModel: string | null;
  servedBy: string | null;
  responseId: string | null;
  firstTokenMs: number | null;
  totalMs: number | null;
  endedAt: string;
};

/**
 * Ends a turn: its last events, the answer, its figures, what it took and its status, all or nothing, and only under the
 * lease. Where that is more than a batch may hold, the events that are pending go ahead.
 * @param terminal the events that tell followers of the end
 * @returns whether it was this call that ended it, and who owns it in which status now
 */
export async function finishTurnRow(
  lease: Lease,
  turn: FinishedTurn,
  pending: EventRun,
  terminal: string[],
): Promise<FinishResult> {
  const held = `t."id" = ? AND t."owner" = ? AND t."status" = 'running'${lease.beat === undefined ? "" : ` AND t."beat" = ?`}`;
  const heldArgs = [lease.turnId, lease.owner, ...(lease.beat === undefined ? [] : [lease.beat])];
  let events = insertEvents([{ ...pending, data: [...pending.data, ...terminal] }], held, heldArgs);
  if (onServer() && bytesOf([turn.parts, ...events.map(({ args }) => args[0])]) > maxBatchBytes) {
    for (const piece of insertEvents([pending], held, heldArgs)) await database().batch([piece], "write");
    const first = pending.first + pending.data.length;
    events = insertEvents([{ ...pending, first, data: terminal }], held, heldArgs);
  }
  const results = await database().batch(
    [
      ...events,
      {
        sql: `UPDATE "Message" SET "parts" = ?, "status" = ?, "finishReason" = ?, "error" = ?, ${usageNames.map((name) => `"${name}" = ?`).join(", ")}
          WHERE "id" = (SELECT "answerId" FROM "Turn" t WHERE ${held})`,
        args: [turn.parts, turn.status, turn.finishReason, turn.error, ...usageValues(turn.usage), ...heldArgs],
      },
      ...(turn.spent ? [insertTurnUsage(turn.usage, turn.endedAt, held, heldArgs)] : []),
      {
        // whoever stops an answer has seen it
        sql: `UPDATE "Conversation" SET "updatedAt" = ?, "unseen" = "unseen" OR ?
          WHERE "id" = (SELECT "conversationId" FROM "Turn" t WHERE ${held})`,
        args: [turn.endedAt, turn.status === "stopped" ? 0 : 1, ...heldArgs],
      },
      {
        // last, because the conditions above ask for a running turn
        sql: `UPDATE "Turn" AS t SET "status" = ?, "finishReason" = ?, "errorCode" = ?, "firstTokenMs" = ?, "totalMs" = ?,
          "endedAt" = ?, "servedModel" = ?, "servedBy" = ?, "responseId" = ? WHERE ${held}`,
        args: [
          turn.status,
          turn.finishReason,
          turn.errorCode,
          turn.firstTokenMs,
          turn.totalMs,
          turn.endedAt,
          turn.servedModel,
          turn.servedBy,
          turn.responseId,
          ...heldArgs,
        ],
      },
    ],
    "write",
  );
  if (results.at(-1)?.rowsAffected === 1) return { ended: true, owner: lease.owner, status: turn.status };
  const asked = { sql: `SELECT "owner", "status" FROM "Turn" WHERE "id" = ?`, args: [lease.turnId] };
  const [stands] = await database().batch([asked], "fresh");
  const row = stands?.rows[0] as { owner?: string; status?: string } | undefined;
  return { ended: false, owner: row?.owner ?? null, status: row?.status ?? null };
}
