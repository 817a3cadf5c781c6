import { expect, test } from "vitest";
import { groupByDate } from "./date-groups.ts";

const midnight = new Date(2026, 5, 15).getTime();
const hour = 3_600_000;
const conversation = (hoursAgo: number) => ({
  id: String(hoursAgo),
  title: "",
  modelId: "demo:guide",
  tipId: null,
  running: false,
  unseen: false,
  activity: 1,
  pinnedAt: null,
  updatedAt: new Date(midnight - hoursAgo * hour).toISOString(),
});
const groups = (...hoursAgo: number[]) =>
  groupByDate(hoursAgo.map(conversation), midnight).map(({ group, conversations }) => [group, conversations.length]);

test("the headings follow the calendar of the reader", () => {
  expect(groups(-5, 0, 1, 23, 25, 24 * 7, 24 * 7 + 1, 24 * 30, 24 * 31)).toEqual([
    ["today", 2],
    ["yesterday", 2],
    ["week", 2],
    ["month", 2],
    ["older", 1],
  ]);
});

test("order is the server's: a wrong clock never repeats a heading", () => {
  expect(groups(1, -5, 24 * 40, 2)).toEqual([
    ["yesterday", 2],
    ["older", 2],
  ]);
});
