import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../../lib/db/client.ts";
import { migrate, readMigrations } from "../../lib/db/migrate.ts";
import { openClient } from "../../lib/db/open-client.ts";
import { troubleOf } from "../../lib/db/trouble.ts";
import { ensureSqld, type Sqld, startSqld } from "./sqld.ts";

const { reason } = ensureSqld();
const user = (id: string, email = `${id}@example.org`) => ({ id, name: id, email, updatedAt: new Date() });
const insert = (id: string, email: string) => ({
  sql: `INSERT INTO "User" ("id", "name", "email", "emailVerified", "updatedAt") VALUES (?, 'x', ?, 1, 0)`,
  args: [id, email],
});
const orphan = {
  sql: `INSERT INTO "Session" ("id", "token", "expiresAt", "userId", "updatedAt") VALUES ('s', 's', 0, 'nobody', 0)`,
  args: [],
};

const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe.each(["file", "sqld"] as const)("one meaning of an error, on a %s", (engine) => {
  const away = engine === "sqld" && reason !== null;
  let folder: string;
  let url: string;
  let sqld: Sqld | null = null;
  let database: Database;

  beforeAll(async () => {
    if (away) return;
    folder = mkdtempSync(path.join(tmpdir(), "trouble-"));
    sqld = engine === "sqld" ? await startSqld() : null;
    url = sqld?.url ?? `file:${path.join(folder, "test.db")}`;
    const client = openClient(url);
    await migrate(client, readMigrations("prisma/migrations"));
    client.close();
    database = openDatabase(url);
    await database.prisma.user.create({ data: user("ada") });
  }, 240_000);
  afterAll(async () => {
    if (away) return;
    await database.close();
    await sqld?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.skipIf(away)("a row that is there already", async () => {
    const errors = [
      await failure(database.prisma.user.create({ data: user("other", "ada@example.org") })),
      await failure(database.batch([insert("other", "ada@example.org")], "write")),
      await failure(database.prisma.$transaction([database.prisma.user.create({ data: user("ada") })])),
    ];
    expect(errors.map(troubleOf)).toEqual(["unique", "unique", "unique"]);
  });

  test.skipIf(away)("a row that belongs to nothing", async () => {
    const data = { id: "s", token: "s", expiresAt: new Date(), userId: "nobody" };
    const errors = [
      await failure(database.prisma.session.create({ data })),
      await failure(database.batch([orphan], "write")),
    ];
    expect(errors.map(troubleOf)).toEqual(["foreign-key", "foreign-key"]);
  });

  test.skipIf(away)("a table that is not there, and SQL that is none", async () => {
    expect(troubleOf(await failure(database.batch(["SELECT * FROM nowhere"], "read")))).toBe("no-tables");
    expect(troubleOf(await failure(database.batch(["SELEC 1"], "read")))).toBe("statement");
  });

  test.skipIf(away)("another one who writes for too long", async () => {
    const other = engine === "sqld" ? createClient({ url }) : openClient(url);
    const held = await other.transaction("write");
    await held.execute(insert("held", "held@example.org"));
    const errors = await Promise.all([
      failure(database.batch([insert("late", "late@example.org")], "write")),
      failure(database.prisma.user.create({ data: user("later") })),
    ]);
    for (const error of errors) expect(error).toMatchObject({ code: "database_unavailable" });
    await held.rollback();
    other.close();
    await database.batch([insert("after", "after@example.org")], "write");
    expect(await database.prisma.user.count({ where: { id: { in: ["held", "late", "later"] } } })).toBeLessThanOrEqual(
      2,
    );
  });
});
