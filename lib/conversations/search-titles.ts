import type { Actor } from "../auth/schema.ts";
import { database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { type FoundConversation, maxTitleQuery } from "./schema.ts";

/** As many are given, and as many words of the query count. */
const maxFound = 30;
const maxWords = 8;
/** So many of the last conversations are looked through: the titles of one person, in the order of the index. */
const maxSearched = 50_000;

/**
 * The actor's conversations whose titles hold every word of the query, the one that changed last first. Small and
 * capital letters are the same in the Latin alphabet's first 26; a text without spaces, as in Chinese, is one word.
 * @throws AppError `invalid_request` for a query that is longer than a title
 */
export async function searchTitles({ userId }: Actor, query: string): Promise<FoundConversation[]> {
  if (query.length > maxTitleQuery) throw new AppError("invalid_request", { field: "q" });
  const words = [...new Set(query.split(/\s+/).filter(Boolean))].slice(0, maxWords);
  if (words.length === 0) return [];
  const conditions = words.map(() => `("title" LIKE ? ESCAPE '\\' OR "title" LIKE ? ESCAPE '\\')`).join(" AND ");
  const sql = `SELECT "id", "title" FROM (
      SELECT "id", "title", "activity" FROM "Conversation" WHERE "userId" = ? AND "deletedAt" IS NULL
      ORDER BY "activity" DESC LIMIT ?)
    WHERE ${conditions} ORDER BY "activity" DESC LIMIT ?`;
  // letters of another width, as some input methods type them, are the same letters
  const patterns = words.flatMap((word) => [pattern(word), pattern(word.normalize("NFKC"))]);
  const [found] = await database().batch([{ sql, args: [userId, maxSearched, ...patterns, maxFound] }], "read");
  return (found?.rows ?? []).map(({ id, title }) => ({ id: String(id), title: String(title) }));
}

const pattern = (word: string) => `%${word.replace(/[\\%_]/g, "\\$&")}%`;
