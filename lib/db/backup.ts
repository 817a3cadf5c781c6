import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { type FileReport, fileTrouble, inspectFile } from "./inspect-file.ts";
import { LocalConnection } from "./local-connection.ts";
import { sameOwner } from "./same-owner.ts";
import { syncPath } from "./sync-path.ts";

/** Why a copy was made. It stands in its name, and each kind is kept and thrown away by itself. */
export type BackupKind = "backup" | "before-migration" | "before-restore";

/** A copy that was made, and what is in it. */
export type Backup = { file: string; report: FileReport };

/** A copy that could not be made, or is not worth its name. */
export class BackupError extends Error {}

const busyTimeoutMs = 30_000;

/** Where copies of a database file lie unless somebody says otherwise. */
export function backupFolder(databaseFile: string): string {
  return path.join(path.dirname(databaseFile), "backups");
}

/**
 * Copies a database file, also while others write to it: what is copied is one moment of it. The copy has its name only
 * when it has been opened, found whole, and lies on the disk.
 * @throws BackupError
 */
export function backUpFile(databaseFile: string, folder: string, kind: BackupKind): Backup {
  return makeBackup(databaseFile, folder, kind, (target) => {
    const source = new LocalConnection(databaseFile, busyTimeoutMs);
    try {
      source.runScript(`VACUUM INTO '${target.replaceAll("'", "''")}'`);
    } finally {
      source.close();
    }
  });
}

/** The same from a dump in SQL, as a server gives it. @throws BackupError */
export function backUpDump(sql: string, databaseName: string, folder: string): Backup {
  return makeBackup(databaseName, folder, "backup", (target) => {
    const copy = new LocalConnection(target, busyTimeoutMs);
    try {
      copy.runScript(sql);
    } finally {
      copy.close();
    }
  });
}

function makeBackup(databaseFile: string, folder: string, kind: BackupKind, write: (target: string) => void): Backup {
  const file = path.join(folder, backupName(databaseFile, kind));
  const partial = `${file}.partial`;
  // there the site puts copies of its own; another folder is its owner's affair
  const isSites = existsSync(databaseFile) && path.resolve(folder) === path.resolve(backupFolder(databaseFile));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isSites) sameOwner(databaseFile, folder);
    rmSync(partial, { force: true });
    write(partial);
    // whoever can read it can read every conversation
    chmodSync(partial, 0o600);
    if (isSites) sameOwner(databaseFile, partial);
    syncPath(partial);
    const report = inspectFile(partial);
    if (report.problems.length > 0) throw new BackupError(`The copy is not whole: ${report.problems.join("; ")}`);
    renameSync(partial, file);
    syncPath(folder);
    return { file, report };
  } catch (error) {
    for (const rest of [partial, `${partial}-journal`, `${partial}-wal`, `${partial}-shm`])
      rmSync(rest, { force: true });
    if (error instanceof BackupError) throw error;
    throw new BackupError(`No copy of ${databaseFile} was made in ${folder}: ${fileTrouble(error)}`, { cause: error });
  }
}

/** `switchboard-backup-2026-11-22T06-15-00.123Z.db`: by name they are in the order of their time. */
export function backupName(databaseFile: string, kind: BackupKind): string {
  const time = new Date().toISOString().replaceAll(":", "-");
  return `${baseName(databaseFile)}-${kind}-${time}.db`;
}

const baseName = (databaseFile: string) => path.basename(databaseFile).replace(/\.db$/, "");

/** The copies of one kind that a folder holds, newest first. */
export function listBackups(databaseFile: string, folder: string, kind: BackupKind): string[] {
  if (!existsSync(folder)) return [];
  const prefix = `${baseName(databaseFile)}-${kind}-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && /^\d{4}-\d\d-\d\dT[\d.-]+Z\.db$/.test(name.slice(prefix.length)))
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/** Deletes all but the newest copies of a kind; gives what it deleted. */
export function pruneBackups(databaseFile: string, folder: string, kind: BackupKind, keep: number): string[] {
  const old = listBackups(databaseFile, folder, kind).slice(keep);
  for (const file of old) rmSync(file, { force: true });
  return old;
}
