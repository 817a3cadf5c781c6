import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Client, createClient } from "@libsql/client";
import { localClient } from "./local-client.ts";

/** How long a statement waits for another process that writes to the same file. */
const busyTimeoutMs = 5000;

/** Opens a libSQL client: an embedded file (its folder is made when missing) or a server. */
export function openClient(url: string, authToken?: string): Client {
  if (!url.startsWith("file:")) return createClient({ url, ...(authToken && { authToken }) });
  mkdirSync(path.dirname(databaseFile(url)), { recursive: true });
  return localClient(createClient({ url, timeout: busyTimeoutMs }));
}

/** The path of the file behind a `file:` URL; relative ones start at the working directory. */
export function databaseFile(url: string): string {
  return url.replace(/^file:(\/\/(?=\/))?/, "").replace(/[?#].*$/, "");
}
