import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { namedArguments } from "../db/named-arguments.ts";
import { isSent } from "../db/sent-drafts.ts";
import { AppError } from "../errors.ts";
import { type DraftChange, maxDrafts, maxDraftsLength, newBox, type StoredDraft } from "./drafts-schema.ts";
import { id as idSchema } from "./schema.ts";

/** A draft that nobody came back to is thrown away after this time, as in the browser. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

const isOwn = `(:conversationId IS NULL OR EXISTS (SELECT 1 FROM "Conversation"
  WHERE "id" = :conversationId AND "userId" = :userId AND "deletedAt" IS NULL))`;
const isThere = `"userId" = :userId AND "box" = :box`;
const readDraft = `SELECT "text", "revision", "tab" FROM "Draft" WHERE ${isThere}`;
const others = `FROM "Draft" WHERE "userId" = :userId AND "box" <> :box`;
const fits = `(SELECT COUNT(*) ${others}) < :maxDrafts
  AND (SELECT COALESCE(SUM(LENGTH("text")), 0) ${others}) + LENGTH(:text) <= :maxDraftsLength`;

/**
 * What the actor has begun to write in a conversation, or in the new chat; null for nothing.
 * @throws AppError `not_found` for a conversation that is absent, deleted or another's
 */
export async function readDraftOf({ userId }: Actor, box: string): Promise<StoredDraft | null> {
  const conversationId = conversationOf(box);
  const [own, found] = await run({ userId, box, conversationId }, [`SELECT ${isOwn} AS "own"`, readDraft], "read");
  if (!own?.rows[0]?.own) throw new AppError("not_found");
  return (found?.rows[0] as unknown as StoredDraft | undefined) ?? null;
}

/**
 * Puts a draft in the place of the one that the writer has seen last. When something else stands there, that stays:
 * of two devices that write at once neither undoes what the other has written.
 * @returns what stands there now; null for nothing
 * @throws AppError `not_found` as above, `drafts_full`; `conversation_changed` when the text was sent in the meantime
 */
export async function writeDraft({ userId }: Actor, box: string, change: DraftChange): Promise<StoredDraft | null> {
  const now = new Date();
  const values = {
    ...change,
    userId,
    box,
    conversationId: conversationOf(box),
    now: now.toISOString(),
    oldest: new Date(now.getTime() - keptMs).toISOString(),
    maxDrafts,
    maxDraftsLength,
  };
  // the same writing again is no other one
  const isBase = `COALESCE((SELECT "revision" FROM "Draft" WHERE ${isThere}), '') IN (COALESCE(:base, ''), :revision)`;
  const write =
    change.text === ""
      ? `DELETE FROM "Draft" WHERE ${isThere} AND "revision" = :base`
      : `INSERT INTO "Draft" ("userId", "box", "conversationId", "text", "revision", "tab", "updatedAt")
          SELECT :userId, :box, :conversationId, :text, :revision, :tab, :now WHERE ${isOwn} AND ${isBase} AND ${fits}
            AND NOT ${isSent}
          ON CONFLICT ("userId", "box") DO UPDATE SET "text" = excluded."text", "revision" = excluded."revision",
            "tab" = excluded."tab", "updatedAt" = excluded."updatedAt"`;
  const [, , stands, found] = await run(
    values,
    [
      `DELETE FROM "Draft" WHERE "userId" = :userId AND "updatedAt" < :oldest AND ${isOwn}`,
      write,
      `SELECT ${isOwn} AS "own", ${isBase} AS "base", ${fits} AS "fits", ${isSent} AS "sent"`,
      readDraft,
    ],
    "write",
  );
  const state = stands?.rows[0];
  if (!state?.own) throw new AppError("not_found");
  const draft = (found?.rows[0] as unknown as StoredDraft | undefined) ?? null;
  const isRefused = change.text !== "" && draft?.revision !== change.revision;
  if (isRefused && state.base && state.sent) throw new AppError("conversation_changed");
  if (isRefused && state.base && !state.fits) throw new AppError("drafts_full");
  return draft;
}

function conversationOf(box: string): string | null {
  if (box === newBox) return null;
  // a path of the URL can be anything: what is no id is nobody's conversation
  if (!idSchema.safeParse(box).success) throw new AppError("not_found");
  return box;
}

function run(values: Parameters<typeof namedArguments>[1], statements: string[], mode: "read" | "write") {
  return database().batch(
    statements.map((sql) => ({ sql, args: namedArguments(sql, values) })),
    mode,
  );
}
