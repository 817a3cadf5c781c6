import { once } from "node:events";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { inspectFile } from "../lib/db/inspect-file.ts";
import { LocalClient } from "../lib/db/local-client.ts";
import { LocalConnection } from "../lib/db/local-connection.ts";
import { migrate, readMigrations } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";
import { newSecret } from "../lib/env.ts";
import { type CommandOptions, root, runCommand, startCommand } from "./test-command.ts";

// The commands themselves, as processes, on files of their own.

const own = readMigrations(path.join(root, "prisma/migrations"));
const nobody = 65_534;

let folder: string;
let file: string;
const run = (script: string, options?: CommandOptions) => runCommand(script, file, options);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "commands-"));
  file = path.join(folder, "data", "site.db");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function change(work: (client: ReturnType<typeof openClient>) => Promise<unknown>): Promise<void> {
  const client = openClient(`file:${file}`);
  try {
    await work(client);
  } finally {
    client.close();
    await letGo();
  }
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

// a connection of the driver's is closed when its statements are collected, too, and holds the file until then
async function letGo(): Promise<void> {
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
}

const addAda = `INSERT INTO "User" ("id", "name", "email", "emailVerified", "updatedAt") VALUES ('u', 'Ada', 'a@b.c', 1, 0)`;

/** A site of the version before this one, with a person in it. */
async function makeOlder(): Promise<void> {
  await change(async (client) => {
    await migrate(client, own.slice(0, -1));
    await client.execute(addAda);
  });
}

/** A folder to run in whose newest migration is another one. */
function withMigration(sql: string): string {
  const cwd = path.join(folder, "version");
  cpSync(path.join(root, "prisma/migrations"), path.join(cwd, "prisma/migrations"), { recursive: true });
  mkdirSync(path.join(cwd, "prisma/migrations/29991231000000_next"));
  writeFileSync(path.join(cwd, "prisma/migrations/29991231000000_next/migration.sql"), sql);
  return cwd;
}

const backups = () =>
  existsSync(path.join(folder, "data/backups")) ? readdirSync(path.join(folder, "data/backups")) : [];

test("three that start at once bring one file up to date, once", async () => {
  const ended = await Promise.all([run("migrate.ts"), run("migrate.ts"), run("migrate.ts")]);
  expect(
    ended.map(({ code }) => code),
    JSON.stringify(ended),
  ).toEqual([0, 0, 0]);
  const applied = ended.flatMap(({ output }) => output.match(/\d{14}_\w+/g) ?? []);
  expect(applied.sort()).toEqual(own.map(({ name }) => name));
  expect(inspectFile(file)).toMatchObject({ problems: [], migrations: own.map(({ name }) => name) });
});

test("SF-7 a copy is kept before a migration, and can be restored", async () => {
  await makeOlder();
  const { code, output } = await run("migrate.ts");
  expect(code, output).toBe(0);
  const [kept = ""] = backups();
  expect(output).toContain(kept);
  const copy = path.join(folder, "data/backups", kept);
  expect(inspectFile(copy)).toMatchObject({
    counts: { people: 1 },
    migrations: own.slice(0, -1).map(({ name }) => name),
  });
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  await letGo();
  const restored = await run("restore.ts", { args: [copy] });
  expect(restored.code, restored.output).toBe(0);
  expect(inspectFile(file).migrations).toEqual(own.slice(0, -1).map(({ name }) => name));
  // it goes on from there
  expect((await run("migrate.ts")).code).toBe(0);
  expect(inspectFile(file)).toMatchObject({ problems: [], counts: { people: 1 } });
});

test("SF-7 a migration that fails is told in a sentence, with the state that is there, and asks for a person", async () => {
  await run("migrate.ts");
  await change((client) => client.execute(addAda));
  const cwd = withMigration(`CREATE TABLE "Half" ("id" TEXT);\nINSERT INTO "nowhere" VALUES (1);`);
  await run("migrate.ts", { cwd });
  const { code, output } = await run("migrate.ts", { cwd });
  expect(code).toBe(78);
  // of what has not changed there is one copy, and it is named again
  expect(backups()).toHaveLength(1);
  expect(output).toContain(backups()[0]);
  expect(output).toContain("The migration 29991231000000_next failed, and the database is as it was before it");
  expect(output).toContain("no such table: nowhere");
  expect(output).not.toMatch(/\n {4}at /);
  expect(inspectFile(file)).toMatchObject({
    problems: [],
    counts: { people: 1 },
    migrations: own.map(({ name }) => name),
  });
  expect((await run("migrate.ts")).code).toBe(0);
});

const statements = [
  `CREATE TABLE "First" ("id" TEXT)`,
  `INSERT INTO "First" VALUES ('a')`,
  `ALTER TABLE "User" ADD COLUMN "more" TEXT`,
  `DELETE FROM "User"`,
];
const endless = `WITH RECURSIVE "n" ("i") AS (SELECT 1 UNION ALL SELECT "i" + 1 FROM "n") SELECT COUNT(*) FROM "n"`;

test.runIf(process.platform === "linux").each(statements.map((_, index) => index + 1))(
  "SF-7 a process that is killed after statement %i of a migration leaves the old state, and the next one goes on",
  async (done) => {
    await run("migrate.ts");
    await change((client) => client.execute(addAda));
    const cwd = withMigration([...statements.slice(0, done), endless].join(";\n"));
    const child = startCommand("migrate.ts", file, { cwd });
    const ended = once(child, "close");
    onTestFinished(() => void child.kill("SIGKILL"));
    // it is past the others when it works without end: whoever works for as long as all of them take has come to that
    const worked = () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    };
    await expect.poll(() => isLocked(file), { interval: 20 }).toBe(true);
    const atLock = worked();
    await expect.poll(() => worked() - atLock, { interval: 20 }).toBeGreaterThan(200);
    child.kill("SIGKILL");
    await ended;
    expect(inspectFile(file)).toMatchObject({
      problems: [],
      counts: { people: 1 },
      migrations: own.map(({ name }) => name),
    });
    writeFileSync(path.join(cwd, "prisma/migrations/29991231000000_next/migration.sql"), `${statements.join(";\n")};`);
    const { code, output } = await run("migrate.ts", { cwd });
    expect(code, output).toBe(0);
    expect(inspectFile(file)).toMatchObject({ problems: [], counts: { people: 0 } });
  },
);

const noLog = { durable: async () => {}, close: async () => {} };

async function isLocked(databaseFile: string): Promise<boolean> {
  const client = new LocalClient(new LocalConnection(databaseFile, 1), noLog, 1);
  try {
    await (await client.transaction()).rollback();
    return false;
  } catch {
    return true;
  } finally {
    client.close();
  }
}

test("SF-12 a database that is gone is not made anew over what was lost", async () => {
  expect((await run("migrate.ts")).code).toBe(0);
  expect(existsSync(path.join(folder, "data/secrets.json"))).toBe(true);
  await run("backup.ts");
  rmSync(file);
  for (const lost of [() => {}, () => writeFileSync(file, "")]) {
    lost();
    const { code, output } = await run("migrate.ts");
    expect(code).toBe(78);
    expect(output).toMatch(/site\.db is (missing|empty), and .*secrets\.json says that it was there/);
    expect(output).toContain(`npm run restore -- ${path.join(folder, "data/backups", backups()[0] ?? "")}`);
    expect(existsSync(file) && statSync(file).size > 0).toBe(false);
  }
  const restored = await run("restore.ts", { args: [path.join(folder, "data/backups", backups()[0] ?? "")] });
  expect(restored.code, restored.output).toBe(0);
  expect((await run("migrate.ts")).code).toBe(0);
});

test("SF-12 a public site's database that is gone is not made anew either, though its secret lies elsewhere and it has no copy", async () => {
  const env = { BETTER_AUTH_URL: "https://chat.example.org", BETTER_AUTH_SECRET: newSecret() };
  // the first starts, at once: none takes what another has just left for something that was lost
  const ended = await Promise.all([run("migrate.ts", { env }), run("migrate.ts", { env })]);
  expect(
    ended.map(({ code }) => code),
    JSON.stringify(ended),
  ).toEqual([0, 0]);
  expect(existsSync(path.join(folder, "data/secrets.json"))).toBe(false);
  // of one that came by in between there may be a copy
  rmSync(path.join(folder, "data/backups"), { recursive: true, force: true });
  const copy = path.join(folder, "copy.db");
  cpSync(file, copy);
  rmSync(file);
  for (const lost of [() => {}, () => writeFileSync(file, "")]) {
    lost();
    const { code, output } = await run("migrate.ts", { env });
    expect(code, output).toBe(78);
    expect(output).toMatch(/site\.db is (missing|empty), and .*site\.db\.made says that it was there/);
    expect(existsSync(file) && statSync(file).size > 0).toBe(false);
  }
  const restored = await run("restore.ts", { args: [copy] });
  expect(restored.code, restored.output).toBe(0);
  expect((await run("migrate.ts", { env })).code).toBe(0);
});

test("SF-12 where an earlier version left no mark beside its database, the next start does", async () => {
  const env = { BETTER_AUTH_URL: "https://chat.example.org", BETTER_AUTH_SECRET: newSecret() };
  await change((client) => migrate(client, own));
  expect((await run("migrate.ts", { env })).code).toBe(0);
  rmSync(file);
  expect((await run("migrate.ts", { env })).code).toBe(78);
});

test.each<[string, (bytes: Buffer) => void]>([
  ["its beginning", (bytes) => bytes.fill(7, 0, 100)],
  ["a page in its middle", (bytes) => bytes.fill(0xa5, 3 * 4096, 4 * 4096)],
  ["its end, which is missing", () => truncateSync(file, 5 * 4096 + 100)],
])("SF-12 a file that is damaged at %s is refused with what helps, and stays as it is", async (_, damage) => {
  await run("migrate.ts");
  expect((await run("backup.ts")).code).toBe(0);
  const bytes = readFileSync(file);
  damage(bytes);
  if (statSync(file).size === bytes.length) writeFileSync(file, bytes);
  const damaged = readFileSync(file);
  const { code, output } = await run("migrate.ts");
  expect(code, output).toBe(78);
  expect(output).toMatch(/site\.db is damaged: .*npm run restore -- .*site-backup-/);
  expect(output).not.toMatch(/\n {4}at /);
  expect(readFileSync(file).equals(damaged)).toBe(true);

  const copy = path.join(folder, "data/backups", backups()[0] ?? "");
  const restored = await run("restore.ts", { args: [copy, "--stopped"] });
  expect(restored.code, restored.output).toBe(0);
  const kept = /What was there is kept: (.*)/.exec(restored.output)?.[1] ?? "";
  expect(inspectFile(kept).problems).not.toEqual([]);
  expect((await run("migrate.ts")).code).toBe(0);
});

test.runIf(process.getuid?.() === 0)(
  "SF-6 a file that may only be read is enough to start, and is told of",
  async () => {
    await run("migrate.ts");
    for (const name of ["", "data", "data/secrets.json"]) chownSync(path.join(folder, name), nobody, nobody);
    const { code, output } = await run("migrate.ts", { uid: nobody });
    expect(code, output).toBe(0);
    expect(output).toContain("can be read but not written");
  },
);

test.runIf(process.getuid?.() === 0)(
  "SF-6 an update of a file that may only be read is refused in a sentence",
  async () => {
    await makeOlder();
    chownSync(folder, nobody, nobody);
    const before = readFileSync(file);
    const { code, output } = await run("migrate.ts", { uid: nobody });
    expect(code, output).toBe(78);
    expect(output).toMatch(/read-only.*right to write/s);
    expect(readFileSync(file).equals(before)).toBe(true);
  },
);

test.runIf(process.getuid?.() === 0)("a copy that root makes leaves the folder and the copy to the site", async () => {
  await run("migrate.ts");
  for (const name of ["", "data", "data/site.db", "data/secrets.json"])
    chownSync(path.join(folder, name), nobody, nobody);
  expect((await run("backup.ts")).code).toBe(0);
  const [copy = ""] = backups();
  for (const name of ["data/backups", `data/backups/${copy}`]) {
    expect([name, statSync(path.join(folder, name)).uid, statSync(path.join(folder, name)).gid]).toEqual([
      name,
      nobody,
      nobody,
    ]);
  }
  // an update by the site keeps its own copy there
  const cwd = withMigration(`CREATE TABLE "Next" ("id" TEXT)`);
  const { code, output } = await run("migrate.ts", { cwd, uid: nobody });
  expect(code, output).toBe(0);
  expect(backups()).toHaveLength(2);
});

test("a backup that is none, one of a newer version, and no file at all are not restored", async () => {
  await run("migrate.ts");
  const before = readFileSync(file);
  const text = path.join(folder, "notes.txt");
  writeFileSync(text, "no database at all, but long enough to be looked at as if it were one");
  const newer = path.join(folder, "newer.db");
  cpSync(file, newer);
  file = newer;
  await change((client) => client.execute(`UPDATE "SchemaVersion" SET "oldest" = '2999_later'`));
  file = path.join(folder, "data", "site.db");
  for (const [backup, words] of [
    [text, "no SQLite database"],
    [newer, "newer version"],
    [path.join(folder, "absent.db"), "no such file"],
  ] as const) {
    const { code, output } = await run("restore.ts", { args: [backup] });
    expect(code, backup).toBe(1);
    expect(output).toContain(words);
    expect(output).toContain("Nothing was changed.");
  }
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("old backups go, and only they", async () => {
  await run("migrate.ts");
  for (let count = 0; count < 3; count += 1) expect((await run("backup.ts", { args: ["--keep", "2"] })).code).toBe(0);
  writeFileSync(path.join(folder, "data/backups/site-backup-of-mine.db"), "");
  const { output } = await run("backup.ts", { args: ["--keep", "2"] });
  expect(output).toMatch(/Whole: 0 people, 0 conversations, 0 messages/);
  expect(backups()).toHaveLength(3);
  expect(backups()).toContain("site-backup-of-mine.db");
});
