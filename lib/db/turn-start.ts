import { database } from "./client.ts";
import { namedArguments } from "./named-arguments.ts";
import { type PathRow, parsePath, readPath } from "./path.ts";
import { leaveVersion } from "./version-batches.ts";

// A turn's first two round trips. Only lib/turns calls what writes here. What another process or tab may have done in
// between is settled by the conditions inside the batch, never by a look before.

/** What is known before a turn: the turn itself if it was sent before, the conversation and its path. */
export type TurnStart = {
  known: { userId: string; conversationId: string } | null;
  conversation: { modelId: string; systemPrompt: string | null; tipId: string | null } | null;
  path: PathRow[];
};

/**
 * Reads what a turn needs to know. The conversation is null when it is absent, deleted or somebody else's.
 * @param request `leafId` is the last message of the context, null for none
 */
export async function readTurnStart(
  userId: string,
  request: { turnId: string; conversationId: string; leafId: string | null },
): Promise<TurnStart> {
  const [turn, conversation, path] = await database().batch(
    [
      { sql: `SELECT "userId", "conversationId" FROM "Turn" WHERE "id" = ?`, args: [request.turnId] },
      {
        sql: `SELECT "modelId", "systemPrompt", "tipId" FROM "Conversation"
          WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL`,
        args: [request.conversationId, userId],
      },
      readPath(userId, request.conversationId, request.leafId),
    ],
    "read",
  );
  return {
    known: (turn?.rows[0] as unknown as TurnStart["known"]) ?? null,
    conversation: (conversation?.rows[0] as unknown as TurnStart["conversation"]) ?? null,
    // without a leaf there is no context; the whole path of an existing conversation is not
    path: request.leafId === null ? [] : parsePath(path),
  };
}

/** Everything a new turn writes. */
export type NewTurn = {
  turnId: string;
  userId: string;
  conversationId: string;
  /** what the new user message follows */
  parentId: string | null;
  /** the conversation's tip as the sender knows it */
  tipId: string | null;
  modelId: string;
  title: string;
  userMessageId: string;
  /** null: the user message is there already, and this is another answer to it */
  userParts: string | null;
  answerId: string;
  continuesId: string | null;
  owner: string;
  createdAt: string;
  /** the wire chunks that the log begins with, as JSON, one a line */
  firstEvents: string;
};

/** What became of it: ours, or the state that stood against it. */
export type AcceptResult = {
  turn: { userId: string; answerId: string } | null;
  conversation: { tipId: string | null; running: boolean } | null;
};

/**
 * Stores the message (unless it is there already), the empty answer, the leased turn and its first event, all or
 * nothing: only if the conversation is new or the user's own, its tip is the one the sender knows, the parent is in
 * it, no turn runs in it, and no id was used before. Done again with the same ids it changes nothing and gives the
 * same result.
 */
export async function insertTurn(turn: NewTurn): Promise<AcceptResult> {
  const ours = `EXISTS (SELECT 1 FROM "Turn" WHERE "id" = :turnId AND "answerId" = :answerId)`;
  const unused = `NOT EXISTS (SELECT 1 FROM "Turn" WHERE "id" = :turnId)
    AND (:userParts IS NULL OR NOT EXISTS (SELECT 1 FROM "Message" WHERE "id" = :userMessageId))`;
  const present = (id: string, more = "") =>
    `EXISTS (SELECT 1 FROM "Message" WHERE "id" = ${id} AND "conversationId" = :conversationId${more})`;
  const attached = `CASE WHEN :userParts IS NULL THEN ${present(":userMessageId", ` AND "role" = 'user'`)}
    ELSE :parentId IS NULL OR ${present(":parentId")} END`;
  const message = (values: string, condition = ours) => `INSERT INTO "Message"
    ("id", "conversationId", "sequence", "parentId", "role", "parts", "status", "modelId", "createdAt")
    SELECT ${values} WHERE ${condition} ON CONFLICT ("id") DO NOTHING`;
  const next = `(SELECT COALESCE(MAX("sequence"), 0) + 1 FROM "Message" WHERE "conversationId" = :conversationId)`;
  const parentOfFirst = turn.userParts === null ? turn.userMessageId : turn.parentId;
  const branches = turn.tipId !== parentOfFirst;
  const firstNewId = turn.userParts === null ? turn.answerId : turn.userMessageId;
  const statements = [
    `INSERT INTO "Conversation" ("id", "userId", "title", "modelId", "activity", "createdAt", "updatedAt")
      SELECT :conversationId, :userId, :title, :modelId, 0, :createdAt, :createdAt
      WHERE :tipId IS NULL AND :parentId IS NULL AND ${unused} ON CONFLICT ("id") DO NOTHING`,
    `INSERT INTO "Turn" ("id", "userId", "conversationId", "userMessageId", "answerId", "continuesId", "modelId", "owner",
        "status", "createdAt")
      SELECT :turnId, :userId, c."id", :userMessageId, :answerId, :continuesId, :modelId, :owner, 'running', :createdAt
      FROM "Conversation" c
      WHERE c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL AND c."tipId" IS :tipId
        AND ${attached} AND NOT EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AND ${unused}`,
    message(
      `:userMessageId, :conversationId, ${next}, :parentId, 'user', :userParts, 'complete', NULL, :createdAt`,
      `:userParts IS NOT NULL AND ${ours}`,
    ),
    message(`:answerId, :conversationId, ${next}, :userMessageId, 'assistant', '[]', 'running', :modelId, :createdAt`),
    ...(branches ? [leaveVersion(":firstNewId", `c."id" = :conversationId AND ${ours}`)] : []),
    `UPDATE "Conversation" SET "tipId" = :answerId, "modelId" = :modelId, "updatedAt" = :createdAt, "unseen" = false,
      "activity" = (SELECT COALESCE(MAX("activity"), 0) + 1 FROM "Conversation" WHERE "userId" = :userId)
      WHERE "id" = :conversationId AND ${ours}`,
    `INSERT INTO "TurnEvent" ("turnId", "sequence", "data")
      SELECT :turnId, 1, :firstEvents WHERE ${ours} ON CONFLICT ("turnId", "sequence") DO NOTHING`,
    `SELECT "userId", "answerId" FROM "Turn" WHERE "id" = :turnId`,
    `SELECT "tipId", EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AS "running"
      FROM "Conversation" c WHERE "id" = :conversationId AND "userId" = :userId AND "deletedAt" IS NULL`,
  ];
  const results = await database().batch(
    statements.map((sql) => ({ sql, args: namedArguments(sql, { ...turn, firstNewId }) })),
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
