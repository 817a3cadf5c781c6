import type { ConversationSummary } from "@/lib/conversations/schema";

/** The headings of date, newest first. */
const dateGroups = ["today", "yesterday", "week", "month", "older"] as const;

/** The headings of the sidebar: what is pinned stands under one of its own, before all others. */
export type ListGroup = "pinned" | (typeof dateGroups)[number];

/** Conversations that share a heading. */
export type ConversationGroup = { group: ListGroup; conversations: ConversationSummary[] };

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Puts headings over a list that is already in order. A heading never comes back: a conversation whose date does not
 * fit its place (a clock was wrong) stays in its place under the heading that is there.
 * @param midnight the start of today in the person's time zone, in ms since 1970
 */
export function groupByDate(conversations: readonly ConversationSummary[], midnight: number): ConversationGroup[] {
  const groups: ConversationGroup[] = [];
  let reached = 0;
  for (const conversation of conversations) {
    const pinned = conversation.pinnedAt !== null;
    if (!pinned) reached = Math.max(reached, dateGroup(Date.parse(conversation.updatedAt), midnight));
    const group = pinned ? "pinned" : (dateGroups[reached] as ListGroup);
    const last = groups.at(-1);
    if (last?.group === group) last.conversations.push(conversation);
    else groups.push({ group, conversations: [conversation] });
  }
  return groups;
}

// the heading's place among `dateGroups`
function dateGroup(time: number, midnight: number): number {
  if (time >= midnight) return 0;
  // a day has 23 to 25 hours; one hour of grace keeps "yesterday" right across a change of the clock
  if (time >= midnight - day - hour && new Date(time).getDate() === new Date(midnight - 12 * hour).getDate()) return 1;
  if (time >= midnight - 7 * day) return 2;
  return time >= midnight - 30 * day ? 3 : 4;
}
