import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { LocalClient } from "./local-client.ts";
import { LocalConnection } from "./local-connection.ts";
import { databaseFile, openClient } from "./open-client.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

let folder: string;
let client: ReturnType<typeof openClient>;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "local-client-"));
  client = openClient(`file:${path.join(folder, "a", "b.db")}`);
  await client.executeMultiple("CREATE TABLE n (v INTEGER);");
});

afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = async () => Number((await client.execute("SELECT COUNT(*) AS c FROM n")).rows[0]?.c);

test("the connection has WAL, foreign keys, and patience; the disk is written apart from it", async () => {
  for (const [pragma, value] of [
    ["journal_mode", "wal"],
    ["synchronous", 1],
    ["foreign_keys", 1],
    ["busy_timeout", 5],
  ] as const) {
    const { rows } = await client.execute(`PRAGMA ${pragma}`);
    expect(Object.values(rows[0] ?? {})[0]).toBe(value);
  }
});

test("a raw batch waits for an open transaction instead of breaking into it", async () => {
  const transaction = await client.transaction("write");
  await transaction.execute("INSERT INTO n VALUES (1)");
  let batched = false;
  const batch = client.batch(["INSERT INTO n VALUES (2)"], "write").then(() => {
    batched = true;
  });
  await transaction.execute("INSERT INTO n VALUES (3)");
  expect(batched).toBe(false);
  await transaction.rollback();
  await batch;
  expect((await client.execute("SELECT v FROM n")).rows.map((row) => row.v)).toEqual([2]);
});

test("a batch that fails changes nothing, and the next one works", async () => {
  await expect(client.batch(["INSERT INTO n VALUES (1)", "INSERT INTO nowhere VALUES (1)"], "write")).rejects.toThrow();
  expect(await count()).toBe(0);
  await client.batch(["INSERT INTO n VALUES (1)"], "write");
  expect(await count()).toBe(1);
});

test.runIf(process.platform === "linux")("three hundred transactions leave no open files behind", async () => {
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  for (let index = 0; index < 300; index += 1) {
    const transaction = await client.transaction("write");
    await transaction.execute("INSERT INTO n VALUES (1)");
    await transaction.commit();
  }
  expect(await count()).toBe(300);
  expect(open() - before).toBeLessThan(5);
});

/** A client whose disk writes when it is told to. */
function withSlowDisk() {
  const file = path.join(folder, "a", "b.db");
  const log = new WriteAheadLog(file);
  const disk = { writes: 0, write: Promise.withResolvers<void>() };
  const durable = async () => {
    await disk.write.promise;
    await log.durable();
    disk.writes += 1;
  };
  const client = new LocalClient(new LocalConnection(file, 100), { durable, close: () => log.close() }, 100);
  onTestFinished(() => client.close());
  return { disk, client };
}

test.each<[string, (client: LocalClient) => Promise<unknown>]>([
  ["a batch", (client) => client.batch(["INSERT INTO n VALUES (1)"], "write")],
  ["several statements", (client) => client.batch(["INSERT INTO n VALUES (1)", "DELETE FROM n WHERE v = 2"], "write")],
  ["one statement", (client) => client.execute("INSERT INTO n VALUES (1) RETURNING v")],
  ["a script", (client) => client.executeMultiple("INSERT INTO n VALUES (1);")],
  [
    "a transaction",
    async (client) => {
      const transaction = await client.transaction();
      await transaction.execute("INSERT INTO n VALUES (1)");
      await transaction.commit();
    },
  ],
])("%s is done when it is on the disk, and others go on meanwhile", async (_, write) => {
  const { disk, client: slow } = withSlowDisk();
  let done = false;
  const writing = write(slow).then(() => {
    done = true;
  });
  await expect.poll(count).toBe(1);
  expect((await slow.execute("SELECT v FROM n")).rows).toMatchObject([{ v: 1 }]);
  expect(await slow.batch(["SELECT 1", "SELECT 2"], "read")).toHaveLength(2);
  expect([done, disk.writes]).toEqual([false, 0]);
  disk.write.resolve();
  await writing;
  expect(disk.writes).toBe(1);
});

test("a commit gives what it did before it is on the disk", async () => {
  const { disk, client: slow } = withSlowDisk();
  const { results, durable } = await slow.commit(["INSERT INTO n VALUES (1)"]);
  expect(results[0]?.rowsAffected).toBe(1);
  expect(disk.writes).toBe(0);
  disk.write.resolve();
  await durable;
  expect(disk.writes).toBe(1);
});

test("many commits at once share the writing of the disk", async () => {
  const log = new WriteAheadLog(path.join(folder, "a", "b.db"));
  onTestFinished(() => log.close());
  const first = log.durable();
  await Promise.resolve(); // it has begun, and may miss what comes now
  const [second, third] = [log.durable(), log.durable()];
  expect(second).not.toBe(first);
  expect(third).toBe(second);
  await Promise.all([first, second]);
});

test("a disk that fails is told of, and asked again", async () => {
  const missing = new WriteAheadLog(path.join(folder, "absent.db"));
  await expect(missing.durable()).rejects.toThrow("ENOENT");
  const other = new LocalConnection(path.join(folder, "absent.db"), 100);
  onTestFinished(() => other.close());
  other.run("PRAGMA journal_mode=WAL");
  other.run("CREATE TABLE n (v)");
  await missing.durable();
  await missing.close();
});

test.each<[string, (client: LocalClient) => Promise<unknown>]>([
  ["a batch", (client) => client.batch(["INSERT INTO n VALUES (7)", "SELECT 1"], "write")],
  ["a single statement", (client) => client.execute("INSERT INTO n VALUES (7)")],
  ["a transaction", (client) => client.transaction()],
])("%s that found the file locked leaves nothing behind that swallows later writes", async (_, blocked) => {
  const { client: impatient, disk } = withSlowDisk();
  disk.write.resolve();
  const held = await client.transaction("write");
  for (let times = 0; times < 3; times += 1)
    await expect(blocked(impatient)).rejects.toMatchObject({ code: "SQLITE_BUSY" });
  await held.rollback();
  await impatient.execute("INSERT INTO n VALUES (1)");
  await impatient.batch(["INSERT INTO n VALUES (2)", "INSERT INTO n VALUES (3)"], "write");
  const transaction = await impatient.transaction();
  await transaction.execute("INSERT INTO n VALUES (4)");
  await transaction.commit();
  await expect(transaction.execute("INSERT INTO n VALUES (5)")).rejects.toThrow("closed");
  // others see them, and can write at once
  expect((await client.execute("SELECT v FROM n ORDER BY v")).rows.map(({ v }) => v)).toEqual([1, 2, 3, 4]);
  await client.execute("INSERT INTO n VALUES (6)");
  expect((await client.execute("PRAGMA wal_checkpoint(TRUNCATE)")).rows[0]).toMatchObject({ busy: 0 });
});

test("a closed client refuses, whatever it is asked", async () => {
  const { client: closed } = withSlowDisk();
  closed.close();
  for (const work of [
    () => closed.execute("SELECT 1"),
    () => closed.batch(["SELECT 1", "SELECT 2"], "read"),
    () => closed.batch(["INSERT INTO n VALUES (1)"], "write"),
    () => closed.transaction(),
  ])
    await expect(work()).rejects.toThrow();
});

test("a file that cannot be opened is told as the database's error", () => {
  expect(() => new LocalConnection(folder, 100)).toThrow(expect.objectContaining({ code: "SQLITE_CANTOPEN" }));
});

test.each([
  ["file:a.db", "a.db"],
  ["file:./a%20b.db?x=1#y", "./a b.db"],
  ["file:/data/a.db", "/data/a.db"],
  ["file:///data/a.db", "/data/a.db"],
  ["file://localhost/data/a.db", "/data/a.db"],
  ["file:100%.db", "100%.db"],
])("%s is the file %s", (url, file) => {
  expect(databaseFile(url)).toBe(file);
});

test("a statement that failed, or found the file locked, works the next time", async () => {
  await client.executeMultiple("CREATE UNIQUE INDEX one ON n (v);");
  const { client: impatient, disk } = withSlowDisk();
  disk.write.resolve();
  const insert = () => impatient.batch([{ sql: "INSERT INTO n VALUES (?)", args: [1] }, "SELECT 1"], "write");
  const held = await client.transaction("write");
  await expect(insert()).rejects.toMatchObject({ code: "SQLITE_BUSY" });
  await held.rollback();
  await insert();
  await expect(insert()).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT", extendedCode: "SQLITE_CONSTRAINT_UNIQUE" });
  await client.execute("DELETE FROM n");
  await insert();
  expect(await count()).toBe(1);
});

test("values come back as they went in, by name and by place", async () => {
  await client.executeMultiple("CREATE TABLE every (t TEXT, i INTEGER, r REAL, b BLOB, n TEXT);");
  const bytes = new Uint8Array([1, 2, 255]);
  await client.execute({
    sql: "INSERT INTO every VALUES (:t, :i, :r, :b, :n)",
    args: { t: "\u{1f600} x", i: 2 ** 53 - 1, r: 0.5, b: bytes.buffer, n: null },
  });
  const { rows, columns, columnTypes } = await client.execute("SELECT *, i AS i2, t AS i FROM every");
  expect(columns).toEqual(["t", "i", "r", "b", "n", "i2", "i"]);
  expect(columnTypes.slice(0, 4)).toEqual(["TEXT", "INTEGER", "REAL", "BLOB"]);
  const [row] = rows;
  expect({ ...row }).toEqual({ t: "\u{1f600} x", i: 2 ** 53 - 1, r: 0.5, b: bytes.buffer, n: null, i2: 2 ** 53 - 1 });
  expect(row).toHaveLength(7);
  expect(row?.[6]).toBe("\u{1f600} x");
  const booleans = await client.execute({ sql: "SELECT ? AS yes, ? AS no", args: [true, false] });
  expect(booleans.rows).toMatchObject([{ yes: 1, no: 0 }]);
  await expect(client.execute({ sql: "SELECT ?", args: [Number.NaN] })).rejects.toThrow("finite");
  await expect(client.execute("SELECT 9007199254740993")).rejects.toThrow("too large");
});

test("a statement that stays prepared sees that a table has changed", async () => {
  const read = () => client.execute("SELECT * FROM n");
  await client.execute("INSERT INTO n VALUES (1)");
  expect((await read()).columns).toEqual(["v"]);
  await client.executeMultiple("ALTER TABLE n ADD COLUMN w DEFAULT 2;");
  expect({ ...(await read()).rows[0] }).toEqual({ v: 1, w: 2 });
});
