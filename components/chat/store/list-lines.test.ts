import { expect, test } from "vitest";
import type { ConversationSummary } from "@/lib/conversations/schema";
import { inOrder, type Known, merged, newest, withHeld } from "./list-lines.ts";

const line = (activity: number, change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: `c${activity}`,
  title: `Chat ${activity}`,
  modelId: "m:m",
  tipId: null,
  running: false,
  unseen: false,
  activity,
  pinnedAt: null,
  updatedAt: "2026-01-01T00:00:00.000Z",
  ...change,
});
const pinned = (activity: number, at: number) => line(activity, { pinnedAt: `2026-01-0${at}T00:00:00.000Z` });
const known = (lines: ConversationSummary[], next: number | null = null): Known => ({ asked: lines, lines, next });
const shown = ({ lines, next }: Pick<Known, "lines" | "next">) => [lines.map(({ id }) => id).join(" "), next];
const page = (next: number | null, ...conversations: ConversationSummary[]) => ({ conversations, next });

test("the pinned ones stand on top, the last pinned first, the others by their activity", () => {
  const lines = inOrder([line(3), pinned(1, 1), line(5), pinned(2, 2), line(4, newest)]);
  expect(lines.map(({ id }) => id)).toEqual(["c2", "c1", "c4", "c5", "c3"]);
});

test("what a page does not tell of its part of the list is gone; what lies below it stays", () => {
  const before = known([line(9), line(8), line(7), line(3), line(2)], 2);
  expect(shown(merged(before, page(7, line(9), line(7)), null))).toEqual(["c9 c7 c3 c2", 2]);
  // the same further down
  expect(shown(merged(before, page(2, line(7), line(2)), 8))).toEqual(["c9 c8 c7 c2", 2]);
  // the whole list
  expect(shown(merged(before, page(null, line(9)), null))).toEqual(["c9", null]);
});

test("a conversation that went on elsewhere moves up, and is there once", () => {
  const before = known([line(9), line(8), line(3)]);
  const moved = { ...line(3), activity: 10 };
  expect(shown(merged(before, page(8, moved, line(9), line(8)), null))).toEqual(["c3 c9 c8", null]);
});

test("when so much is new that there is a gap, the list is begun anew", () => {
  const before = known([line(9), line(8)]);
  expect(shown(merged(before, page(51, line(99), line(51)), null))).toEqual(["c99 c51", 51]);
});

test("what began while the list was on its way, or is not accepted yet, stays", () => {
  const sending = line(1, { ...newest, running: true });
  const asked = [sending, line(9)];
  const lines = [line(2, newest), ...asked];
  expect(shown(merged({ asked, lines, next: null }, page(null, line(9)), null))).toEqual(["c2 c1 c9", null]);
  // its answer has ended, and the server does not know it
  const ended = [{ ...sending, running: false }, line(9)];
  expect(shown(merged(known(ended), page(null, line(9)), null))).toEqual(["c9", null]);
});

test("unpinned on another device, a line goes back into its place, or away", () => {
  const before = known([pinned(2, 1), line(9), line(8), line(3)], 1);
  expect(shown(merged(before, page(8, line(9), line(8)), null))).toEqual(["c9 c8 c3 c2", 1]);
  expect(shown(merged(known([pinned(2, 1), line(9)]), page(null, line(9)), null))).toEqual(["c9", null]);
});

test("what is asked of the server is shown over what it has", () => {
  const lines = [line(3), line(2), line(1)];
  const held = [
    { id: "c1", change: { pinnedAt: "2026-01-01T00:00:00.000Z" } },
    { id: "c2", change: null },
    { id: "c3", change: { title: "Other" } },
  ];
  expect(withHeld(lines, held).map(({ title }) => title)).toEqual(["Chat 1", "Other"]);
});
