import { database } from "../db/client.ts";
import { logTrouble } from "../telemetry/log.ts";
import { gone, trashBegins } from "./put-away.ts";

/** So many conversations are taken out of the database at once, and messages: no write of others waits for long. */
const conversationsAtOnce = 20;
const messagesAtOnce = 1000;

/** Looks for what lay in the trash for too long are so far apart, in milliseconds, in each process. */
const lookEveryMs = 60 * 60 * 1000;
let lookAt = 0;

/**
 * Takes out of the database, everybody's: what was deleted for ever, and what lay in the trash for 30 days. Several
 * processes may do it at once, and one that is interrupted leaves the rest to the next: from its first step on nobody
 * can restore a conversation. One whose answer is still ending is left for another time, so that what it took is
 * noted. What the calls took stays.
 */
export async function purgeTrash(): Promise<void> {
  lookAt = performance.now() + lookEveryMs;
  while (await purgeSome()) {
    // until there is nothing left
  }
}

/** The same, seldom, beside what somebody waits for. */
export async function purgeNowAndThen(): Promise<void> {
  if (performance.now() >= lookAt) await purgeAside();
}

/** The same now. A failure is told to the log alone: the next look takes it up. */
export function purgeAside(): Promise<void> {
  return purgeTrash().catch((error) => logTrouble("trash-not-emptied", error));
}

async function purgeSome(): Promise<boolean> {
  const [taken] = await database().batch(
    [
      {
        sql: `UPDATE "Conversation" SET "deletedAt" = :gone WHERE "id" IN (
            SELECT c."id" FROM "Conversation" c WHERE c."deletedAt" < :begins AND NOT EXISTS (
              SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running')
            LIMIT :limit)
          RETURNING "id"`,
        args: { gone: gone.toISOString(), begins: trashBegins().toISOString(), limit: conversationsAtOnce },
      },
    ],
    "write",
  );
  const ids = JSON.stringify((taken?.rows ?? []).map((row) => row.id));
  if (ids === "[]") return false;
  const some = `SELECT m."rowid" FROM json_each(?) a CROSS JOIN "Message" m ON m."conversationId" = a.value LIMIT ?`;
  for (let deleted = messagesAtOnce; deleted >= messagesAtOnce; ) {
    const sql = `DELETE FROM "Message" WHERE "rowid" IN (${some})`;
    const [result] = await database().batch([{ sql, args: [ids, messagesAtOnce] }], "write");
    deleted = result?.rowsAffected ?? 0;
  }
  // the turns and what is left of their logs go with it
  const sql = `DELETE FROM "Conversation" WHERE "id" IN (SELECT value FROM json_each(?)) AND "deletedAt" = ?`;
  await database().batch([{ sql, args: [ids, gone.toISOString()] }], "write");
  return true;
}
