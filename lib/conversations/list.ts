import type { InStatement, ResultSet } from "@libsql/client";
import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { type ListRow, listedRows, pinnedRows } from "../db/list-rows.ts";
import { maxRecent } from "../models/schema.ts";
import type { ConversationPage, ConversationSummary } from "./schema.ts";

/** Lines of the sidebar in the first page, which comes with every page of the site, and in those behind it. */
const firstPageSize = 50;
const pageSize = 200;

/**
 * A page of the actor's conversations: all that are pinned and those that changed last, or, behind a cursor, those that
 * changed before. What is archived or in the trash is on none.
 * @param before the cursor of the page before, null for the first page
 */
export async function listConversations(actor: Actor, before: number | null = null): Promise<ConversationPage> {
  if (before === null) return toFirstPage(await database().batch(firstPageStatements(actor), "read"));
  const [listed] = await database().batch([listedRows(actor.userId, before, pageSize + 1)], "read");
  return toPage(listed, undefined, pageSize);
}

/** What reads the first page, for who reads more in the same round trip; `toFirstPage` takes the results. */
export function firstPageStatements({ userId }: Actor): InStatement[] {
  return [listedRows(userId, null, firstPageSize + 1), pinnedRows(userId)];
}

/** The first page from the results of `firstPageStatements`. */
export function toFirstPage([listed, pinned]: readonly ResultSet[]): ConversationPage {
  return toPage(listed, pinned, firstPageSize);
}

// one more than is shown says whether there is another page
function toPage(listed: ResultSet | undefined, pinned: ResultSet | undefined, size: number): ConversationPage {
  const rows = (listed?.rows ?? []) as unknown as ListRow[];
  const page = rows.slice(0, size);
  return {
    conversations: [...((pinned?.rows ?? []) as unknown as ListRow[]), ...page].map(toSummary),
    next: rows.length > size ? (page.at(-1)?.activity ?? null) : null,
  };
}

/** A row as a line of a list. */
export function toSummary(row: ListRow): ConversationSummary {
  const { id, title, modelId, tipId, running, unseen, activity, pinnedAt, updatedAt } = row;
  return {
    id,
    title,
    modelId,
    tipId,
    running: Boolean(running),
    unseen: Boolean(unseen),
    activity,
    pinnedAt: pinnedAt && toIso(pinnedAt),
    updatedAt: toIso(updatedAt),
  };
}

/** A stored time in ISO 8601 with `Z`, however it was written. */
export const toIso = (stored: string): string => new Date(stored).toISOString();

/** As many of the last conversations are looked at for their models. */
const recentConversations = 60;

/** The models of the actor's last conversations, the last one first, each once. */
export async function recentModelIds(actor: Actor): Promise<string[]> {
  const last = await database().prisma.conversation.findMany({
    where: { userId: actor.userId, deletedAt: null },
    orderBy: { activity: "desc" },
    take: recentConversations,
    select: { modelId: true },
  });
  return [...new Set(last.map(({ modelId }) => modelId))].slice(0, maxRecent);
}

/** What reads the model that the actor used last, as `modelId`; no row before the first conversation. */
export function lastModelStatement({ userId }: Actor): InStatement {
  return {
    sql: `SELECT "modelId" FROM "Conversation" WHERE "userId" = ? AND "deletedAt" IS NULL ORDER BY "activity" DESC LIMIT 1`,
    args: [userId],
  };
}
