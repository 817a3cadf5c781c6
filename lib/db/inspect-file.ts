import { existsSync, statSync } from "node:fs";
import { LocalConnection } from "./local-connection.ts";
import { troubleOf } from "./trouble.ts";

/** What was found in a database file. */
export type FileReport = {
  /** none when it is whole */
  problems: string[];
  /** the migrations it has, oldest first */
  migrations: string[];
  /** the oldest version that may run on it, where that is recorded */
  oldest: string | null;
  /** how many rows the tables that a person would ask about have */
  counts: { people: number; conversations: number; messages: number };
  bytes: number;
};

const noCounts = { people: 0, conversations: 0, messages: 0 };
const shownProblems = 3;

/** Looks at every page of a database file that may be in use, and at what is in it. */
export function inspectFile(file: string): FileReport {
  const absent = { problems: [], migrations: [], oldest: null, counts: noCounts, bytes: 0 };
  // the driver would make an empty one
  if (!existsSync(file)) return { ...absent, problems: ["there is no such file"] };
  const { size: bytes } = statSync(file);
  try {
    return withFile(file, (connection) => {
      const problems = [...integrityProblems(connection, "integrity_check"), ...keyProblems(connection)];
      return { problems, bytes, ...contentsOf(connection) };
    });
  } catch (error) {
    return { ...absent, bytes, problems: [fileTrouble(error)] };
  }
}

/** The migrations that a database file has, oldest first. @throws LibsqlError when it cannot be read, or has no record of any */
export function migrationsOf(file: string): string[] {
  return withFile(file, appliedIn);
}

/** What is wrong with the pages of a file; whether indexes agree with their tables, which takes longest, is left out. */
export function fileProblems(file: string): string[] {
  try {
    return withFile(file, (connection) => integrityProblems(connection, "quick_check"));
  } catch (error) {
    // what is not the file's own fault is for whoever opens it next
    return ["corrupt", "no-database"].includes(troubleOf(error) ?? "") ? [fileTrouble(error)] : [];
  }
}

function withFile<Result>(file: string, work: (connection: LocalConnection) => Result): Result {
  const connection = new LocalConnection(file, 1000);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

function integrityProblems(connection: LocalConnection, check: "integrity_check" | "quick_check"): string[] {
  const { rows } = connection.run(`PRAGMA ${check}(${shownProblems})`);
  return rows.map((row) => String(row[0])).filter((words) => words !== "ok");
}

function keyProblems(connection: LocalConnection): string[] {
  const { rows } = connection.run(
    `SELECT "table", COUNT(*) AS "rows" FROM pragma_foreign_key_check() GROUP BY "table"`,
  );
  return rows.slice(0, shownProblems).map((row) => `${row.rows} rows of ${row.table} point to nothing`);
}

function appliedIn(connection: LocalConnection): string[] {
  const { rows } = connection.run(`SELECT "migration_name" AS "name" FROM "_prisma_migrations"
    WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`);
  return rows.map((row) => String(row.name));
}

function contentsOf(connection: LocalConnection): Pick<FileReport, "migrations" | "oldest" | "counts"> {
  const { rows } = connection.run(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table'`);
  const tables = new Set(rows.map((row) => String(row.name)));
  const count = (table: string) =>
    tables.has(table) ? Number(connection.run(`SELECT COUNT(*) AS "n" FROM "${table}"`).rows[0]?.n) : 0;
  const [version] = tables.has("SchemaVersion") ? connection.run(`SELECT "oldest" FROM "SchemaVersion"`).rows : [];
  return {
    oldest: version ? String(version.oldest) : null,
    migrations: tables.has("_prisma_migrations") ? appliedIn(connection) : [],
    counts: { people: count("User"), conversations: count("Conversation"), messages: count("Message") },
  };
}

const words: Partial<Record<ReturnType<typeof troubleOf> & string, string>> = {
  busy: "another process is writing to it",
  full: "there is no room left on the disk",
  disk: "the disk does not read or write it",
  "read-only": "it cannot be written: the file, its folder or the disk is read-only",
  corrupt: "it is damaged (a page of it is not what SQLite wrote)",
  "no-database": "it is no SQLite database, or its beginning is damaged",
  "cannot-open": "it cannot be opened: look whether its folder is there and may be read and written",
};

/** An error of a database file, in words for whoever runs the site. */
export function fileTrouble(error: unknown): string {
  const trouble = troubleOf(error);
  const said = error instanceof Error ? error.message : String(error);
  return (trouble && words[trouble]) ?? said;
}
