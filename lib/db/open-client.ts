import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Client, createClient } from "@libsql/client";
import { localClient } from "./local-client.ts";

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
export function openClient(url: string, authToken?: string, timeoutMs = requestTimeoutMs): Client {
  if (!url.startsWith("file:")) {
    const timed: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return createClient({ url, fetch: timed, ...(authToken && { authToken }) });
  }
  mkdirSync(path.dirname(databaseFile(url)), { recursive: true });
  return localClient(createClient({ url, timeout: busyTimeoutMs }));
}

/** The path of the file behind a `file:` URL; relative ones start at the working directory. */
export function databaseFile(url: string): string {
  return url.replace(/^file:(\/\/(?=\/))?/, "").replace(/[?#].*$/, "");
}
