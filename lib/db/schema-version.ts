import type { DatabaseClient } from "./database-client.ts";
import { troubleOf } from "./trouble.ts";

/**
 * The version of this program, as far as the database is concerned: the newest migration that it brings along.
 * `npm run migration` writes it, and a test holds it together with prisma/migrations.
 */
export const schemaVersion = "20261201034131_turn_provider";

/** What a database says of itself. */
export type SchemaState = {
  /** checksums by the names of the migrations it has */
  applied: Map<string, string>;
  /** the oldest version that may run on it; null where none is recorded */
  oldest: string | null;
};

/** A database that this version must not touch. */
export class SchemaError extends Error {}

/** Reads the state without writing anything: a file may be read-only, and is none the worse for it. */
export async function readSchemaState(client: Pick<DatabaseClient, "execute">): Promise<SchemaState> {
  const applied = await rowsOf(
    client,
    'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const [version] = await rowsOf(client, 'SELECT "oldest" FROM "SchemaVersion" WHERE "id" = 1');
  return {
    applied: new Map(applied.map((row) => [String(row.migration_name), String(row.checksum)])),
    oldest: version ? String(version.oldest) : null,
  };
}

async function rowsOf(client: Pick<DatabaseClient, "execute">, sql: string) {
  try {
    return (await client.execute(sql)).rows;
  } catch (error) {
    if (troubleOf(error) === "no-tables") return [];
    throw error;
  }
}

/**
 * Refuses a database that wants a newer version. One that merely has newer migrations is no reason: they expand first,
 * and take away a release later what nobody uses any more; the oldest version that may run then is recorded.
 * @param version the newest migration that the running version knows
 * @throws SchemaError
 */
export function refuseNewer({ applied, oldest }: SchemaState, version: string): void {
  // before there was a record, whatever was newer was refused
  const needed = oldest ?? [...applied.keys()].sort().at(-1) ?? version;
  if (needed <= version) return;
  throw new SchemaError(
    `The database belongs to a newer version of Switchboard: it wants ${needed} or newer, and this is ${version}. ` +
      "Start that version, or restore a backup made before the update (npm run restore).",
  );
}
