import { database } from "./client.ts";
import { schemaVersion } from "./schema-version.ts";
import { troubleOf } from "./trouble.ts";

/** Whether this version can run on its database: `newer` wants a newer version, `behind` was not brought up to this one. */
export type Fitness = "fit" | "newer" | "behind";

/** Asks the database, in one round trip. @throws AppError `database_unavailable` */
export async function readFitness(): Promise<Fitness> {
  const sql = `SELECT (SELECT "oldest" FROM "SchemaVersion" WHERE "id" = 1) AS "oldest",
    EXISTS (SELECT 1 FROM "_prisma_migrations" WHERE "migration_name" = ? AND "finished_at" IS NOT NULL
      AND "rolled_back_at" IS NULL) AS "applied"`;
  try {
    const [result] = await database().batch([{ sql, args: [schemaVersion] }], "fresh");
    const row = result?.rows[0];
    if (row?.oldest && String(row.oldest) > schemaVersion) return "newer";
    return row?.applied ? "fit" : "behind";
  } catch (error) {
    if (troubleOf(error) === "no-tables") return "behind";
    throw error;
  }
}

const words: Record<Exclude<Fitness, "fit">, string> = {
  newer:
    "The database belongs to a newer version of Switchboard. Start that version, or restore a backup made before the update.",
  behind: "The database was not brought up to this version of Switchboard: npm run migrate does that.",
};

/**
 * Refuses to go on with a database that this version cannot run on. One that does not answer is no reason: it may come back.
 * @throws Error with a sentence for whoever runs the site
 */
export async function requireFitDatabase(): Promise<void> {
  const fitness = await readFitness().catch(() => "fit" as const);
  if (fitness !== "fit") throw new Error(words[fitness]);
}
