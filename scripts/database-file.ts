import { existsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BackupError, backupFolder, listBackups } from "../lib/db/backup.ts";
import type { DatabaseClient } from "../lib/db/database-client.ts";
import { fileProblems, fileTrouble } from "../lib/db/inspect-file.ts";
import { MigrationError } from "../lib/db/migrate.ts";
import { SchemaError } from "../lib/db/schema-version.ts";
import { type Trouble, troubleOf } from "../lib/db/trouble.ts";
import { secretsFile } from "./settings.ts";

// What a start does with the file before anything uses it: it never makes an empty one in the place of one that was
// lost, and never goes on with one that is damaged.

/** A larger file is not read through at each start, which takes seconds for every gigabyte: a backup does that. */
const readThroughBytes = 1e9;

/** The database is not fit, and a person has to do something about it. */
export class StartError extends Error {}

/** @throws StartError when the file is gone and what lies beside it says that it was there */
export function refuseLost(file: string, databaseUrl: string): void {
  // Looked for ahead of the file: of two first starts at once, one finds what the other has just made, the file first.
  const traces = [secretsFile(databaseUrl), markFile(file), `${file}-wal`, ...backupsOf(file)].filter(hasContent);
  if (traces.length === 0 || hasContent(file)) return;
  const found = `${existsSync(file) ? "is empty" : "is missing"}, and ${traces[0]} says that it was there`;
  throw new StartError(
    `The database ${file} ${found}. ${howToRestore(file)} To begin anew, move ${path.dirname(file)} away.`,
  );
}

/** What lies beside a database file from its first start on: by it one that is gone is told from one that never was. */
const markFile = (file: string) => `${file}.made`;

/**
 * Leaves the mark beside a file that is there, unless it has one. Only when it is there: of several that start at once
 * another one, which finds the mark, finds the file, too.
 */
export function markMade(file: string): void {
  if (hasContent(markFile(file))) return;
  const name = path.basename(file);
  const text =
    `A database of Switchboard, ${name}, was made or taken over here at ${new Date().toISOString()}.\n` +
    `As long as this file lies here, a start that does not find ${name} asks for a copy of it, and makes no new one.\n`;
  try {
    writeFileSync(markFile(file), text, { mode: 0o600 });
  } catch {
    // a disk without room, or one that may only be read, is no reason not to start; the next start tries again
  }
}

// in one call: it may go away between two
const hasContent = (file: string) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** @throws StartError when a page of the file is not what SQLite wrote */
export function refuseDamaged(file: string): void {
  if (!existsSync(file) || statSync(file).size > readThroughBytes) return;
  const problems = fileProblems(file);
  if (problems.length > 0) {
    throw new StartError(`The database ${file} is damaged: ${problems.join("; ")}. ${howToRestore(file)}`);
  }
}

function howToRestore(file: string): string {
  const [newest] = backupsOf(file);
  return newest
    ? `Put the last copy in its place: npm run restore -- ${newest} (what is there is kept).`
    : "Put a copy of it in its place (npm run restore -- <backup>).";
}

// by the times in their names, whatever kind they are
function backupsOf(file: string): string[] {
  const folder = backupFolder(file);
  const all = [...listBackups(file, folder, "backup"), ...listBackups(file, folder, "before-migration")];
  const timeOf = (name: string) => /\d{4}-\d\d-\d\dT[\d.-]+Z/.exec(path.basename(name))?.[0] ?? "";
  return all.sort((one, other) => timeOf(other).localeCompare(timeOf(one)));
}

/** Says so when a file can be read and not written: the site then runs for reading alone. */
export async function tellReadOnly(client: DatabaseClient, file: string): Promise<void> {
  try {
    const transaction = await client.transaction("write");
    // to begin is allowed all the same
    try {
      await transaction.execute(`UPDATE "SchemaVersion" SET "oldest" = "oldest"`);
    } finally {
      await transaction.rollback();
    }
  } catch (error) {
    if (troubleOf(error) !== "read-only") return; // it is busy: somebody else can write
    console.warn(
      `The database ${file} can be read but not written: what is there can be looked at, and nothing is saved. ` +
        "Give the site's user the right to write it and its folder, or mount the disk for writing, and start again.",
    );
  }
}

const mending: Partial<Record<Trouble, string>> = {
  busy: "End the process that holds it, and start again.",
  full: "Make room on the disk, and start again: nothing was lost.",
  disk: "Look whether the disk is well (what the system's log says of it, a quota that is used up), and start again.",
  "read-only": "This version has to change it first. Give the site's user the right to write it and its folder.",
  unreachable: "Look whether the server runs and DATABASE_URL is right, and start again.",
  "not-allowed": "The server refuses DATABASE_AUTH_TOKEN: set a valid one, and start again.",
};

/** What a start says of an error, and whether it may pass by itself. */
export function sentenceOf(error: unknown, file: string | null): { sentence: string; passes: boolean } {
  const known = [StartError, SchemaError, BackupError].some((kind) => error instanceof kind);
  if (known) return { sentence: (error as Error).message, passes: false };
  const cause = error instanceof MigrationError ? error.cause : error;
  const trouble = troubleOf(cause);
  const help = (trouble && mending[trouble]) ?? (trouble === "corrupt" && file ? howToRestore(file) : "");
  const what =
    error instanceof MigrationError
      ? error.message
      : `${file ?? "The server"} could not be opened, read or written: ${file ? fileTrouble(error) : error}`;
  const passes = trouble === "busy" || trouble === "unreachable";
  return { sentence: `${what.replace(/\.$/, "")}. ${help}`.trim(), passes };
}
