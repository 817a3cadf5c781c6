import { closeSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { backUpFile, backupFolder, listBackups } from "../lib/db/backup.ts";
import { migrationsOf } from "../lib/db/inspect-file.ts";

/** So many copies are kept, whatever is in them; and of so many versions the last copy. */
const keptCopies = 5;
const keptVersions = 5;

/**
 * Keeps a copy of the file as it is before its migrations. A start that is repeated keeps no second one of the same
 * content.
 * @throws BackupError, and then nothing may be migrated
 */
export function keepBefore(file: string): void {
  const folder = backupFolder(file);
  const { file: made } = backUpFile(file, folder, "before-migration");
  const copies = listBackups(file, folder, "before-migration");
  // Only one whose name says that it is older: of two starts at once, each of which finds the other's, one keeps its own.
  const [earlier] = copies.slice(copies.indexOf(made) + 1);
  const isKept = earlier !== undefined && sameBytes(made, earlier);
  if (isKept) rmSync(made);
  console.log(`Database: a copy of how it was before the update is kept: ${isKept ? earlier : made}`);
  if (!isKept) prune(copies);
}

// A start that fails again and again, while the version before writes, must not push out what there is of other versions.
function prune(copies: string[]): void {
  const versions = new Set<string>();
  for (const [index, copy] of copies.entries()) {
    const version = versionOf(copy);
    const isItsLast = !versions.has(version);
    versions.add(version);
    if (index >= keptCopies && !(isItsLast && versions.size <= keptVersions)) rmSync(copy, { force: true });
  }
}

function versionOf(copy: string): string {
  try {
    return migrationsOf(copy).join();
  } catch {
    return "none"; // it cannot be read
  }
}

const chunkBytes = 1 << 20;

/** `VACUUM INTO` writes the same bytes for the same content, whatever has happened to it in between. */
function sameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const handles = [one, other].map((file) => openSync(file, "r"));
  const [first, second] = handles.map(() => Buffer.alloc(chunkBytes)) as [Buffer, Buffer];
  const [left = -1, right = -1] = handles;
  try {
    for (;;) {
      const length = readSync(left, first);
      if (readSync(right, second) !== length || !first.subarray(0, length).equals(second.subarray(0, length)))
        return false;
      if (length === 0) return true;
    }
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}
