import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { type ListRow, listedRows, pinnedRows } from "../db/list-rows.ts";
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
  const size = before === null ? firstPageSize : pageSize;
  // one more than is shown says whether there is another page
  const statements = [
    listedRows(actor.userId, before, size + 1),
    ...(before === null ? [pinnedRows(actor.userId)] : []),
  ];
  const [listed, pinned] = await database().batch(statements, "read");
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

/** As many of the last conversations are looked at for their models, and as many of these are given. */
const recentConversations = 60;
const recentModels = 5;

/** The models of the actor's last conversations, the last one first, each once. */
export async function recentModelIds(actor: Actor): Promise<string[]> {
  const last = await database().prisma.conversation.findMany({
    where: { userId: actor.userId, deletedAt: null },
    orderBy: { activity: "desc" },
    take: recentConversations,
    select: { modelId: true },
  });
  return [...new Set(last.map(({ modelId }) => modelId))].slice(0, recentModels);
}

/** The model the actor used last; null before the first conversation. */
export async function lastModelId(actor: Actor): Promise<string | null> {
  const last = await database().prisma.conversation.findFirst({
    where: { userId: actor.userId, deletedAt: null },
    orderBy: { activity: "desc" },
    select: { modelId: true },
  });
  return last?.modelId ?? null;
}
