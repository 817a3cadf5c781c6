import { statfsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type InStatement, type InValue, LibsqlError, type ResultSet, type Row } from "@libsql/client/http";
import type Libsql from "libsql";

const load = createRequire(import.meta.url);

/** Loads the driver with the first file: where the database is a server, the native module need not even be there. */
function driver(): typeof Libsql {
  return load("libsql") as typeof Libsql;
}

/** Prepared statements that are kept; the site has about 150 of its own, and Prisma makes more for lists of ids. */
const maxKept = 400;

type Prepared = {
  statement: Libsql.Statement;
  columns: string[];
  columnTypes: string[];
  /** null for a statement that gives no rows */
  toRow: ((values: unknown[]) => Row) | null;
};

/**
 * One connection to a SQLite file, with the answers of `@libsql/client` and without its costs: that one prepares every
 * statement anew, which takes three times as long as running it. Every call stops the event loop until it is done.
 */
export class LocalConnection {
  readonly #file: string;
  readonly #database: Libsql.Database;
  /** by their text, the one used longest ago first */
  readonly #kept = new Map<string, Prepared>();

  #closed = false;

  /**
   * @param busyTimeoutMs how long a statement waits for another process that writes
   * @throws LibsqlError when the file cannot be opened
   */
  constructor(file: string, busyTimeoutMs: number) {
    this.#file = file;
    this.#database = opened(file, busyTimeoutMs);
  }

  /** How long a statement waits, with the event loop stopped, for another process that writes. */
  waitAtMost(milliseconds: number): void {
    this.#translated(() => this.#database.exec(`PRAGMA busy_timeout=${milliseconds}`));
  }

  get inTransaction(): boolean {
    // the driver aborts the process when it is asked of a closed database
    return !this.#closed && this.#database.inTransaction;
  }

  /**
   * Begins a transaction that writes, or fails when another process does for too long. Not by a kept statement: one that
   * finds the file locked stays active in SQLite, and what commits after it is not committed.
   * @throws LibsqlError
   */
  beginToWrite(): void {
    this.#translated(() => this.#database.exec("BEGIN IMMEDIATE"));
  }

  /** Runs one statement; one that writes has to stand in a transaction. @throws LibsqlError */
  run(asked: InStatement): ResultSet {
    const { sql, args = [] } = typeof asked === "string" ? { sql: asked } : asked;
    if (this.#closed) throw new LibsqlError("the database is closed", "CLIENT_CLOSED");
    return this.#translated(() => {
      const { statement, columns, columnTypes, toRow } = this.#prepare(sql);
      const bound = Array.isArray(args) ? args.map(toSql) : namedToSql(args);
      if (toRow) return resultSet(columns, columnTypes, (statement.all(bound) as unknown[][]).map(toRow), 0);
      return resultSet(columns, columnTypes, [], statement.run(bound).changes);
    });
  }

  /** Runs a script of several statements. @throws LibsqlError */
  runScript(sql: string): void {
    // it may give tables other columns than the kept statements know
    this.#kept.clear();
    this.#translated(() => this.#database.exec(sql));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#kept.clear();
    this.#database.close();
  }

  /**
   * Runs what may throw the driver's own error, and throws the one that every libSQL client throws. Where the memory that
   * connections share finds no room on the disk SQLite speaks of an I/O error: what is meant is said.
   */
  #translated<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof driver().SqliteError)) throw error;
      // SQLITE_CONSTRAINT_UNIQUE is a SQLITE_CONSTRAINT
      const [, kind] = error.code.split("_");
      const isFull = kind === "IOERR" && !hasRoom(this.#file);
      const [message, code] = isFull ? ["database or disk is full", "SQLITE_FULL"] : [error.message, `SQLITE_${kind}`];
      throw new LibsqlError(message, code, error.code, error.rawCode, error);
    }
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#kept.get(sql);
    if (prepared) this.#kept.delete(sql);
    else prepared = prepare(this.#database, sql);
    this.#kept.set(sql, prepared);
    if (this.#kept.size > maxKept) this.#kept.delete(this.#kept.keys().next().value as string);
    return prepared;
  }
}

function prepare(database: Libsql.Database, sql: string): Prepared {
  const statement = database.prepare(sql).safeIntegers(true);
  if (!statement.reader) return { statement, columns: [], columnTypes: [], toRow: null };
  const described = statement.raw(true).columns();
  const columns = described.map(({ name }) => name);
  return { statement, columns, columnTypes: described.map(({ type }) => type ?? ""), toRow: rowsOf(columns) };
}

function resultSet(columns: string[], columnTypes: string[], rows: Row[], rowsAffected: number): ResultSet {
  const toJSON = () => ({ columns, columnTypes, rows, rowsAffected });
  return { columns, columnTypes, rows, rowsAffected, lastInsertRowid: undefined, toJSON };
}

/** Makes rows that have their values by name, for us, and by position and with a length, for Prisma's adapter. */
function rowsOf(columns: string[]): (values: unknown[]) => Row {
  class LocalRow {
    readonly #values: unknown[];

    constructor(values: unknown[]) {
      this.#values = values.map(fromSql);
      for (const [index, name] of columns.entries()) {
        // of columns with the same name the first one counts
        if (!(name in this)) (this as Record<string, unknown>)[name] = this.#values[index];
      }
    }

    get length(): number {
      return this.#values.length;
    }

    static {
      for (const index of columns.keys()) {
        Object.defineProperty(LocalRow.prototype, index, {
          get(this: LocalRow) {
            return this.#values[index];
          },
        });
      }
    }
  }
  return (values) => new LocalRow(values) as unknown as Row;
}

function fromSql(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError("an integer is too large for a JavaScript number");
    return number;
  }
  if (value instanceof Uint8Array) return value.slice().buffer;
  return value;
}

function toSql(value: InValue): unknown {
  if (value === undefined) throw new TypeError("undefined cannot be an argument of a statement");
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("an argument is not a finite number");
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.valueOf();
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value;
}

function namedToSql(values: Record<string, InValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(/^[:@$]/, ""), toSql(value)]));
}

function opened(file: string, busyTimeoutMs: number): Libsql.Database {
  try {
    return new (driver())(file, { timeout: busyTimeoutMs });
  } catch (error) {
    // the driver has no error of its own for this
    const message = error instanceof Error ? error.message : String(error);
    throw new LibsqlError(message, "SQLITE_CANTOPEN", undefined, undefined, error instanceof Error ? error : undefined);
  }
}

/** SQLite's files beside a database grow by 32 KiB at least: with less than twice that there is no room worth the name. */
const leastRoom = 65_536;

function hasRoom(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(file));
    return bavail * bsize >= leastRoom;
  } catch {
    return true; // a disk that cannot even be asked has another trouble
  }
}
