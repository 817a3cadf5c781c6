import { createHash } from "node:crypto";
import { database } from "../db/client.ts";
import { AppError } from "../errors.ts";

/** So many in so many seconds. */
export type Limit = { limit: number; seconds: number };

const nowMs = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/**
 * Counts one use of `name` by `subject` against fixed windows and refuses when one of them is full. Counting and
 * checking are one statement on the database's clock, so parallel requests and several instances can't slip through.
 * @param subject stored only as a hash: it may be a person's address
 * @throws AppError `rate_limited` with the seconds to wait
 */
export async function take(name: string, subject: string, limits: Limit[]): Promise<void> {
  const hash = createHash("sha256").update(subject).digest("base64url");
  const counts = limits.map(({ seconds }) => ({
    sql: `INSERT INTO "RateLimit" ("key", "count", "windowEndsAt") VALUES (?, 1, ${nowMs} + ?)
      ON CONFLICT ("key") DO UPDATE SET
        "count" = CASE WHEN "windowEndsAt" <= ${nowMs} THEN 1 ELSE "count" + 1 END,
        "windowEndsAt" = CASE WHEN "windowEndsAt" <= ${nowMs} THEN excluded."windowEndsAt" ELSE "windowEndsAt" END
      RETURNING "count", "windowEndsAt" - ${nowMs} AS "leftMs"`,
    args: [`${name}:${seconds}:${hash}`, seconds * 1000],
  }));
  const cleanUp = `DELETE FROM "RateLimit" WHERE "key" IN
    (SELECT "key" FROM "RateLimit" WHERE "windowEndsAt" <= ${nowMs} LIMIT 100)`;
  const results = await database().batch([...counts, cleanUp], "write");
  const waits = limits.flatMap(({ limit }, index) => {
    const row = results[index]?.rows[0];
    return row && Number(row.count) > limit ? [Number(row.leftMs)] : [];
  });
  if (waits.length > 0)
    throw new AppError("rate_limited", { seconds: Math.max(1, Math.ceil(Math.max(...waits) / 1000)) });
}
