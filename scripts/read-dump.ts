import { BackupError } from "../lib/db/backup.ts";

/**
 * A libSQL server's whole database as SQL, of one moment. Both sqld and Turso give it at `/dump`.
 * @throws BackupError where the server does not
 */
export async function readDump(url: string, authToken: string | undefined): Promise<string> {
  const address = new URL("/dump", url.replace(/^libsql:/, "https:"));
  const own = "Servers have means of their own: docs/operations.md names them.";
  const response = await fetch(address, {
    redirect: "error",
    ...(authToken && { headers: { authorization: `Bearer ${authToken}` } }),
  }).catch((error: Error) => {
    throw new BackupError(`The server at ${address.host} could not be reached: ${error.message}. ${own}`);
  });
  if (!response.ok) {
    throw new BackupError(`The server at ${address.host} gives no dump (HTTP status ${response.status}). ${own}`);
  }
  const sql = await response.text();
  // one that broke off in the middle would be a database, too
  if (!/COMMIT;\s*$/.test(sql)) throw new BackupError(`The dump of ${address.host} broke off. ${own}`);
  return sql;
}
