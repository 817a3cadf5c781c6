// `npm run migrate`: brings the database up to date; `npm start` does the same first.
import { migrate, readMigrations } from "../lib/db/migrate.ts";
import { databaseFile, openClient } from "../lib/db/open-client.ts";
import type { Env } from "../lib/env.ts";
import { keepBefore } from "./before-migration.ts";
import { markMade, refuseDamaged, refuseLost, sentenceOf, tellReadOnly } from "./database-file.ts";
import { needsPerson, orEnd, Refusal } from "./refusal.ts";
import { keepSecret, loadEnvFile, readSettings } from "./settings.ts";

/** How long a server may take over one migration, and how long another process may hold the file. */
const migrationTimeoutMs = 5 * 60_000;

/** Applies what is missing and returns the names. @throws Refusal with a plain sentence when it cannot */
export async function migrateDatabase(settings: Env): Promise<string[]> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = settings;
  const file = url.startsWith("file:") ? databaseFile(url) : null;
  try {
    if (file !== null) {
      refuseLost(file, url);
      refuseDamaged(file);
    }
    const client = openClient(url, authToken, migrationTimeoutMs);
    try {
      const applied = await migrate(client, readMigrations("prisma/migrations"), async () => {
        if (file !== null) keepBefore(file);
      });
      keepSecret(url);
      if (file !== null) markMade(file);
      if (applied.length === 0 && file !== null) await tellReadOnly(client, file);
      return applied;
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { sentence, passes } = sentenceOf(error, file);
    throw new Refusal(`Switchboard cannot start: the database is not ready.\n${sentence}`, passes ? 1 : needsPerson);
  }
}

if (import.meta.main) {
  loadEnvFile();
  const applied = await orEnd(() => migrateDatabase(readSettings()));
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
}
