import type { InStatement } from "@libsql/client";
import { database } from "./client.ts";
import { type PathRow, parsePath, readPath } from "./path.ts";

// The hot path's SQL. Only lib/turns calls what writes here. Every batch is one transaction and one round trip;
// what another process or tab may have done in between is settled by the conditions inside, never by a look before.

/** One event of a turn: its number and the wire chunk as JSON. */
export type EventRow = { turnId: string; sequence: number; data: string };

/** What is known before a turn: the turn itself if it was sent before, the conversation and its path. */
export type TurnStart = {
  known: { userId: string; conversationId: string } | null;
  conversation: { modelId: string; systemPrompt: string | null; tipId: string | null } | null;
  path: PathRow[];
};

/** Reads what a turn needs to know. The conversation is null when it is absent, deleted or somebody else's. */
export async function readTurnStart(
  userId: string,
  request: { turnId: string; conversationId: string; parentId: string | null },
): Promise<TurnStart> {
  const [turn, conversation, path] = await database().batch(
    [
      { sql: `SELECT "userId", "conversationId" FROM "Turn" WHERE "id" = ?`, args: [request.turnId] },
      {
        sql: `SELECT "modelId", "systemPrompt", "tipId" FROM "Conversation"
          WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL`,
        args: [request.conversationId, userId],
      },
      readPath(userId, request.conversationId, request.parentId),
    ],
    "read",
  );
  return {
    known: (turn?.rows[0] as unknown as TurnStart["known"]) ?? null,
    conversation: (conversation?.rows[0] as unknown as TurnStart["conversation"]) ?? null,
    // without a parent the turn begins a conversation, and the whole path of an existing one is not its context
    path: request.parentId === null ? [] : parsePath(path),
  };
}

/** Everything a new turn writes. */
export type NewTurn = {
  turnId: string;
  userId: string;
  conversationId: string;
  parentId: string | null;
  modelId: string;
  title: string;
  userMessageId: string;
  userParts: string;
  answerId: string;
  owner: string;
  createdAt: string;
  firstEvent: string;
};

/** What became of it: ours, or the state that stood against it. */
export type AcceptResult = {
  turn: { userId: string; answerId: string } | null;
  conversation: { tipId: string | null; running: boolean } | null;
};

/**
 * Stores the message, the empty answer, the leased turn and its first event, all or nothing: only if the
 * conversation is new or the user's own, its tip is still the parent, no turn runs in it, and no id was used before.
 * Done again with the same ids it changes nothing and gives the same result.
 */
export async function insertTurn(turn: NewTurn): Promise<AcceptResult> {
  const ours = `EXISTS (SELECT 1 FROM "Turn" WHERE "id" = :turnId AND "answerId" = :answerId)`;
  const unused = `NOT EXISTS (SELECT 1 FROM "Turn" WHERE "id" = :turnId)
    AND NOT EXISTS (SELECT 1 FROM "Message" WHERE "id" = :userMessageId)`;
  const message = (values: string) => `INSERT INTO "Message"
    ("id", "conversationId", "sequence", "parentId", "role", "parts", "status", "modelId", "createdAt")
    SELECT ${values} WHERE ${ours} ON CONFLICT ("id") DO NOTHING`;
  const next = `(SELECT COALESCE(MAX("sequence"), 0) + 1 FROM "Message" WHERE "conversationId" = :conversationId)`;
  const statements = [
    `INSERT INTO "Conversation" ("id", "userId", "title", "modelId", "activity", "createdAt", "updatedAt")
      SELECT :conversationId, :userId, :title, :modelId, 0, :createdAt, :createdAt
      WHERE :parentId IS NULL AND ${unused} ON CONFLICT ("id") DO NOTHING`,
    `INSERT INTO "Turn" ("id", "userId", "conversationId", "userMessageId", "answerId", "modelId", "owner", "status", "createdAt")
      SELECT :turnId, :userId, c."id", :userMessageId, :answerId, :modelId, :owner, 'running', :createdAt
      FROM "Conversation" c
      WHERE c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL AND c."tipId" IS :parentId
        AND NOT EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AND ${unused}`,
    message(`:userMessageId, :conversationId, ${next}, :parentId, 'user', :userParts, 'complete', NULL, :createdAt`),
    message(`:answerId, :conversationId, ${next}, :userMessageId, 'assistant', '[]', 'running', :modelId, :createdAt`),
    `UPDATE "Conversation" SET "tipId" = :answerId, "modelId" = :modelId, "updatedAt" = :createdAt,
      "activity" = (SELECT COALESCE(MAX("activity"), 0) + 1 FROM "Conversation" WHERE "userId" = :userId)
      WHERE "id" = :conversationId AND ${ours}`,
    `INSERT INTO "TurnEvent" ("turnId", "sequence", "data") SELECT :turnId, 1, :firstEvent WHERE ${ours}
      ON CONFLICT ("turnId", "sequence") DO NOTHING`,
    `SELECT "userId", "answerId" FROM "Turn" WHERE "id" = :turnId`,
    `SELECT "tipId", EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AS "running"
      FROM "Conversation" c WHERE "id" = :conversationId AND "userId" = :userId AND "deletedAt" IS NULL`,
  ];
  const results = await database().batch(
    statements.map((sql) => ({ sql, args: namedArguments(sql, turn) })),
    "write",
  );
  const conversation = results.at(-1)?.rows[0];
  return {
    turn: (results.at(-2)?.rows[0] as unknown as AcceptResult["turn"]) ?? null,
    conversation: conversation
      ? { tipId: conversation.tipId as string | null, running: Boolean(conversation.running) }
      : null,
  };
}

// the driver refuses arguments that a statement does not name
function namedArguments(sql: string, values: Record<string, string | number | null>) {
  const names = new Set([...sql.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] as string));
  return Object.fromEntries([...names].map((name) => [name, values[name] ?? null]));
}

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
        sql: `UPDATE "Conversation" SET "updatedAt" = ? WHERE "id" = (SELECT "conversationId" FROM "Turn" WHERE ${held})`,
        args: [turn.endedAt, ...heldArgs],
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
