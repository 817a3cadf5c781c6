// the entries that load no native module: where the database is a server, none is needed
import type { Client, InStatement, ResultSet } from "@libsql/client/http";
import { PrismaLibSql } from "@prisma/adapter-libsql/web";
import { env } from "../env.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import { labels, metrics } from "../telemetry/metrics.ts";
import type { DatabaseClient } from "./database-client.ts";
import { readingFresh } from "./fresh-reads.ts";
import { PrismaClient } from "./generated/client.ts";
import { openClient } from "./open-client.ts";
import { type Trouble, troubleOf } from "./trouble.ts";

/** The one way to the data: Prisma for everything but the hot path, raw batches for that. */
export type Database = {
  prisma: ReturnType<typeof prismaClient>;
  /**
   * Runs statements as one transaction in one round trip; what was written is on the disk then. A `read` may be answered by
   * a replica, which has what was written elsewhere a moment later; a `fresh` one never is.
   */
  batch(statements: InStatement[], mode: "read" | "fresh" | "write"): Promise<ResultSet[]>;
  /** The same as `batch` for one who has something to do while the disk writes. */
  commit: DatabaseClient["commit"];
  /** Ends the connection; the last thing a process does. */
  close(): Promise<void>;
};

function prismaClient(adapter: PrismaLibSql) {
  return new PrismaClient({ adapter }).$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        return translated(query(args), "prisma");
      },
    },
  });
}

/**
 * Opens a database. One per process and file: two would wait for each other's locks with the event loop stopped.
 * @throws AppError `database_unavailable` when the file cannot be opened
 */
export function openDatabase(url: string, authToken?: string): Database {
  const client = opened(url, authToken);
  const factory = new PrismaLibSql({ url });
  // Prisma and the raw batches share one client, so that they share one connection and one lock
  factory.createClient = () => client as unknown as Client;
  const prisma = prismaClient(factory);
  return {
    prisma,
    batch: (statements, mode) => {
      if (mode === "write") return translated(client.batch(statements, "write"), "write");
      const read = () => client.batch(statements, "read");
      return translated(mode === "fresh" ? readingFresh(read) : read(), "read");
    },
    commit: async (statements) => {
      const { results, durable } = await translated(client.commit(statements), "write");
      const written = translated(durable, "disk");
      written.catch(() => {}); // whoever awaits it hears of it
      return { results, durable: written };
    },
    close: async () => {
      await prisma.$disconnect();
      client.close();
    },
  };
}

function opened(url: string, authToken: string | undefined): DatabaseClient {
  try {
    return openClient(url, authToken);
  } catch (error) {
    throw databaseError(error);
  }
}

type Operation = "read" | "write" | "disk" | "prisma";
const labelled: Record<Operation, string> = {
  read: labels({ operation: "read" }),
  write: labels({ operation: "write" }),
  disk: labels({ operation: "disk" }),
  prisma: labels({ operation: "prisma" }),
};

async function translated<Result>(asked: Promise<Result>, operation: Operation): Promise<Result> {
  const startedAt = performance.now();
  try {
    return await asked;
  } catch (error) {
    throw databaseError(error);
  } finally {
    metrics().database.observe((performance.now() - startedAt) / 1000, labelled[operation]);
  }
}

const codes: Partial<Record<Trouble, ErrorCode>> = {
  full: "database_full",
  "read-only": "database_read_only",
  unique: "internal",
  "foreign-key": "internal",
  statement: "internal",
  "too-large": "internal",
};

// A database that cannot be reached, or is locked for too long, is "away": trying again may help. What it refuses is
// our mistake, and stays the error that it is. What the driver says may hold statements and values: it stays in the
// cause, for the log's eyes only.
function databaseError(error: unknown): unknown {
  const trouble = troubleOf(error);
  if (trouble) metrics().databaseTroubles.add(1, labels({ trouble }));
  const code = trouble && (codes[trouble] ?? "database_unavailable");
  return code && code !== "internal" ? new AppError(code, undefined, { cause: error }) : error;
}

// Next bundles every route on its own; what must exist once per process hangs on globalThis
const holder = globalThis as typeof globalThis & { switchboardDatabase?: Database };

/** The process's database. */
export function database(): Database {
  holder.switchboardDatabase ??= openDatabase(env().DATABASE_URL, env().DATABASE_AUTH_TOKEN);
  return holder.switchboardDatabase;
}
