import type { InStatement, Row } from "@libsql/client";
import { database } from "./client.ts";
import { namedArguments } from "./named-arguments.ts";
import { deleteSentDraft } from "./sent-drafts.ts";
import { unlessTooLarge } from "./trouble.ts";
import { leaveVersion } from "./version-batches.ts";

// A turn's first two round trips. Only lib/turns calls what writes here. What another process or tab may have done in
// between is settled by the conditions inside the batch, never by a look before.

/** A message of the context: no more of it than the model and the rules need. */
export type ContextRow = { id: string; role: "user" | "assistant"; status: string; parts: unknown };

/** What is known before a turn: the turn itself if it was sent before, the conversation and the path to the leaf. */
export type TurnStart = {
  known: { userId: string } | null;
  conversation: { systemPrompt: string | null; settings: string | null } | null;
  path: ContextRow[];
};

/**
 * Reads what a turn needs to know, in one round trip unless it is longer than a server's answer may be. The conversation is
 * null when it is absent, deleted or somebody else's.
 * @param request `leafId` is the last message of the context, null for none
 */
export async function readTurnStart(
  userId: string,
  request: { turnId: string; conversationId: string; leafId: string | null },
): Promise<TurnStart> {
  const values = { ...request, userId };
  const sql = `SELECT (SELECT "userId" FROM "Turn" WHERE "id" = :turnId) AS "turnUserId", c."id", c."systemPrompt", c."settings",
      (SELECT "sequence" FROM "Message" WHERE "id" = :leafId AND "conversationId" = c."id") AS "leafSequence"
    FROM (SELECT 1) LEFT JOIN "Conversation" c ON c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL`;
  const head = { sql, args: namedArguments(sql, values) };
  const whole = { ...values, after: 0, until: Number.MAX_SAFE_INTEGER };
  // what the model is asked must not be older than what is on the screen
  const read = (statements: InStatement[]) => database().batch(statements, "fresh");
  const both = await unlessTooLarge(read([head, versionsTo(whole)]));
  const [found, versions] = both ?? (await read([head]));
  const row = found?.rows[0] as unknown as StartRow;
  const rows = versions?.rows ?? (await readInParts(values, 0, row.leafSequence ?? 0));
  return {
    known: row.turnUserId === null ? null : { userId: row.turnUserId },
    conversation: row.id === null ? null : { systemPrompt: row.systemPrompt, settings: row.settings },
    path: pathTo(request.leafId, rows as unknown as MessageRow[]),
  };
}

type StartRow = {
  turnUserId: string | null;
  id: string | null;
  systemPrompt: string | null;
  settings: string | null;
  leafSequence: number | null;
};
type MessageRow = { id: string; parentId: string | null; role: ContextRow["role"]; status: string; parts: string };
type Leaf = { userId: string; conversationId: string; leafId: string | null };

// Every version up to the leaf, by its number: going through a thousand messages so takes half the time of going from parent
// to parent.
function versionsTo(values: Leaf & { after: number; until: number }): InStatement {
  const sql = `SELECT "id", "parentId", "role", "status", "parts" FROM "Message"
    WHERE "conversationId" = (SELECT "id" FROM "Conversation"
        WHERE "id" = :conversationId AND "userId" = :userId AND "deletedAt" IS NULL)
      AND "sequence" > :after AND "sequence" <= :until AND "sequence" <=
        (SELECT "sequence" FROM "Message" WHERE "id" = :leafId AND "conversationId" = :conversationId)
    ORDER BY "sequence"`;
  return { sql, args: namedArguments(sql, values) };
}

// A libSQL server answers with 10 MB at most; what it holds may be more.
async function readInParts(leaf: Leaf, after: number, until: number): Promise<Row[]> {
  if (after >= until) return [];
  const read = database().batch([versionsTo({ ...leaf, after, until })], "fresh");
  const all = until - after === 1 ? await read : await unlessTooLarge(read);
  if (all) return all[0]?.rows ?? [];
  const middle = Math.floor((after + until) / 2);
  return [...(await readInParts(leaf, after, middle)), ...(await readInParts(leaf, middle, until))];
}

// the path is the way from the leaf to the root
function pathTo(leafId: string | null, rows: MessageRow[]): ContextRow[] {
  const path: ContextRow[] = [];
  let next: string | null = leafId;
  for (const { id, parentId, role, status, parts } of rows.toReversed()) {
    if (id !== next) continue;
    path.push({ id, role, status, parts: JSON.parse(parts) });
    next = parentId;
  }
  return path.reverse();
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
  /** of a conversation that begins: its columns; one that is there has its own */
  title: string;
  systemPrompt: string | null;
  settings: string | null;
  /** JSON of what is asked beside the messages, and a hash of the system prompt; null for neither */
  turnSettings: string | null;
  systemPromptHash: string | null;
  /** who is asked, and the host of the API; empty for what runs here */
  providerName: string;
  providerHost: string;
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
  conversation: { running: boolean } | null;
  /** resolves when a power cut cannot take it any more */
  durable: Promise<void>;
};

/**
 * Stores the message (unless it is there already), the empty answer, the leased turn and its first event, all or
 * nothing: only if the conversation is new or the user's own, its tip is the one the sender knows, the parent is in
 * it, no turn runs in it, and no id was used before. A conversation comes out of the archive with it, and what was sent
 * is no draft any more. Done again with the same ids it changes nothing and gives the same result.
 */
export async function insertTurn(turn: NewTurn): Promise<AcceptResult> {
  const ours = `EXISTS (SELECT 1 FROM "Turn" WHERE "id" = :turnId AND "answerId" = :answerId)`;
  // the message may be long, and is named by one statement only: each that names it carries it
  const isNew = turn.userParts !== null;
  const unused = `NOT EXISTS (SELECT 1 FROM "Turn" WHERE "id" = :turnId)
    ${isNew ? `AND NOT EXISTS (SELECT 1 FROM "Message" WHERE "id" = :userMessageId)` : ""}`;
  const present = (id: string, more = "") =>
    `EXISTS (SELECT 1 FROM "Message" WHERE "id" = ${id} AND "conversationId" = :conversationId${more})`;
  const attached = isNew
    ? `(:parentId IS NULL OR ${present(":parentId")})`
    : present(":userMessageId", ` AND "role" = 'user'`);
  const message = (values: string) => `INSERT INTO "Message"
    ("id", "conversationId", "sequence", "parentId", "role", "parts", "status", "modelId", "createdAt")
    SELECT ${values} WHERE ${ours} ON CONFLICT ("id") DO NOTHING`;
  const next = `(SELECT COALESCE(MAX("sequence"), 0) + 1 FROM "Message" WHERE "conversationId" = :conversationId)`;
  const newMessage = message(
    `:userMessageId, :conversationId, ${next}, :parentId, 'user', :userParts, 'complete', NULL, :createdAt`,
  );
  const parentOfFirst = isNew ? turn.parentId : turn.userMessageId;
  const branches = turn.tipId !== parentOfFirst;
  const firstNewId = isNew ? turn.userMessageId : turn.answerId;
  const begins = turn.tipId === null && turn.parentId === null;
  const newConversation = `INSERT INTO "Conversation" ("id", "userId", "title", "modelId", "systemPrompt", "settings",
        "activity", "createdAt", "updatedAt")
      SELECT :conversationId, :userId, :title, :modelId, :systemPrompt, :settings, 0, :createdAt, :createdAt
      WHERE ${unused} ON CONFLICT ("id") DO NOTHING`;
  const statements = [
    ...(begins ? [newConversation] : []),
    `INSERT INTO "Turn" ("id", "userId", "conversationId", "userMessageId", "answerId", "continuesId", "modelId", "owner",
        "status", "settings", "systemPromptHash", "providerName", "providerHost", "createdAt")
      SELECT :turnId, :userId, c."id", :userMessageId, :answerId, :continuesId, :modelId, :owner, 'running', :turnSettings,
        :systemPromptHash, :providerName, :providerHost, :createdAt
      FROM "Conversation" c
      WHERE c."id" = :conversationId AND c."userId" = :userId AND c."deletedAt" IS NULL AND c."tipId" IS :tipId
        AND ${attached} AND NOT EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AND ${unused}`,
    ...(isNew ? [newMessage, deleteSentDraft(begins, ours)] : []),
    message(`:answerId, :conversationId, ${next}, :userMessageId, 'assistant', '[]', 'running', :modelId, :createdAt`),
    ...(branches ? [leaveVersion(":firstNewId", `c."id" = :conversationId AND ${ours}`)] : []),
    `UPDATE "Conversation" SET "tipId" = :answerId, "modelId" = :modelId, "updatedAt" = :createdAt, "unseen" = false,
      "archivedAt" = NULL,
      "activity" = (SELECT COALESCE(MAX("activity"), 0) + 1 FROM "Conversation" WHERE "userId" = :userId)
      WHERE "id" = :conversationId AND ${ours}`,
    `INSERT INTO "TurnEvent" ("turnId", "sequence", "data")
      SELECT :turnId, 1, :firstEvents WHERE ${ours} ON CONFLICT ("turnId", "sequence") DO NOTHING`,
  ];
  const { results, durable } = await database().commit(
    statements.map((sql) => ({ sql, args: namedArguments(sql, { ...turn, firstNewId }) })),
  );
  const accepted = results[begins ? 1 : 0]?.rowsAffected === 1;
  if (!accepted) return { ...(await whatStands(turn)), durable };
  return { turn: { userId: turn.userId, answerId: turn.answerId }, conversation: null, durable };
}

// one of the conditions was not met, or this was done before and its answer got lost
async function whatStands({ turnId, conversationId, userId }: NewTurn): Promise<Omit<AcceptResult, "durable">> {
  const [turns, conversations] = await database().batch(
    [
      { sql: `SELECT "userId", "answerId" FROM "Turn" WHERE "id" = ?`, args: [turnId] },
      {
        sql: `SELECT EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AS "running"
          FROM "Conversation" c WHERE "id" = ? AND "userId" = ? AND "deletedAt" IS NULL`,
        args: [conversationId, userId],
      },
    ],
    "fresh",
  );
  const conversation = conversations?.rows[0];
  return {
    turn: (turns?.rows[0] as unknown as AcceptResult["turn"]) ?? null,
    conversation: conversation ? { running: Boolean(conversation.running) } : null,
  };
}
