import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { archivedRows, type Behind, type ListRow, trashedRows } from "../db/list-rows.ts";
import { AppError } from "../errors.ts";
import { toIso, toSummary } from "./list.ts";
import { id as idSchema, type PutAwayPage, trashDays } from "./schema.ts";

/** Lines of the archive or the trash in one page. */
const pageSize = 100;

/** How long a deleted conversation can be restored, in milliseconds. */
const trashMs = trashDays * 24 * 60 * 60 * 1000;

/** What was deleted before this moment has lain in the trash for too long. */
export const trashBegins = (): Date => new Date(Date.now() - trashMs);

/** Of what was deleted for ever: nothing lies in the trash from then, and nobody can restore it. */
export const gone = new Date(0);

/**
 * A page of the actor's archive.
 * @param cursor `next` of the page before, null for the first page
 * @throws AppError `invalid_request`
 */
export async function listArchive(actor: Actor, cursor: string | null): Promise<PutAwayPage> {
  const [result] = await database().batch([archivedRows(actor.userId, parseCursor(cursor), pageSize + 1)], "read");
  return toPage((result?.rows ?? []) as unknown as ListRow[], "archivedAt");
}

/** The same of the actor's trash. */
export async function listTrash(actor: Actor, cursor: string | null): Promise<PutAwayPage> {
  const since = trashBegins().toISOString();
  const statement = trashedRows(actor.userId, since, parseCursor(cursor), pageSize + 1);
  const [result] = await database().batch([statement], "read");
  return toPage((result?.rows ?? []) as unknown as ListRow[], "deletedAt");
}

function toPage(rows: ListRow[], column: "archivedAt" | "deletedAt"): PutAwayPage {
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return {
    conversations: page.map((row) => {
      const since = toIso(row[column] ?? "");
      const until = column === "deletedAt" ? new Date(Date.parse(since) + trashMs).toISOString() : null;
      return { ...toSummary(row), since, until };
    }),
    next: rows.length > pageSize && last ? `${last.id}.${last[column]}` : null,
  };
}

// a place in the order: the last line's id, and its time as it is stored
function parseCursor(cursor: string | null): Behind {
  if (cursor === null) return null;
  const [id = "", ...at] = cursor.split(".");
  if (!idSchema.safeParse(id).success || !/^\d{4}-[\dT:.+Z-]{1,30}$/.test(at.join(".")))
    throw new AppError("invalid_request", { field: "before" });
  return { id, at: at.join(".") };
}

/**
 * Puts a conversation into the trash, where nobody sees it. What runs in it has to be stopped by the caller.
 * @throws AppError `not_found`
 */
export async function moveToTrash(actor: Actor, id: string): Promise<void> {
  await moveOne(actor, id, null, new Date());
}

/** Takes a conversation out of the trash, as it was. @throws AppError `not_found` */
export async function restoreConversation(actor: Actor, id: string): Promise<void> {
  await moveOne(actor, id, { gte: trashBegins() }, null);
}

/** Deletes what lies in the trash for ever, at once for everybody's eyes. @throws AppError `not_found` */
export async function deleteForEver(actor: Actor, id: string): Promise<void> {
  await moveOne(actor, id, { gte: trashBegins() }, gone);
}

/** The same for all that lies there. */
export async function emptyTrash(actor: Actor): Promise<void> {
  await database().prisma.conversation.updateMany({
    where: { userId: actor.userId, deletedAt: { gte: trashBegins() } },
    data: { deletedAt: gone },
  });
}

type Place = null | { gte: Date };

async function moveOne({ userId }: Actor, id: string, from: Place, to: Date | null): Promise<void> {
  if (!idSchema.safeParse(id).success) throw new AppError("not_found");
  const { count } = await database().prisma.conversation.updateMany({
    where: { id, userId, deletedAt: from },
    data: { deletedAt: to },
  });
  if (count === 0) throw new AppError("not_found");
}
