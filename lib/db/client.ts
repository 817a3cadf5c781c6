import { type InStatement, LibsqlError, type ResultSet } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { openClient } from "./open-client.ts";

/** The one way to the data: Prisma for everything but the hot path, raw batches for that. */
export type Database = {
  prisma: ReturnType<typeof prismaClient>;
  /** Runs statements as one transaction in one round trip. */
  batch(statements: InStatement[], mode: "read" | "write"): Promise<ResultSet[]>;
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

/** Opens a database. One per process and file: two would wait for each other's locks with the event loop stopped. */
export function openDatabase(url: string, authToken?: string): Database {
  const client = openClient(url, authToken);
  const factory = new PrismaLibSql({ url });
  // Prisma and the raw batches share one client, so that they share one connection and one lock
  factory.createClient = () => client;
  const prisma = prismaClient(factory);
  return {
    prisma,
    batch: async (statements, mode) => {
      try {
        return await client.batch(statements, mode);
      } catch (error) {
        throw databaseError(error);
      }
    },
    close: async () => {
      await prisma.$disconnect();
      client.close();
    },
  };
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
