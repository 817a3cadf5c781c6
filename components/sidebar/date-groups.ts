import type { ConversationSummary } from "@/lib/conversations/schema";

/** The headings of the sidebar, newest first. */
export const dateGroups = ["today", "yesterday", "week", "month", "older"] as const;
export type DateGroup = (typeof dateGroups)[number];

/** Conversations that share a heading. */
export type ConversationGroup = { group: DateGroup; conversations: ConversationSummary[] };

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Puts headings over a list that is already in order. A heading never comes back: a conversation whose date does not
 * fit its place (a clock was wrong) stays in its place under the heading that is there.
 * @param midnight the start of today in the person's time zone, in ms since 1970
 */
export function groupByDate(conversations: readonly ConversationSummary[], midnight: number): ConversationGroup[] {
  const groups: ConversationGroup[] = [];
  for (const conversation of conversations) {
    const last = groups.at(-1);
    const group = dateGroup(Date.parse(conversation.updatedAt), midnight);
    if (last && dateGroups.indexOf(group) <= dateGroups.indexOf(last.group)) last.conversations.push(conversation);
    else groups.push({ group, conversations: [conversation] });
  }
  return groups;
}

function dateGroup(time: number, midnight: number): DateGroup {
  if (time >= midnight) return "today";
  // a day has 23 to 25 hours; one hour of grace keeps "yesterday" right across a change of the clock
  if (time >= midnight - day - hour && new Date(time).getDate() === new Date(midnight - 12 * hour).getDate()) {
    return "yesterday";
  }
  if (time >= midnight - 7 * day) return "week";
  if (time >= midnight - 30 * day) return "month";
  return "older";
}
