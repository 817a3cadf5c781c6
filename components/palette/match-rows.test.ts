import { expect, test } from "vitest";
import { matchRows, type PaletteThings } from "./match-rows.ts";

const things: PaletteThings = {
  conversations: [
    { id: "1", title: "Theme parks of Europe" },
    { id: "2", title: "潮汐与月亮" },
    { id: "3", title: "Copy editing, ＮＥＷ style" },
  ],
  found: [],
  models: null,
  actions: [
    { id: "new-chat", label: "New chat", keys: "own+n" },
    { id: "theme-dark", label: "Dark theme" },
    { id: "copy-answer", label: "Copy last answer" },
  ],
};
const labels = (query: string, more: Partial<PaletteThings> = {}) =>
  matchRows({ ...things, ...more }, query).rows.map((row) => (row.kind === "group" ? `# ${row.group}` : row.label));

test("without a query the last conversations come first, and all that can be done", () => {
  expect(labels(" ")).toEqual([
    "# recent",
    ...things.conversations.map(({ title }) => title),
    "# actions",
    ...things.actions.map(({ label }) => label),
  ]);
});

test("every word has to be there, in any order, in any script and of any width", () => {
  expect(labels("parks theme")).toEqual(["# conversations", "Theme parks of Europe"]);
  expect(labels("月亮")).toEqual(["# conversations", "潮汐与月亮"]);
  expect(labels("new style")).toEqual(["# conversations", "Copy editing, ＮＥＷ style"]);
  expect(labels("nothing of this kind")).toEqual([]);
});

test("an action whose name begins so comes before conversations, another one behind them", () => {
  expect(labels("copy")).toEqual(["# actions", "Copy last answer", "# conversations", "Copy editing, ＮＥＷ style"]);
  expect(labels("theme")).toEqual(["# conversations", "Theme parks of Europe", "# actions", "Dark theme"]);
});

test("what the server has found stands behind what is here, each once", () => {
  const found = [
    { id: "9", title: "Older theme" },
    { id: "1", title: "Theme parks" },
  ];
  expect(labels("theme", { found })).toEqual([
    "# conversations",
    "Theme parks of Europe",
    "Older theme",
    "# actions",
    "Dark theme",
  ]);
  const { options, rows } = matchRows({ ...things, found }, "theme");
  expect(rows.flatMap((row) => ("position" in row ? [row.position] : []))).toEqual([1, 2, 3]);
  expect(options.map(({ id }) => id)).toEqual(["1", "9", "theme-dark"]);
});

test("ten thousand conversations are all looked through, and what is made of them is made once", () => {
  const conversations = Array.from({ length: 10_000 }, (_, index) => ({
    id: String(index),
    get title() {
      read += 1;
      return `Conversation ${index} about ${index % 7 === 0 ? "whales" : "birds"}`;
    },
  }));
  let read = 0;
  expect(matchRows({ ...things, conversations }, "whales").options).toHaveLength(1429);
  const first = read;
  expect(matchRows({ ...things, conversations }, "birds 9999").options).toHaveLength(1);
  // once for each to search in it, and once for each that is shown
  expect([first, read]).toEqual([10_000 + 1429, 10_000 + 1429 + 1]);
});
