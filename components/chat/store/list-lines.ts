import type { ConversationPage, ConversationSummary } from "@/lib/conversations/schema";

/** Of a conversation that the server has not numbered yet: it stands before all others. */
export const newest = { activity: Number.MAX_SAFE_INTEGER, pinnedAt: null };

/** A change that is shown while the server is asked for it; null: the line is away. */
export type HeldChange = { id: string; change: Partial<ConversationSummary> | null };

/** The pinned lines first, the one that was pinned last on top, then the others by their activity. */
export function inOrder(lines: readonly ConversationSummary[]): ConversationSummary[] {
  return lines.toSorted((a, b) =>
    a.pinnedAt === b.pinnedAt ? b.activity - a.activity : (a.pinnedAt ?? "") < (b.pinnedAt ?? "") ? 1 : -1,
  );
}

/** Lines as they are shown: with what was asked of the server and is not answered yet. */
export function withHeld(lines: ConversationSummary[], held: readonly HeldChange[]): ConversationSummary[] {
  if (held.length === 0) return lines;
  const changed = held.reduce<ConversationSummary[]>((all, { id, change }) => {
    if (change === null) return without(all, [{ id }]);
    return all.map((line) => (line.id === id ? { ...line, ...change } : line));
  }, lines);
  return inOrder(changed);
}

/** The lines that are not among others. */
export function without<Line extends { id: string }>(lines: Line[], others: { id: string }[]): Line[] {
  const ids = new Set(others.map(({ id }) => id));
  return lines.filter(({ id }) => !ids.has(id));
}

/** What was known of the list: its lines when the server was asked, its lines now, and the cursor of what is not loaded. */
export type Known = { asked: ConversationSummary[]; lines: ConversationSummary[]; next: number | null };

/**
 * The list after the server has told a page of it. The page holds all there is from its cursor down to its `next`:
 * what is missing there is gone. Of what lies below it says nothing.
 * @param before the cursor that the page was asked with, null for the first one
 */
export function merged(known: Known, page: ConversationPage, before: number | null): Pick<Known, "lines" | "next"> {
  const { asked, lines, next } = known;
  const told = keepSame(page.conversations, asked);
  const askedIds = new Set(asked.map(({ id }) => id));
  const top = Math.max(-1, ...asked.filter(({ activity }) => activity < newest.activity).map((line) => line.activity));
  // so much is new that what was known begins somewhere below the page
  const apart = before === null && page.next !== null && page.next > top;
  const isBelow = ({ activity }: ConversationSummary) => page.next !== null && activity < page.next && !apart;
  const others = without(lines, told).flatMap((line) => {
    const begun = !askedIds.has(line.id) || (line.running && line.activity === newest.activity);
    if (begun || (before !== null && (line.pinnedAt !== null || line.activity >= before))) return [line];
    // no longer pinned, if it is still there
    return isBelow(line) ? [line.pinnedAt === null ? line : { ...line, pinnedAt: null }] : [];
  });
  return { lines: inOrder([...others, ...told]), next: nextOf(page.next, next, before, apart) };
}

function nextOf(told: number | null, known: number | null, before: number | null, apart: boolean): number | null {
  if (told === null || apart) return told;
  return known === null || before !== null ? known : Math.min(known, told);
}

/** Lines that say what they said stay the same objects, and are not rendered again. */
export function keepSame(lines: ConversationSummary[], known: ConversationSummary[]): ConversationSummary[] {
  const before = new Map(known.map((line) => [line.id, line]));
  return lines.map((line) => {
    const old = before.get(line.id);
    return old && JSON.stringify(old) === JSON.stringify(line) ? old : line;
  });
}
