// the entries that load no native module: where the database is a server, none is needed
import { type Client, LibsqlError } from "@libsql/client/http";
import { PrismaLibSql } from "@prisma/adapter-libsql/web";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { DatabaseClient } from "./database-client.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { openClient } from "./open-client.ts";

/** The one way to the data: Prisma for everything but the hot path, raw batches for that. */
export type Database = {
  prisma: ReturnType<typeof prismaClient>;
  /** Runs statements as one transaction in one round trip; what was written is on the disk then. */
  batch: DatabaseClient["batch"];
  /** The same as `batch` for one who has something to do while the disk writes. */
  commit: DatabaseClient["commit"];
  /** Ends the connection; the last thing a process does. */
  close(): Promise<void>;
};

function prismaClient(adapter: PrismaLibSql) {
  return new PrismaClient({ adapter }).$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(args);
        } catch (error) {
          throw databaseError(error);
        }
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
    batch: (statements, mode) => translated(client.batch(statements, mode)),
    commit: async (statements) => {
      const { results, durable } = await translated(client.commit(statements));
      const written = translated(durable);
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

async function translated<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    throw databaseError(error);
  }
}

// Prisma's for: not reached, timed out, closed, no connection in time, no transaction in time
const awayCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

// A database that cannot be reached, or is locked for too long, is "away": trying again may help. What it refuses is
// our mistake. What the driver says may hold statements and values: it stays in the cause, for the log's eyes only.
function databaseError(error: unknown): unknown {
  const refused =
    error instanceof LibsqlError &&
    /^SQL(ITE_(CONSTRAINT|ERROR|MISMATCH|RANGE)|_)/.test(error.code) &&
    !/no such table/.test(error.message); // a database that was replaced, or never migrated, is none
  const network =
    (error instanceof TypeError && /fetch failed|terminated/.test(error.message)) ||
    (error instanceof DOMException && error.name === "TimeoutError") ||
    (error instanceof Prisma.PrismaClientKnownRequestError && awayCodes.has(error.code));
  const away = network || (error instanceof LibsqlError && !refused);
  return away ? new AppError("database_unavailable", undefined, { cause: error }) : error;
}

// Next bundles every route on its own; what must exist once per process hangs on globalThis
const holder = globalThis as typeof globalThis & { switchboardDatabase?: Database };

/** The process's database. */
export function database(): Database {
  holder.switchboardDatabase ??= openDatabase(env().DATABASE_URL, env().DATABASE_AUTH_TOKEN);
  return holder.switchboardDatabase;
}
