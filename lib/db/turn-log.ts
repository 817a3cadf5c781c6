import type { Row } from "@libsql/client";
import { database } from "./client.ts";
import { unlessTooLarge } from "./trouble.ts";

// The turn log. A row of TurnEvent holds what one tick brought of a turn: the wire chunks as JSON, one a line, and the
// number of the first of them. A row for each chunk would cost six times as much to write.

/** Events of a turn that follow one another: the number of the first, and the wire chunks as JSON. */
export type EventRun = { turnId: string; first: number; data: string[] };

/** A statement that appends events: these are its first argument. */
type EventStatement = { sql: string; args: [events: string, ...held: (string | number)[]] };

/** One event of a turn: its number and the wire chunk as JSON. */
export type EventRow = { sequence: number; data: string };

/** Longest row of several events, and argument of several rows, in UTF-16 code units: at most three bytes each. */
const maxRowLength = 500_000;
const maxArgumentLength = 1_200_000;

// CROSS JOIN fixes the order: from the few that are asked for to the tables, never the other way.

/**
 * Appends runs to the logs of turns that hold their lease, in statements that are small enough for a batch each.
 * Written twice is written once: a batch may have been committed though its answer was lost on the way. The next one
 * begins with the same event then, and holds what the lost one did and more.
 * @param held the condition on the turn `t`, with its arguments
 */
export function insertEvents(runs: EventRun[], held: string, args: (string | number)[]): EventStatement[] {
  const rows = runs.flatMap(rowsOf).map((row) => JSON.stringify(row));
  return inPieces(rows, maxArgumentLength, (row) => row.length).map((piece) => ({
    sql: `INSERT INTO "TurnEvent" ("turnId", "sequence", "data")
      SELECT t."id", e.value ->> 'first', e.value ->> 'data'
      FROM json_each(?) e CROSS JOIN "Turn" t ON t."id" = e.value ->> 'turnId' WHERE ${held}
      ON CONFLICT ("turnId", "sequence") DO UPDATE SET "data" = excluded."data"`,
    args: [`[${piece.join(",")}]`, ...args],
  }));
}

/** One row for each run, or more where one would be too long. */
function rowsOf({ turnId, first, data }: EventRun): { turnId: string; first: number; data: string }[] {
  let next = first;
  return inPieces(data, maxRowLength, (event) => event.length).map((events) => {
    const row = { turnId, first: next, data: events.join("\n") };
    next += events.length;
    return row;
  });
}

/** Things in their order, in pieces that are together no longer than that; one alone may be longer. */
function inPieces<Thing>(things: readonly Thing[], longest: number, lengthOf: (thing: Thing) => number): Thing[][] {
  const pieces: Thing[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const thing of things) {
    length += lengthOf(thing);
    if (length <= longest) {
      pieces.at(-1)?.push(thing);
      continue;
    }
    pieces.push([thing]);
    length = lengthOf(thing);
  }
  return pieces;
}

// the rows from the one on that holds the event after `after`
const rowsAfter = (turnId: string, after: string) => `"sequence" >= COALESCE(
  (SELECT MAX("sequence") FROM "TurnEvent" WHERE "turnId" = ${turnId} AND "sequence" <= ${after} + 1), 0)`;

// Each event once: where a write was done again with another beginning, two rows may hold the same ones.
function eventsOf(rows: Row[], after: number): EventRow[] {
  const events: EventRow[] = [];
  let last = after;
  for (const row of rows) {
    for (const [index, data] of String(row.data).split("\n").entries()) {
      const sequence = Number(row.sequence) + index;
      if (sequence <= last) continue;
      events.push({ sequence, data });
      last = sequence;
    }
  }
  return events;
}

/** A turn as a follower in another process, or an observer, sees it. */
export type FollowedTurn = {
  /** `trashed`: its conversation is deleted, and the turn is there for nobody but those who have to end it */
  turn: { status: string; owner: string; beat: number; answerId: string; trashed: number };
  events: EventRow[];
  /** whether there are more events than were asked for */
  more: boolean;
  /** whether the log is still there; after a while the stored message speaks for it */
  logged: boolean;
};

/**
 * Reads the log of the user's own turn after an event; null when there is no such turn.
 * @param most so many characters, and what stands with the last of them in one row; else all that there is
 */
export async function readTurnLog(
  userId: string,
  turnId: string,
  after: number,
  most?: number,
): Promise<FollowedTurn | null> {
  const rows = `FROM "TurnEvent" WHERE "turnId" = :turnId AND ${rowsAfter(":turnId", ":after")}`;
  const first = `SELECT "sequence", "data" FROM (SELECT "sequence", "data",
      SUM(LENGTH("data")) OVER (ORDER BY "sequence") - LENGTH("data") AS "before" ${rows})
    WHERE "before" < :most ORDER BY "sequence"`;
  const [turn, events] = await database().batch(
    [
      {
        sql: `SELECT "status", "owner", "beat", "answerId",
            (SELECT MAX("sequence") FROM "TurnEvent" WHERE "turnId" = t."id") AS "lastRow",
            (SELECT "deletedAt" IS NOT NULL FROM "Conversation" WHERE "id" = t."conversationId") AS "trashed"
          FROM "Turn" t WHERE "id" = ? AND "userId" = ?`,
        args: [turnId, userId],
      },
      most === undefined
        ? { sql: `SELECT "sequence", "data" ${rows} ORDER BY "sequence"`, args: { turnId, after } }
        : { sql: first, args: { turnId, after, most } },
    ],
    "read",
  );
  const row = turn?.rows[0];
  if (!row) return null;
  const { lastRow, ...standing } = row as unknown as FollowedTurn["turn"] & { lastRow: number | null };
  const read = events?.rows ?? [];
  return {
    turn: standing,
    events: eventsOf(read, after),
    more: read.length > 0 && lastRow !== null && Number(read.at(-1)?.sequence) < lastRow,
    logged: lastRow !== null,
  };
}

/** A running turn of another process: how it stands, and the events after the last one known. */
export type DistantRow = {
  userId: string;
  status: string;
  owner: string;
  beat: number;
  /** whether the log is still there */
  logged: boolean;
  events: EventRow[];
};

/** Reads on in the logs of several turns, whoever owns them: the callers have asked that before. By turn id. */
export async function readDistantTurns(turns: { id: string; after: number }[]): Promise<Map<string, DistantRow>> {
  const asked = JSON.stringify(turns);
  const read = database().batch(
    [
      {
        sql: `SELECT t."id", t."userId", t."status", t."owner", t."beat",
            EXISTS (SELECT 1 FROM "TurnEvent" WHERE "turnId" = t."id") AS "logged"
          FROM json_each(?) a CROSS JOIN "Turn" t ON t."id" = a.value ->> 'id'`,
        args: [asked],
      },
      {
        sql: `SELECT e."turnId", e."sequence", e."data" FROM json_each(?) a CROSS JOIN "TurnEvent" e
            ON e."turnId" = a.value ->> 'id' AND e.${rowsAfter('e."turnId"', "(a.value ->> 'after')")}
          ORDER BY e."turnId", e."sequence"`,
        args: [asked],
      },
    ],
    "read",
  );
  const results = turns.length > 1 ? await unlessTooLarge(read) : await read;
  if (results === null) {
    // a flood in each of them is more than a server's answer may hold
    const middle = Math.ceil(turns.length / 2);
    const halves = [await readDistantTurns(turns.slice(0, middle)), await readDistantTurns(turns.slice(middle))];
    return new Map(halves.flatMap((half) => [...half]));
  }
  const [found, written] = results;
  const rows = Map.groupBy(written?.rows ?? [], (row) => String(row.turnId));
  const known = new Map(turns.map(({ id, after }) => [id, after]));
  return new Map(
    (found?.rows ?? []).map((row) => {
      const { id, userId, status, owner, beat, logged } = row as unknown as DistantRow & { id: string };
      const events = eventsOf(rows.get(id) ?? [], known.get(id) ?? 0);
      return [id, { userId, status, owner, beat, logged: Boolean(logged), events }];
    }),
  );
}

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
