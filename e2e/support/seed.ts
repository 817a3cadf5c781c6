import { createClient } from "@libsql/client";
import { expect } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { Account } from "./accounts.ts";
import type { App } from "./app.ts";
import { openDatabase } from "./open-database.ts";

/** Waits until a statement has the same answer at each replica as at the primary: what a test wrote itself nobody reads fresh. */
export async function waitForReplicas(app: App, sql: string, args: string[]): Promise<void> {
  if (app.databaseUrls.length === 1) return;
  const [primary, ...replicas] = app.databaseUrls.map((url) => createClient({ url }));
  const answerOf = async (client = primary) => JSON.stringify((await client?.execute({ sql, args }))?.rows);
  try {
    const there = await answerOf();
    for (const replica of replicas) await expect.poll(() => answerOf(replica)).toBe(there);
  } finally {
    for (const client of [primary, ...replicas]) client?.close();
  }
}

/**
 * Writes many conversations of an account's into the app's database, as lines without messages: "Chat 1" is the oldest.
 * @param columns of all of them, beside the usual ones
 * @returns their ids
 */
export async function seedLines(
  app: App,
  account: Account,
  count: number,
  columns: Record<string, string> = {},
): Promise<string[]> {
  const client = await openDatabase(app.databaseUrl);
  const names = Object.keys(columns);
  const rows = Array.from({ length: count }, (_, index) => ({
    id: uuidv7(),
    title: `Chat ${index + 1}`,
    activity: index + 1,
    // an hour apart, the last one now
    at: new Date(Date.now() - (count - 1 - index) * 3_600_000).toISOString(),
  }));
  try {
    await client.execute({
      sql: `INSERT INTO "Conversation" ("id", "userId", "title", "titleSource", "modelId", "activity", "createdAt", "updatedAt"
          ${names.map((name) => `, "${name}"`).join("")})
        SELECT value ->> 'id', (SELECT "id" FROM "User" WHERE "email" = ?), value ->> 'title', 'person',
          'openai:scenario/quick', value ->> 'activity', value ->> 'at', value ->> 'at' ${names.map(() => ", ?").join("")}
        FROM json_each(?)`,
      args: [account.email, ...names.map((name) => columns[name] ?? ""), JSON.stringify(rows)],
    });
    await waitForReplicas(app, `SELECT COUNT(*) FROM "Conversation" WHERE "id" = ?`, [rows.at(-1)?.id ?? ""]);
    return rows.map(({ id }) => id);
  } finally {
    client.close();
  }
}
