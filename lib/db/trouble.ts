import { LibsqlError } from "@libsql/client/http";
import { AppError } from "../errors.ts";

/**
 * What an error of a database means. One word for each, whether a file or a server says it, and whether Prisma was in
 * between: they have codes of their own for the same thing.
 * - `unique`, `foreign-key`: a row that must not be; the program has to expect it, or is wrong
 * - `statement`: the database does not understand, or refuses, what it was asked; the program is wrong
 * - `too-large`: a value, a row or an answer is longer than the database takes or gives
 * - `busy`: somebody else writes for too long; `unreachable`: no answer, or half of one: trying again may help
 * - `not-allowed`: a server does not know us
 * - `read-only`, `full`, `disk` (it fails, and not for want of room), `corrupt`, `no-database` (the file is something else),
 *   `cannot-open`, `no-tables`: a person has to mend it
 */
export type Trouble =
  | "unique"
  | "foreign-key"
  | "statement"
  | "too-large"
  | "busy"
  | "unreachable"
  | "not-allowed"
  | "read-only"
  | "full"
  | "disk"
  | "corrupt"
  | "no-database"
  | "cannot-open"
  | "no-tables";

// a server hands on SQLite's own words, but not always its code
const byWords: [RegExp, Trouble][] = [
  [/UNIQUE constraint failed/i, "unique"],
  [/string or blob too big|response is too large/i, "too-large"],
  [/FOREIGN KEY constraint failed/i, "foreign-key"],
  [/database (table )?is locked/i, "busy"],
  [/database or disk is full/i, "full"],
  [/disk I\/O error/i, "disk"],
  [/readonly database/i, "read-only"],
  [/file is not a database/i, "no-database"],
  [/disk image is malformed/i, "corrupt"],
  [/unable to open database file/i, "cannot-open"],
  [/no such table/i, "no-tables"],
  [/HTTP status 40[13]/i, "not-allowed"],
  [/HTTP status 5\d\d|fetch failed|terminated|aborted due to timeout/i, "unreachable"],
  // a stream that the server does not know any more: it was idle for too long, or the server was started again
  [/invalid baton|STREAM_EXPIRED|stream has expired/i, "unreachable"],
];

const byCode: [RegExp, Trouble][] = [
  [/^SQLITE_(BUSY|LOCKED)/, "busy"],
  [/^SQLITE_FULL/, "full"],
  [/^SQLITE_IOERR/, "disk"],
  [/^SQLITE_READONLY/, "read-only"],
  [/^SQLITE_CORRUPT/, "corrupt"],
  [/^SQLITE_NOTADB/, "no-database"],
  [/^SQLITE_CANTOPEN/, "cannot-open"],
  [/^SQL(ITE_(CONSTRAINT|ERROR|MISMATCH|RANGE)|_)/, "statement"],
];

// Prisma's for: not reached, timed out, closed, no connection in time, no transaction in time
const awayCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

// the disk, asked by us and not by SQLite
const byDisk: Record<string, Trouble> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "read-only",
  EACCES: "read-only",
  EPERM: "read-only",
  EIO: "disk",
};

/** What was asked; null when the answer would be too large. */
export async function unlessTooLarge<Result>(asked: Promise<Result>): Promise<Result | null> {
  try {
    return await asked;
  } catch (error) {
    if (troubleOf(error) === "too-large") return null;
    throw error;
  }
}

/** What an error means; null when it has nothing to do with the database. */
export function troubleOf(error: unknown): Trouble | null {
  if (error instanceof AppError) return troubleOf(error.cause);
  if (error instanceof LibsqlError) {
    return match(byWords, error.message) ?? match(byCode, error.code) ?? "unreachable";
  }
  if (isKnownToPrisma(error)) return troubleOfPrisma(error);
  if (error instanceof TypeError) return /fetch failed|terminated/.test(error.message) ? "unreachable" : null;
  if (error instanceof DOMException) return error.name === "TimeoutError" ? "unreachable" : null;
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return syscall === undefined || code === undefined ? null : (byDisk[code] ?? null);
}

type PrismaError = { code: string; meta?: unknown; message: string };

// by its name: the client itself is made by a generator, and whoever migrates can do so before it is there
function isKnownToPrisma(error: unknown): error is PrismaError {
  return error instanceof Error && error.name === "PrismaClientKnownRequestError";
}

// P2039 is whatever its adapter has no number for, as a server's words; what it is stands in `meta`
function troubleOfPrisma({ code, meta, message }: PrismaError): Trouble | null {
  if (code === "P2002") return "unique";
  if (code === "P2003") return "foreign-key";
  if (code === "P2021") return "no-tables";
  return match(byWords, `${message} ${JSON.stringify(meta)}`) ?? (awayCodes.has(code) ? "unreachable" : null);
}

function match(table: [RegExp, Trouble][], text: string): Trouble | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
