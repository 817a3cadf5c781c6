// `npm run restore -- <backup>`: puts a backup in the place of the database. The site has to be stopped.
import { databaseFile } from "../lib/db/open-client.ts";
import { RestoreError, restoreFile } from "../lib/db/restore.ts";
import { SchemaError } from "../lib/db/schema-version.ts";
import { fail, readArguments } from "./arguments.ts";
import { describeFile } from "./describe-file.ts";
import { orEnd } from "./refusal.ts";
import { loadEnvFile, readDatabaseAddress } from "./settings.ts";

const usage = "npm run restore -- <backup> [--stopped]";

loadEnvFile();
const { values, positionals } = readArguments(usage, { stopped: { type: "boolean" } }, 1);
const [backup] = positionals;
if (!backup) fail(usage);

const { url } = await orEnd(readDatabaseAddress);
if (!url.startsWith("file:")) {
  fail(
    "DATABASE_URL is a server, and a server is restored by its own means: make a database of the backup there, and " +
      "point DATABASE_URL to it. docs/operations.md says how. Nothing was changed.",
  );
}
try {
  const { kept, report } = restoreFile(backup, databaseFile(url), values.stopped ?? false);
  console.log(`Restored ${databaseFile(url)} from ${backup}\n${describeFile(report)}`);
  if (kept) console.log(`What was there is kept: ${kept}`);
} catch (error) {
  if (error instanceof RestoreError || error instanceof SchemaError) fail(`${error.message} Nothing was changed.`);
  throw error;
}
