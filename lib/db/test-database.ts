import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Database, openDatabase } from "./client.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openClient } from "./open-client.ts";

/**
 * For tests: a real, migrated database in a folder of its own, which `database()` gives from then on.
 * @returns the database, its URL, and what removes both
 */
export async function openTestDatabase(): Promise<{ database: Database; url: string; remove: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "switchboard-test-"));
  const url = `file:${path.join(folder, "test.db")}`;
  const client = openClient(url);
  await migrate(client, readMigrations("prisma/migrations"));
  client.close();
  const database = openDatabase(url);
  Object.assign(globalThis, { switchboardDatabase: database });
  return {
    database,
    url,
    remove: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A user to own things. */
export async function addTestUser(
  database: Database,
  id: string,
): Promise<{ userId: string; name: string; email: string }> {
  const email = `${id}@example.org`;
  await database.prisma.user.create({ data: { id, name: id, email } });
  return { userId: id, name: id, email };
}
