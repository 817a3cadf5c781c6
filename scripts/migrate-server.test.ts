import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { ensureSqld, type Sqld, startSqld } from "../e2e/support/sqld.ts";
import { migrate, readMigrations } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";
import { readSchemaState } from "../lib/db/schema-version.ts";
import { newSecret } from "../lib/env.ts";
import { root, runCommand, startCommand } from "./test-command.ts";

// The command that migrates, as a process, on a libSQL server. What it does to a file is in migrate.test.ts.

const { reason } = ensureSqld();
const own = readMigrations(path.join(root, "prisma/migrations"));
const next = "29991231000000_next";

let sqld: Sqld;
let client: ReturnType<typeof openClient>;
let folder: string;
beforeEach(async ({ skip }) => {
  skip(reason !== null, reason ?? "");
  folder = mkdtempSync(path.join(tmpdir(), "migrate-server-"));
  await cp(path.join(root, "prisma/migrations"), path.join(folder, "prisma/migrations"), { recursive: true });
  sqld = await startSqld();
  client = openClient(sqld.url);
});
afterEach(async () => {
  client?.close();
  await sqld?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes another migration the newest one of the folder that commands run in. */
function writeMigration(sql: string): void {
  mkdirSync(path.join(folder, "prisma/migrations", next), { recursive: true });
  writeFileSync(path.join(folder, "prisma/migrations", next, "migration.sql"), sql);
}

const options = () => ({ cwd: folder, env: { DATABASE_URL: sqld.url, BETTER_AUTH_SECRET: newSecret() } });
const people = async () => (await client.execute(`SELECT "name" FROM "User"`)).rows.map(({ name }) => name);
const applied = async () => [...(await readSchemaState(client)).applied.keys()].sort();
const tables = async () =>
  (await client.execute(`SELECT "name", "sql" FROM "sqlite_master" ORDER BY "name"`)).rows.map((row) => ({ ...row }));

/** The processor time that the server has taken so far, in milliseconds. */
function worked(): number {
  const fields = readFileSync(`/proc/${sqld.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function makeSite(): Promise<void> {
  await migrate(client, own);
  await client.execute(
    `INSERT INTO "User" ("id", "name", "email", "emailVerified", "updatedAt") VALUES ('u', 'Ada', 'a@b.c', 1, 0)`,
  );
}

const statements = [
  `CREATE TABLE "First" ("id" TEXT)`,
  `INSERT INTO "First" VALUES ('a')`,
  `ALTER TABLE "User" ADD COLUMN "more" TEXT`,
  `DELETE FROM "User"`,
];
const endless = `WITH RECURSIVE "n" ("i") AS (SELECT 1 UNION ALL SELECT "i" + 1 FROM "n") SELECT COUNT(*) FROM "n"`;

test.each(statements.map((_, index) => index + 1))(
  "SF-7 a process that is killed after statement %i of a migration leaves a server the old state, and the next one goes on",
  async (done) => {
    await makeSite();
    const before = await tables();
    writeMigration([...statements.slice(0, done), endless].join(";\n"));
    const child = startCommand("migrate.ts", "", options());
    const ended = once(child, "close");
    onTestFinished(() => void child.kill("SIGKILL"));
    // the others take it a few milliseconds: when it has worked for so long it is at the one without end
    const atStart = worked();
    await expect.poll(() => worked() - atStart, { interval: 20, timeout: 20_000 }).toBeGreaterThan(400);
    child.kill("SIGKILL");
    await ended;
    expect(await tables()).toEqual(before);
    expect(await people()).toEqual(["Ada"]);
    expect(await applied()).toEqual(own.map(({ name }) => name));

    writeMigration(`${statements.join(";\n")};`);
    const { code, output } = await runCommand("migrate.ts", "", options());
    expect(code, output).toBe(0);
    expect(await people()).toEqual([]);
    expect(await applied()).toEqual([...own.map(({ name }) => name), next]);
  },
);

test("SF-7 on a server, too, a migration that fails is told in a sentence, and asks for a person", async () => {
  await makeSite();
  const before = await tables();
  writeMigration(`CREATE TABLE "Half" ("id" TEXT);\nINSERT INTO "nowhere" VALUES (1);`);
  const { code, output } = await runCommand("migrate.ts", "", options());
  expect(code, output).toBe(78);
  expect(output).toContain(`The migration ${next} failed, and the database is as it was before it`);
  expect(output).toContain("no such table: nowhere");
  expect(output).not.toMatch(/\n {4}at /);
  expect(await tables()).toEqual(before);
  expect(await people()).toEqual(["Ada"]);
});
