import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate, readMigrations } from "../lib/db/migrate.ts";
import { openClient } from "../lib/db/open-client.ts";
import { newSecret } from "../lib/env.ts";
import { BuildRefusal, checkDatabase, deploymentSettings } from "./build-vercel.ts";

// What a build on Vercel says of the database before it builds anything. A file stands in for the server: how it is asked is
// the same.

const own = readMigrations("prisma/migrations");
const newest = own.at(-1)?.name ?? "";

let folder: string;
let client: ReturnType<typeof openClient>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "vercel-"));
  client = openClient(address());
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});
const address = () => `file:${path.join(folder, "site.db")}`;

function settingsOf(kind: "production" | "preview", ownDatabase = false) {
  const server = { DATABASE_URL: "libsql://db.example.org", BETTER_AUTH_SECRET: newSecret() };
  const apart = ownDatabase ? { PREVIEW_DATABASE_URL: "libsql://p.example.org" } : {};
  const platform = { VERCEL: "1", VERCEL_ENV: kind, VERCEL_URL: "site-a1b2.vercel.app" };
  return { ...deploymentSettings({ ...platform, ...server, ...apart }), DATABASE_URL: address() };
}

const wants = (version: string) => client.execute({ sql: `UPDATE "SchemaVersion" SET "oldest" = ?`, args: [version] });

const newerSentence =
  `The database belongs to a newer version of Switchboard: it wants 29991231000000_later or newer, and this is ${newest}. ` +
  "Start that version, or restore a backup made before the update (npm run restore).";
const olderBranch =
  "This preview works on production's database: bring its branch up to date with production's, or give previews a database " +
  "of their own (PREVIEW_DATABASE_URL, PREVIEW_DATABASE_AUTH_TOKEN: Settings, Environment Variables, of the project on Vercel)" +
  ", and deploy again.";

test.each([
  ["production", settingsOf.bind(null, "production"), newerSentence],
  ["a preview of a branch that is older", settingsOf.bind(null, "preview"), `${newerSentence}\n${olderBranch}`],
  ["a preview on a database of the previews' own", settingsOf.bind(null, "preview", true), newerSentence],
])("SF-7 a database that wants a newer version is refused before anything is built: %s", async (_, settings, says) => {
  await migrate(client, own);
  await wants("29991231000000_later");
  await expect(checkDatabase(settings())).rejects.toThrow(new BuildRefusal(says));
});

test("a database that merely has migrations of a newer version is no reason", async () => {
  const later = { name: "29991231000000_later", sql: `CREATE TABLE "Later" ("id" TEXT)`, checksum: "later" };
  await migrate(client, [...own, later]);
  expect(await checkDatabase(settingsOf("preview"))).toMatch(/leaves its schema as it is/);
  expect(await checkDatabase(settingsOf("production"))).toBe("The database is up to date.");
});

test("a migration that was edited after it had been applied is refused, too", async () => {
  await migrate(
    client,
    own.map((migration, index) => (index === 0 ? { ...migration, checksum: "other" } : migration)),
  );
  await expect(checkDatabase(settingsOf("preview"))).rejects.toThrow(
    new BuildRefusal(`The migration ${own[0]?.name} in prisma/migrations was edited after it had been applied.`),
  );
});

test("what is missing is applied by production and by previews with a database of their own, and by no others", async () => {
  await migrate(client, own.slice(0, -1));
  await expect(checkDatabase(settingsOf("preview"))).rejects.toThrow(`this preview needs ${newest}`);
  for (const settings of [settingsOf("production"), settingsOf("preview", true)])
    expect(await checkDatabase(settings)).toBe(`The database lacks ${newest}.`);
});
