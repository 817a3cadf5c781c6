import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backupFolder, listBackups } from "../lib/db/backup.ts";
import { inspectFile } from "../lib/db/inspect-file.ts";
import { migrate, readMigrations } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";
import { keepBefore } from "./before-migration.ts";
import { root } from "./test-command.ts";

const own = readMigrations(path.join(root, "prisma/migrations"));

let folder: string;
let file: string;
let client: ReturnType<typeof openClient>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "before-migration-"));
  file = path.join(folder, "site.db");
  client = openClient(`file:${file}`);
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const copies = () => listBackups(file, backupFolder(file), "before-migration");
const add = (name: string) =>
  client.execute(
    `INSERT INTO "User" ("id", "name", "email", "emailVerified", "updatedAt") VALUES ('${name}', '${name}', '${name}', 1, 0)`,
  );
/** The name of a copy of that year. */
const old = (year: number) => path.join(backupFolder(file), `site-before-migration-${year}-01-01T00-00-00.000Z.db`);

test("SF-7 a start that is repeated keeps one copy of what has not changed, and another one when it has", async () => {
  await migrate(client, own.slice(0, -1));
  await add("ada");
  for (let start = 0; start < 7; start += 1) keepBefore(file);
  expect(copies()).toHaveLength(1);
  // a migration that fails leaves the content, but writes
  const broken = { name: "3_broken", sql: `DELETE FROM "User"; INSERT INTO "nowhere" VALUES (1);`, checksum: "" };
  await expect(migrate(client, [...own.slice(0, -1), broken])).rejects.toThrow();
  keepBefore(file);
  expect(copies()).toHaveLength(1);
  const [first = ""] = copies();

  await client.execute(`UPDATE "User" SET "name" = 'Ida'`);
  keepBefore(file);
  expect(copies()).toEqual([expect.any(String), first]);
  await client.execute(`UPDATE "User" SET "name" = 'ada'`);
  // as it was two copies ago: the last one is the one that a start names when something is wrong, so it has to be the way back
  keepBefore(file);
  expect(copies()).toHaveLength(3);
});

test("SF-7 starts that are repeated while people write push out no copy of another version", async () => {
  for (let version = 1; version <= own.length; version += 1) {
    await migrate(client, own.slice(0, version));
    keepBefore(file);
  }
  const versions = () => copies().map((copy) => inspectFile(copy).migrations.length);
  const newestFirst = own.map((_, index) => own.length - index);
  expect(versions()).toEqual(newestFirst.slice(0, 5));
  for (let start = 0; start < 8; start += 1) {
    await add(`person-${start}`);
    keepBefore(file);
  }
  const last = newestFirst[0];
  expect(versions()).toEqual([last, last, last, last, last, ...newestFirst.slice(1, 5)]);
  expect(inspectFile(copies()[0] ?? "").counts.people).toBe(8);
});

test("a copy that cannot be read is no reason not to start, and goes in its turn", async () => {
  await migrate(client, own);
  keepBefore(file);
  for (let year = 2001; year <= 2008; year += 1) writeFileSync(old(year), "no database");
  await add("ada");
  keepBefore(file);
  expect(copies()).toEqual([expect.any(String), expect.any(String), old(2008), old(2007), old(2006)]);
});
