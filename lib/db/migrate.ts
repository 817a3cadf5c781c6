import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DatabaseClient } from "./database-client.ts";

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

type Migration = { name: string; sql: string; checksum: string };

/** A database that this version must not touch. */
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

/**
 * Brings a database up to date; returns the names of the migrations it applied. Each one is applied whole or not
 * at all. Several processes may do this at once: who comes second finds the work done.
 * @throws MigrationError when the database holds a migration this version does not know, or knows otherwise
 */
export async function migrate(client: DatabaseClient, migrations: Migration[]): Promise<string[]> {
  await client.execute(recordTable);
  const applied: string[] = [];
  let known = await readApplied(client);
  refuseStrangers(known, migrations);
  for (const migration of migrations) {
    if (known.has(migration.name)) continue;
    try {
      await apply(client, migration);
      applied.push(migration.name);
    } catch (error) {
      known = await readApplied(client);
      if (!known.has(migration.name)) throw error;
    }
  }
  return applied;
}

async function readApplied(client: DatabaseClient): Promise<Map<string, string>> {
  const { rows } = await client.execute(
    'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [String(row.migration_name), String(row.checksum)]));
}

function refuseStrangers(known: Map<string, string>, migrations: Migration[]): void {
  const ours = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of known) {
    if (!ours.has(name)) {
      throw new MigrationError(
        `The database was written by a newer version of Switchboard (it holds the migration ${name}). ` +
          "Start that version, or restore a backup made before the update.",
      );
    }
    if (ours.get(name) !== checksum) {
      throw new MigrationError(`The migration ${name} in prisma/migrations was edited after it had been applied.`);
    }
  }
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
