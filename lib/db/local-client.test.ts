import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openClient } from "./open-client.ts";

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

test("the connection is durable: WAL, every commit on disk, foreign keys", async () => {
  for (const [pragma, value] of [
    ["journal_mode", "wal"],
    ["synchronous", 2],
    ["foreign_keys", 1],
    ["busy_timeout", 5000],
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
