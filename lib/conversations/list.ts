import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import type { ConversationPage } from "./schema.ts";

/** Lines of the sidebar in one page. */
const pageSize = 50;

/**
 * A page of the actor's conversations, the one that changed last first.
 * @param before the cursor of the page before, null for the first page
 */
export async function listConversations(actor: Actor, before: number | null = null): Promise<ConversationPage> {
  const rows = await database().prisma.conversation.findMany({
    where: { userId: actor.userId, deletedAt: null, ...(before !== null && { activity: { lt: before } }) },
    orderBy: { activity: "desc" },
    take: pageSize + 1,
    select: {
      id: true,
      title: true,
      modelId: true,
      tipId: true,
      unseen: true,
      activity: true,
      updatedAt: true,
      turns: { where: { status: "running" }, select: { id: true }, take: 1 },
    },
  });
  const page = rows.slice(0, pageSize);
  return {
    conversations: page.map(({ id, title, modelId, tipId, unseen, updatedAt, turns }) => ({
      id,
      title,
      modelId,
      tipId,
      running: turns.length > 0,
      unseen,
      updatedAt: updatedAt.toISOString(),
    })),
    next: rows.length > pageSize ? (page.at(-1)?.activity ?? null) : null,
  };
}

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
