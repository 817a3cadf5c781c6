import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureSqld, type Sqld, startSqld } from "../../e2e/support/sqld.ts";
import { MigrationError, migrate, readMigrations } from "./migrate.ts";
import { openClient } from "./open-client.ts";
import { SchemaError, schemaVersion } from "./schema-version.ts";

let folder: string;
let client: ReturnType<typeof openClient>;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "migrate-"));
  client = openClient(`file:${path.join(folder, "test.db")}`);
});

afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const step = (name: string, sql: string) => ({ name, sql, checksum: createHash("sha256").update(sql).digest("hex") });
const parents = step(
  "1_parents",
  `CREATE TABLE "P" ("id" TEXT PRIMARY KEY);
   CREATE TABLE "C" ("id" TEXT PRIMARY KEY, "p" TEXT NOT NULL REFERENCES "P" ("id") ON DELETE CASCADE);`,
);
// what Prisma writes to change a column
const rebuilt = step(
  "2_rebuild",
  `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
   CREATE TABLE "new_P" ("id" TEXT PRIMARY KEY, "n" INTEGER NOT NULL DEFAULT 7);
   INSERT INTO "new_P" ("id") SELECT "id" FROM "P"; DROP TABLE "P"; ALTER TABLE "new_P" RENAME TO "P";
   PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`,
);
const tables = async () =>
  (
    await client.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
  ).rows
    .map((row) => row.name)
    .sort();

test("the project's own migrations make the tables of the schema, once", async () => {
  const own = readMigrations("prisma/migrations");
  expect(await migrate(client, own)).toEqual(own.map(({ name }) => name));
  expect(await tables()).toEqual(
    expect.arrayContaining(["Account", "Conversation", "Message", "Session", "Turn", "TurnEvent", "User"]),
  );
  expect(await migrate(client, own)).toEqual([]);
});

test("rows survive the rebuilding of their parent's table", async () => {
  await migrate(client, [parents]);
  await client.batch([`INSERT INTO "P" VALUES ('p')`, `INSERT INTO "C" VALUES ('c', 'p')`], "write");
  expect(await migrate(client, [parents, rebuilt])).toEqual(["2_rebuild"]);
  expect(
    (await client.execute(`SELECT "n", "C"."id" AS "c" FROM "P" JOIN "C" ON "p" = "P"."id"`)).rows[0],
  ).toMatchObject({
    n: 7,
    c: "c",
  });
  await expect(client.execute(`INSERT INTO "C" VALUES ('d', 'nobody')`)).rejects.toThrow(/FOREIGN KEY/);
});

test("a migration that breaks in the middle leaves nothing of itself", async () => {
  const broken = step("2_broken", `CREATE TABLE "X" ("id" TEXT); INSERT INTO "nowhere" VALUES (1);`);
  await expect(migrate(client, [parents, broken])).rejects.toThrow(MigrationError);
  expect(await tables()).toEqual(["C", "P"]);
  const mended = step("2_broken", `CREATE TABLE "X" ("id" TEXT);`);
  expect(await migrate(client, [parents, mended])).toEqual(["2_broken"]);
});

test("two processes that migrate at once do it once", async () => {
  const other = openClient(`file:${path.join(folder, "test.db")}`);
  try {
    const applied = await Promise.all([migrate(client, [parents, rebuilt]), migrate(other, [parents, rebuilt])]);
    expect(applied.flat().sort()).toEqual(["1_parents", "2_rebuild"]);
  } finally {
    other.close();
  }
});

test("a database of a newer version, and an edited migration, are refused untouched", async () => {
  await migrate(client, [parents, rebuilt]);
  await expect(migrate(client, [parents])).rejects.toThrow(SchemaError);
  await expect(migrate(client, [{ ...parents, checksum: "0" }, rebuilt])).rejects.toThrow(/edited/);
});

test("SF-7 a version older than the recorded minimum is refused, and one that merely misses what came since is not", async () => {
  const version = step(
    "3_version",
    `CREATE TABLE "SchemaVersion" ("id" INTEGER PRIMARY KEY, "oldest" TEXT NOT NULL); INSERT INTO "SchemaVersion" VALUES (1, '3_version');`,
  );
  const expands = step("4_expands", `ALTER TABLE "P" ADD COLUMN "m" TEXT;`);
  const contracts = step(
    "5_contracts",
    `ALTER TABLE "P" DROP COLUMN "n"; UPDATE "SchemaVersion" SET "oldest" = '4_expands';`,
  );
  const third = [parents, rebuilt, version];
  await migrate(client, [...third, expands]);
  expect(await migrate(client, third)).toEqual([]);
  await expect(migrate(client, [parents, rebuilt])).rejects.toThrow(/wants 3_version or newer, and this is 2_rebuild/);
  await migrate(client, [...third, expands, contracts]);
  expect(await migrate(client, [...third, expands])).toEqual([]);
  await expect(migrate(client, third)).rejects.toThrow(/newer version .*npm run restore/);
});

test("the version of the program is its newest migration", () => {
  expect(schemaVersion).toBe(readMigrations("prisma/migrations").at(-1)?.name);
});

test("a migration that takes something away says which versions may run afterwards", () => {
  const takesAway = /\bDROP (TABLE|COLUMN)\b|\bRENAME\b/i;
  for (const { name, sql } of readMigrations("prisma/migrations")) {
    // before there was a record
    if (name < "20261122062000_schema_version" || !takesAway.test(sql)) continue;
    expect(sql, name).toMatch(/UPDATE "SchemaVersion" SET "oldest" = '\d{14}_\w+'/);
  }
});

/** All that a database holds, apart from the record of migrations, as text. */
async function contents(): Promise<string> {
  const { rows } = await client.execute(
    "SELECT name, sql FROM sqlite_master WHERE tbl_name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name",
  );
  const tables = rows.filter(({ sql }) => String(sql).startsWith("CREATE TABLE"));
  const held = await Promise.all(
    tables.map(async ({ name }) => (await client.execute(`SELECT * FROM "${name}"`)).rows.map((row) => ({ ...row }))),
  );
  return JSON.stringify([rows.map((row) => ({ ...row })), held]);
}

const own = readMigrations("prisma/migrations");
const { reason } = ensureSqld();

describe.each(["file", "libSQL server"] as const)("on a %s", (engine) => {
  let sqld: Sqld | null = null;
  beforeEach(async ({ skip }) => {
    if (engine === "file") return;
    skip(reason !== null, reason ?? "");
    client.close();
    sqld = await startSqld();
    client = openClient(sqld.url);
  });
  afterEach(() => sqld?.stop());

  test.each(own.map((migration, index) => [migration.name, index] as const))(
    "SF-7 %s that fails after any of its statements leaves the old state, says so, and can be mended",
    async (_, index) => {
      const migration = own[index] as (typeof own)[number];
      const before = own.slice(0, index);
      await migrate(client, before);
      if (index > 0) {
        await client.execute(
          `INSERT INTO "User" ("id", "name", "email", "emailVerified", "updatedAt") VALUES ('u', 'Ada', 'ada@example.org', 1, 0)`,
        );
      }
      const old = await contents();
      const statements = migration.sql.split(/;\s*\n/).filter((statement) => statement.trim() !== "");
      for (let done = 0; done <= statements.length; done += 1) {
        const sql = [...statements.slice(0, done), `INSERT INTO "nowhere" VALUES (1)`].join(";\n");
        const failed = migrate(client, [...before, { ...migration, sql }]);
        await expect(failed, `after ${done} statements`).rejects.toThrow(
          `The migration ${migration.name} failed, and the database is as it was before it`,
        );
        expect(await contents(), `after ${done} statements`).toBe(old);
      }
      expect(await migrate(client, [...before, migration])).toEqual([migration.name]);
      expect((await client.execute("PRAGMA foreign_key_check")).rows).toEqual([]);
    },
  );
});
