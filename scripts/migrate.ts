// `npm run migrate`: brings the database up to date; `npm start` does the same first.
import { MigrationError, migrate, readMigrations } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";
import type { Env } from "../lib/env.ts";
import { loadEnvFile, readSettings } from "./settings.ts";

const migrationTimeoutMs = 5 * 60_000;

/** Applies what is missing and returns the names. Ends the process with a plain sentence when it cannot. */
export async function migrateDatabase(settings: Env): Promise<string[]> {
  try {
    const client = openClient(settings.DATABASE_URL, settings.DATABASE_AUTH_TOKEN, migrationTimeoutMs);
    try {
      return await migrate(client, readMigrations("prisma/migrations"));
    } finally {
      client.close();
    }
  } catch (error) {
    const reason = error instanceof MigrationError ? error.message : `It could not be opened or written: ${error}`;
    console.error(`Switchboard cannot start: the database is not ready.\n${reason}`);
    process.exit(1);
  }
}

if (import.meta.main) {
  loadEnvFile();
  const applied = await migrateDatabase(readSettings());
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
}
