import type { InStatement } from "@libsql/client";

// The sidebar's list, the archive and the trash, as they are read. Each is one range of the index of Conversation that
// begins with the user and `deletedAt`, read in its order: what a page costs does not grow with what there is.

/** A conversation as a list shows it. */
export type ListRow = {
  id: string;
  title: string;
  modelId: string;
  tipId: string | null;
  running: number;
  unseen: number;
  activity: number;
  pinnedAt: string | null;
  archivedAt: string | null;
  deletedAt: string | null;
  updatedAt: string;
};

const select = `SELECT c."id", c."title", c."modelId", c."tipId", c."unseen", c."activity", c."pinnedAt", c."archivedAt",
    c."deletedAt", c."updatedAt",
    EXISTS (SELECT 1 FROM "Turn" WHERE "conversationId" = c."id" AND "status" = 'running') AS "running"
  FROM "Conversation" c`;

/** The pinned conversations of a user, the one that was pinned last first. */
export function pinnedRows(userId: string): InStatement {
  return {
    sql: `${select} WHERE c."userId" = ? AND c."deletedAt" IS NULL AND c."archivedAt" IS NULL AND c."pinnedAt" IS NOT NULL
      ORDER BY c."pinnedAt" DESC, c."activity" DESC`,
    args: [userId],
  };
}

/** All others but the archived ones, the one that changed last first, from below an activity on. */
export function listedRows(userId: string, before: number | null, limit: number): InStatement {
  return {
    sql: `${select} WHERE c."userId" = ? AND c."deletedAt" IS NULL AND c."archivedAt" IS NULL AND c."pinnedAt" IS NULL
      AND c."activity" < ? ORDER BY c."activity" DESC LIMIT ?`,
    args: [userId, before ?? Number.MAX_SAFE_INTEGER, limit],
  };
}

/** Where a page of the archive or the trash begins: behind this row; null for the first page. */
export type Behind = { at: string; id: string } | null;

// later than all there is
const lastMoment = "9999-12-31";

/** The archived conversations of a user, the one that was archived last first. */
export function archivedRows(userId: string, behind: Behind, limit: number): InStatement {
  return {
    sql: `${select} WHERE c."userId" = ? AND c."deletedAt" IS NULL AND c."archivedAt" <= ?
      AND (c."archivedAt", c."id") < (?, ?) ORDER BY c."archivedAt" DESC, c."id" DESC LIMIT ?`,
    args: [userId, behind?.at ?? lastMoment, behind?.at ?? lastMoment, behind?.id ?? "", limit],
  };
}

/**
 * What lies in a user's trash, the one that was deleted last first.
 * @param since what was deleted before has lain there for too long
 */
export function trashedRows(userId: string, since: string, behind: Behind, limit: number): InStatement {
  return {
    sql: `${select} WHERE c."userId" = ? AND c."deletedAt" >= ? AND c."deletedAt" <= ?
      AND (c."deletedAt", c."id") < (?, ?) ORDER BY c."deletedAt" DESC, c."id" DESC LIMIT ?`,
    args: [userId, since, behind?.at ?? lastMoment, behind?.at ?? lastMoment, behind?.id ?? "", limit],
  };
}
