import { createHash } from "node:crypto";
import { createClient, type Value } from "@libsql/client";

/**
 * A hash over every row of every table: equal before and after means that nothing was written.
 * Reads a file through libSQL, as the app does: two SQLite libraries on one file do not respect each other's locks.
 * @param except tables, or columns as `Table.column`, left out: for example those that count requests
 */
export async function rowHash(databaseUrl: string, { except = [] }: { except?: string[] } = {}): Promise<string> {
  const client = createClient({ url: databaseUrl, intMode: "bigint" });
  try {
    if (databaseUrl.startsWith("file:")) await client.execute("PRAGMA query_only = ON");
    const tables = await client.execute(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
    );
    const hash = createHash("sha256");
    for (const name of tables.rows.map((row) => String(row[0]))) {
      if (except.includes(name)) continue;
      const { rows, columns } = await client.execute(`SELECT * FROM "${name.replaceAll('"', '""')}"`);
      const counts = columns.map((column) => !except.includes(`${name}.${column}`));
      // in no order of the database's: a rewritten page is no changed row
      const lines = rows.map((row) => JSON.stringify(Array.from(row, (value, i) => counts[i] && plain(value)))).sort();
      hash.update(JSON.stringify([name, lines]));
    }
    return hash.digest("hex");
  } finally {
    client.close();
  }
}

function plain(value: Value | undefined): unknown {
  if (typeof value === "bigint") return `${value}n`;
  return value instanceof ArrayBuffer ? Buffer.from(value).toString("hex") : value;
}
