import { mkdirSync } from "node:fs";
import path from "node:path";
import { createClient, type InStatement, type ResultSet } from "@libsql/client/http";
import type { DatabaseClient } from "./database-client.ts";
import { readsFresh } from "./fresh-reads.ts";
import { LocalClient } from "./local-client.ts";
import { LocalConnection } from "./local-connection.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

/** How long a statement waits for another process that writes to the same file. */
const busyTimeoutMs = 5000;
/** The same for one that has nothing else to do. */
const patientTimeoutMs = 90_000;

/**
 * How long a server may take over one request. Less than the time after which a turn counts as an orphan: a connection
 * that has silently died must not keep the ticks of all turns waiting.
 */
const requestTimeoutMs = 4000;

/**
 * Opens a libSQL client: an embedded file (its folder is made when missing) or a server.
 * @param timeoutMs for one request to a server; migrations need longer, and wait longer for another process, too
 */
export function openClient(url: string, authToken?: string, timeoutMs = requestTimeoutMs): DatabaseClient {
  if (!url.startsWith("file:")) return serverClient(url, authToken, timeoutMs);
  const file = databaseFile(url);
  mkdirSync(path.dirname(file), { recursive: true });
  const patienceMs = timeoutMs > requestTimeoutMs ? patientTimeoutMs : busyTimeoutMs;
  return new LocalClient(new LocalConnection(file, patienceMs), new WriteAheadLog(file), patienceMs);
}

/**
 * What a replica hands on to its primary with all of the batch that it stands in, and what takes no lock there. A replica
 * answers a batch of its own that only reads, whatever its transaction begins with; this pragma it holds for none
 * (`StmtKind` and `WriteProxyConnection::execute_program` of libsql-server).
 */
const toPrimary = "PRAGMA user_version";

function serverClient(url: string, authToken: string | undefined, timeoutMs: number): DatabaseClient {
  const client = createClient({ url, fetch: within(timeoutMs), ...(authToken && { authToken }) });
  // a server answers when it has written
  const commit = async (statements: InStatement[]) => ({
    results: await client.batch(statements, "write"),
    durable: Promise.resolve(),
  });
  const alone = client.execute.bind(client);
  const together = client.batch.bind(client);
  const atPrimary = async (statements: InStatement[]) =>
    (await together([toPrimary, ...statements], "deferred")).slice(1);
  return Object.assign(client, {
    commit,
    batch: (statements: InStatement[], mode?: "read" | "write") =>
      mode === "read" && readsFresh() ? atPrimary(statements) : together(statements, mode),
    execute: async (statement: InStatement) => {
      // what writes goes there alone, and must not begin by reading: another one's write in between would refuse it
      const [result] = reads(statement) && readsFresh() ? await atPrimary([statement]) : [await alone(statement)];
      return result as ResultSet;
    },
  });
}

const reads = (statement: InStatement): boolean =>
  /^\s*SELECT\b/i.test(typeof statement === "string" ? statement : statement.sql);

/**
 * A `fetch` that has its whole answer in time, or fails. The time is kept by us: a signal is handed from one request
 * object to the next on its way through Next's fetch, each of which only refers to it weakly, and one that was collected
 * ends nothing (met: a request that hung for ever).
 */
function within(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const controller = new AbortController();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
      controller.abort();
    }, timeoutMs);
    const whole = async () => {
      const response = await fetch(input, { ...init, signal: controller.signal });
      return new Response(await response.arrayBuffer(), response);
    };
    try {
      return await Promise.race([whole(), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The path of the file behind a `file:` URL; relative ones start at the working directory. */
export function databaseFile(url: string): string {
  const file = url.replace(/^file:(\/\/(localhost)?(?=\/))?/, "").replace(/[?#].*$/, "");
  try {
    return decodeURIComponent(file);
  } catch {
    return file; // a name with a percent sign that stands for itself
  }
}
