import type { InStatement } from "@libsql/client";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseClient } from "../lib/db/database-client.ts";
import type { HistoryMessage } from "./history.ts";

// Fills the site's database while it runs. There is no route that would import a thousand messages, so this writes what
// the site itself would have written: conversations, messages and ended turns, in transactions short enough that a tick
// of the site's never waits for long.

/** A conversation that is there: its id, and the message that the next one answers to. */
export type SeededConversation = { id: string; tipId: string };

/** Rows of one transaction, and characters of its messages: a libSQL server takes values of 5 MB. */
const rowsAtOnce = 1_000;
const charactersAtOnce = 1_000_000;

type Row = Record<string, string | number | null>;

/** Makes `count` conversations of a user's, each with these messages (not none). */
export async function seedConversations(
  client: DatabaseClient,
  userId: string,
  modelId: string,
  count: number,
  messages: HistoryMessage[],
): Promise<SeededConversation[]> {
  const activity = await lastActivity(client, userId);
  const parts = messages.map(({ role, text }) => ({ role, parts: JSON.stringify([{ type: "text", text }]) }));
  const seeded: SeededConversation[] = [];
  let rows = { conversations: [] as Row[], messages: [] as Row[], turns: [] as Row[] };
  let characters = 0;
  const flush = async () => {
    await client.batch(insertStatements(rows), "write");
    rows = { conversations: [], messages: [], turns: [] };
    characters = 0;
  };
  for (let index = 0; index < count; index += 1) {
    const id = uuidv7();
    const ids = parts.map(() => uuidv7());
    const tipId = ids.at(-1) as string;
    rows.conversations.push({ id, userId, modelId, tipId, title: `Chat ${index}`, activity: activity + index + 1 });
    for (const [at, { role, parts: json }] of parts.entries()) {
      const answer = role === "assistant";
      const parentId = ids[at - 1] ?? null;
      const messageId = ids[at] as string;
      if (characters + json.length > charactersAtOnce && rows.messages.length > 0) await flush();
      characters += json.length;
      rows.messages.push({
        id: messageId,
        conversationId: id,
        sequence: at + 1,
        parentId,
        role,
        parts: json,
        modelId: answer ? modelId : null,
      });
      if (answer) {
        rows.turns.push({ id: uuidv7(), userId, conversationId: id, parentId, answerId: messageId, modelId });
      }
      if (rows.messages.length >= rowsAtOnce) await flush();
    }
    seeded.push({ id, tipId });
  }
  await flush();
  return seeded;
}

async function lastActivity(client: DatabaseClient, userId: string): Promise<number> {
  const sql = `SELECT COALESCE(MAX("activity"), 0) AS "last" FROM "Conversation" WHERE "userId" = ?`;
  const { rows } = await client.execute({ sql, args: [userId] });
  return Number(rows[0]?.last);
}

function insertStatements(rows: { conversations: Row[]; messages: Row[]; turns: Row[] }): InStatement[] {
  const now = new Date().toISOString();
  const field = (name: string) => `value ->> '${name}'`;
  const fields = (...names: string[]) => names.map(field).join(", ");
  return [
    {
      sql: `INSERT INTO "Conversation"
          ("id", "userId", "modelId", "tipId", "title", "titleSource", "activity", "createdAt", "updatedAt")
        SELECT ${fields("id", "userId", "modelId", "tipId", "title")}, 'model', ${field("activity")}, ?, ?
        FROM json_each(?)`,
      args: [now, now, JSON.stringify(rows.conversations)],
    },
    {
      sql: `INSERT INTO "Message"
          ("id", "conversationId", "sequence", "parentId", "role", "parts", "modelId", "finishReason", "status", "createdAt")
        SELECT ${fields("id", "conversationId", "sequence", "parentId", "role", "parts", "modelId")},
          iif(${field("role")} = 'assistant', 'stop', NULL), 'complete', ?
        FROM json_each(?)`,
      args: [now, JSON.stringify(rows.messages)],
    },
    {
      sql: `INSERT INTO "Turn"
          ("id", "userId", "conversationId", "userMessageId", "answerId", "modelId", "owner", "status", "finishReason",
           "createdAt", "endedAt")
        SELECT ${fields("id", "userId", "conversationId", "parentId", "answerId", "modelId")},
          'seed', 'complete', 'stop', ?, ?
        FROM json_each(?)`,
      args: [now, now, JSON.stringify(rows.turns)],
    },
  ];
}

const strangerPrefix = "bench-stranger-";

/** Adds at least `count` messages of other people's: conversations of 100 messages, ten for each person. */
export async function seedStrangers(
  client: DatabaseClient,
  modelId: string,
  count: number,
  messages: HistoryMessage[],
): Promise<void> {
  const now = new Date().toISOString();
  for (let left = count; left > 0; left -= 10 * messages.length) {
    const id = strangerPrefix + uuidv7();
    await client.batch(
      [
        {
          sql: `INSERT INTO "User" ("id", "name", "email", "createdAt", "updatedAt") VALUES (?, 'Stranger', ?, ?, ?)`,
          args: [id, `${id}@example.com`, now, now],
        },
      ],
      "write",
    );
    await seedConversations(client, id, modelId, Math.min(10, Math.ceil(left / messages.length)), messages);
  }
}

/** Deletes all conversations and the strangers, a few at a time. */
export async function emptyStore(client: DatabaseClient): Promise<void> {
  // children first and few at a time: the cascade of one long conversation would be a long transaction
  const some = `SELECT "rowid" FROM`;
  const steps = [
    `DELETE FROM "TurnEvent" WHERE "rowid" IN (${some} "TurnEvent" LIMIT 5000)`,
    `DELETE FROM "Turn" WHERE "status" <> 'running' AND "rowid" IN (${some} "Turn" WHERE "status" <> 'running' LIMIT 5000)`,
    `DELETE FROM "Message" WHERE "rowid" IN (${some} "Message" LIMIT 5000)`,
    `DELETE FROM "Conversation" WHERE "rowid" IN (${some} "Conversation" LIMIT 500)`,
    `DELETE FROM "User" WHERE "rowid" IN (${some} "User" WHERE "id" LIKE '${strangerPrefix}%' LIMIT 500)`,
  ];
  for (const sql of steps) {
    for (let deleted = 1; deleted > 0; ) {
      const [result] = await client.batch([sql], "write");
      deleted = result?.rowsAffected ?? 0;
    }
  }
}
