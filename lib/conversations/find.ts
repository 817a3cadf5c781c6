import type { Actor } from "../auth/schema.ts";
import { countIn, foldText, type Match, type Matches, maxMatches } from "./find-schema.ts";
import { readEarlierAlone } from "./read.ts";
import { maxEarlierMessages } from "./schema.ts";

/**
 * In which messages before one a text stands, and how often. A long conversation is read piece by piece, so that others
 * have their turn between.
 * @throws AppError `not_found` when the conversation is absent, deleted or another's, or has no such message
 */
export async function findEarlier(actor: Actor, id: string, beforeId: string, text: string): Promise<Matches> {
  const wanted = foldText(text).trim();
  const found: Match[] = [];
  for (let next: string | undefined = beforeId; next !== undefined; ) {
    const messages = await readEarlierAlone(actor, id, next, maxEarlierMessages);
    for (const message of messages.toReversed()) {
      const count = countIn(message, wanted);
      if (count > 0) found.push({ id: message.id, count });
    }
    next = messages[0]?.parentId ? messages[0].id : undefined;
    if (found.length > maxMatches) return { matches: found.slice(0, maxMatches).reverse(), more: true };
  }
  return { matches: found.reverse(), more: false };
}
