import { mkdirSync } from "node:fs";
import path from "node:path";
import { createClient, type InStatement } from "@libsql/client/http";
import type { DatabaseClient } from "./database-client.ts";
import { LocalClient } from "./local-client.ts";
import { LocalConnection } from "./local-connection.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

/** How long a statement waits for another process that writes to the same file. */
const busyTimeoutMs = 5000;

/**
 * How long a server may take over one request. Less than the time after which a turn counts as an orphan: a connection
 * that has silently died must not keep the ticks of all turns waiting.
 */
const requestTimeoutMs = 4000;

/**
 * Opens a libSQL client: an embedded file (its folder is made when missing) or a server.
 * @param timeoutMs for one request to a server; migrations need longer
 */
export function openClient(url: string, authToken?: string, timeoutMs = requestTimeoutMs): DatabaseClient {
  if (!url.startsWith("file:")) return serverClient(url, authToken, timeoutMs);
  const file = databaseFile(url);
  mkdirSync(path.dirname(file), { recursive: true });
  return new LocalClient(new LocalConnection(file, busyTimeoutMs), new WriteAheadLog(file));
}

function serverClient(url: string, authToken: string | undefined, timeoutMs: number): DatabaseClient {
  const timed: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  const client = createClient({ url, fetch: timed, ...(authToken && { authToken }) });
  // a server answers when it has written
  const commit = async (statements: InStatement[]) => ({
    results: await client.batch(statements, "write"),
    durable: Promise.resolve(),
  });
  return Object.assign(client, { commit });
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
