import { createClient } from "@libsql/client";
import { v7 as uuidv7 } from "uuid";
import type { Account } from "./accounts.ts";
import type { App } from "./app.ts";

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
  const client = createClient({ url: app.databaseUrl });
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
    return rows.map(({ id }) => id);
  } finally {
    client.close();
  }
}
