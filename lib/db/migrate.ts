import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DatabaseClient } from "./database-client.ts";
import { readingFresh } from "./fresh-reads.ts";
import { readSchemaState, refuseNewer, type SchemaState } from "./schema-version.ts";

/** Prisma's own record of migrations, so that its tools and this runner agree on one database. */
const recordTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

export type Migration = { name: string; sql: string; checksum: string };

/** A migration that could not be applied, or that this version must not apply. */
export class MigrationError extends Error {}

/** The migrations of a folder in Prisma's layout (`<timestamp>_<name>/migration.sql`), oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/** What is still to be applied to a database, oldest first. */
export type Pending = { migrations: Migration[]; state: SchemaState };

/**
 * What is still to be applied. Writes nothing.
 * @throws SchemaError when the database wants a newer version; MigrationError when it knows a migration otherwise
 */
export async function readPending(client: DatabaseClient, migrations: Migration[]): Promise<Pending> {
  const state = await readSchemaState(client);
  refuseNewer(state, migrations.at(-1)?.name ?? "");
  for (const { name, checksum } of migrations) {
    if ((state.applied.get(name) ?? checksum) === checksum) continue;
    throw new MigrationError(`The migration ${name} in prisma/migrations was edited after it had been applied.`);
  }
  return { migrations: migrations.filter(({ name }) => !state.applied.has(name)), state };
}

/**
 * Brings a database up to date; returns the names of the migrations it applied. Each one is applied whole or not
 * at all. Several processes may do this at once: who comes second finds the work done.
 * @param before called once, ahead of the first change to a database that holds something
 * @throws SchemaError, MigrationError; what was there before the migration that failed is there still
 */
export async function migrate(
  client: DatabaseClient,
  migrations: Migration[],
  before: (pending: Pending) => Promise<void> = async () => {},
): Promise<string[]> {
  const pending = await readPending(client, migrations);
  if (pending.migrations.length === 0) return [];
  if (pending.state.applied.size > 0) await before(pending);
  await client.execute(recordTable);
  const applied: string[] = [];
  for (const migration of pending.migrations) {
    try {
      await apply(client, migration);
      applied.push(migration.name);
    } catch (error) {
      // a replica may not have yet what the other one wrote
      const { applied: known } = await readingFresh(() => readSchemaState(client));
      if (!known.has(migration.name)) throw failure(migration, error);
    }
  }
  return applied;
}

function failure({ name }: Migration, cause: unknown): MigrationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MigrationError(`The migration ${name} failed, and the database is as it was before it: ${reason}`, {
    cause,
  });
}

// Foreign keys are off, and can be switched only outside the transaction: where a migration rebuilds a table,
// dropping the old one would delete its children. The first statement inside claims the migration: a second
// process, let in when the first one is done, fails there and changes nothing.
async function apply(client: DatabaseClient, { name, sql, checksum }: Migration): Promise<void> {
  const now = new Date().toISOString().replace("Z", "+00:00");
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const claim =
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") ` +
    `SELECT CASE WHEN EXISTS (SELECT 1 FROM "_prisma_migrations" WHERE "migration_name" = ${text(name)}) THEN NULL ` +
    `ELSE ${text(randomUUID())} END, ${text(checksum)}, ${text(now)}, ${text(name)}, ${text(now)}, 1;`;
  try {
    await client.executeMultiple(
      `PRAGMA foreign_keys=OFF;BEGIN IMMEDIATE;\n${claim}\n${sql}\n;COMMIT;PRAGMA foreign_keys=ON;`,
    );
  } finally {
    await client.execute("PRAGMA foreign_keys=ON");
  }
}
