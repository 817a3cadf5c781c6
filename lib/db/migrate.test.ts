import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MigrationError, migrate, readMigrations } from "./migrate.ts";
import { openClient } from "./open-client.ts";

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
  await expect(migrate(client, [parents, broken])).rejects.toThrow();
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
  await expect(migrate(client, [parents])).rejects.toThrow(MigrationError);
  await expect(migrate(client, [{ ...parents, checksum: "0" }, rebuilt])).rejects.toThrow(/edited/);
});
