import { createClient, type InArgs, type Row } from "@libsql/client";
import type { App } from "./app.ts";

/** The first row that a query finds in the app's database; null when it finds none. */
export async function readRow(app: App, sql: string, args: InArgs = []): Promise<Row | null> {
  const client = createClient({ url: app.databaseUrl });
  try {
    return (await client.execute({ sql, args })).rows[0] ?? null;
  } finally {
    client.close();
  }
}
