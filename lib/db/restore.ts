import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { backupName } from "./backup.ts";
import { type FileReport, fileTrouble, inspectFile } from "./inspect-file.ts";
import { LocalConnection } from "./local-connection.ts";
import { sameOwner } from "./same-owner.ts";
import { refuseNewer, schemaVersion } from "./schema-version.ts";
import { syncPath } from "./sync-path.ts";
import { troubleOf } from "./trouble.ts";

/** What became of a restoring. */
export type Restored = {
  /** where the database lies that was there before; null when there was none */
  kept: string | null;
  report: FileReport;
};

/** Nothing was changed, and why. */
export class RestoreError extends Error {}

/**
 * Puts a backup in the place of a database file. What was there is kept beside it.
 * @param siteIsStopped somebody has seen to it, where that cannot be told from the database itself
 * @throws RestoreError, SchemaError; the database is then as it was
 */
export function restoreFile(backup: string, databaseFile: string, siteIsStopped: boolean): Restored {
  const found = inspectFile(backup);
  if (found.problems.length > 0) throw new RestoreError(`${backup} is no good: ${found.problems.join("; ")}.`);
  if (found.migrations.length === 0) throw new RestoreError(`${backup} is no database of Switchboard.`);
  refuseNewer({ applied: new Map(found.migrations.map((name) => [name, ""])), oldest: found.oldest }, schemaVersion);

  const incoming = `${databaseFile}.restoring`;
  try {
    copyFileSync(backup, incoming);
    chmodSync(incoming, 0o600);
    sameOwner(existsSync(databaseFile) ? databaseFile : path.dirname(databaseFile), incoming);
    syncPath(incoming);
    const report = inspectFile(incoming);
    if (report.problems.length > 0) throw new RestoreError(`The copy is not whole: ${report.problems.join("; ")}.`);
    const kept = setAside(databaseFile, siteIsStopped);
    renameSync(incoming, databaseFile);
    syncPath(path.dirname(databaseFile));
    return { kept, report };
  } catch (error) {
    rmSync(incoming, { force: true });
    if (error instanceof RestoreError) throw error;
    throw new RestoreError(`${databaseFile} could not be restored: ${fileTrouble(error)}.`, { cause: error });
  }
}

const companions = ["-wal", "-shm", "-journal"];

function setAside(databaseFile: string, siteIsStopped: boolean): string | null {
  const rests = companions.filter((end) => existsSync(databaseFile + end));
  if (!existsSync(databaseFile)) {
    // of a database that is gone: beside another one they would be taken for its own
    for (const end of rests) rmSync(databaseFile + end);
    return null;
  }
  const kept = path.join(path.dirname(databaseFile), backupName(databaseFile, "before-restore"));
  const move = () => {
    renameSync(databaseFile, kept);
    for (const end of companions) if (existsSync(databaseFile + end)) renameSync(databaseFile + end, kept + end);
  };
  withoutOthers(databaseFile, siteIsStopped, move);
  return kept;
}

/**
 * Does something to a file while nobody else has it open. A connection in WAL mode keeps a lock for as long as it is
 * open, idle or not, and the journal's kind can be changed only without others; that leaves everything in one file, too.
 */
function withoutOthers(databaseFile: string, siteIsStopped: boolean, work: () => void): void {
  const connection = new LocalConnection(databaseFile, 1000);
  try {
    try {
      connection.run("PRAGMA journal_mode=DELETE");
      connection.runScript("BEGIN EXCLUSIVE");
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === "busy") {
        throw new RestoreError(`Something has ${databaseFile} open. Stop the site, and restore then.`);
      }
      if (!siteIsStopped) {
        throw new RestoreError(
          `Whether the site runs cannot be told, because ${databaseFile} cannot be read: ${fileTrouble(error)}. ` +
            "Stop the site, and say so: npm run restore -- <backup> --stopped",
        );
      }
    }
    work();
  } finally {
    connection.close();
  }
}
