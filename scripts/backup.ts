// `npm run backup`: a copy of the database, while the site runs.
//   npm run backup -- --to /mnt/backups --keep 30

import { existsSync } from "node:fs";
import path from "node:path";
import { type Backup, BackupError, backUpDump, backUpFile, backupFolder, pruneBackups } from "../lib/db/backup.ts";
import { databaseFile } from "../lib/db/open-client.ts";
import { fail, readArguments } from "./arguments.ts";
import { describeFile } from "./describe-file.ts";
import { readDump } from "./read-dump.ts";
import { orEnd } from "./refusal.ts";
import { loadEnvFile, readDatabaseAddress } from "./settings.ts";

const usage = "npm run backup -- [--to <folder>] [--keep <how many>]";
const usuallyKept = 14;

loadEnvFile();
const { values } = readArguments(usage, { to: { type: "string" }, keep: { type: "string" } }, 0);
const keep = Number(values.keep ?? usuallyKept);
if (!Number.isInteger(keep) || keep < 1) fail(usage);

const { url, authToken } = await orEnd(readDatabaseAddress);
const isFile = url.startsWith("file:");
// a server's copies lie where those of a file would
const file = isFile ? databaseFile(url) : path.join("data", `${new URL(url).hostname}.db`);
if (isFile && !existsSync(file)) fail(`There is no database to back up: ${file} does not exist.`);
const folder = values.to ?? backupFolder(file);

try {
  const backup: Backup = isFile
    ? backUpFile(file, folder, "backup")
    : backUpDump(await readDump(url, authToken), file, folder);
  console.log(`${backup.file}\n${describeFile(backup.report)}`);
  const deleted = pruneBackups(file, folder, "backup", keep);
  if (deleted.length > 0)
    console.log(`${keep} are kept; deleted ${deleted.map((old) => path.basename(old)).join(", ")}.`);
} catch (error) {
  if (error instanceof BackupError) fail(error.message);
  throw error;
}
