import { expect, test } from "vitest";
import {
  type ConversationSettings,
  changed,
  difference,
  fromColumns,
  isSameSettings,
  noSettings,
  toColumns,
} from "./settings-schema.ts";

const one: ConversationSettings = {
  systemPrompt: ["a"],
  examples: [{ role: "user", text: "x" }],
  parameters: { temperature: 0.5, seed: 1, stop: ["s"] },
};
const other: ConversationSettings = { systemPrompt: ["a"], examples: [], parameters: { seed: 2, temperature: 0.5 } };

test.each([
  [one, other],
  [other, one],
  [one, noSettings],
  [noSettings, one],
])("a difference holds no more than what differs, and leads from one to the other", (before, after) => {
  const change = difference(before, after);
  expect(isSameSettings(changed(before, change), after)).toBe(true);
  expect(difference(after, after)).toEqual({});
});

test("a difference names single parameters, and null for one that goes", () => {
  expect(difference(one, other)).toEqual({ examples: [], parameters: { seed: 2, stop: null } });
  // two devices that change different things keep both
  const theirs = changed(one, { systemPrompt: ["theirs"], parameters: { topP: 1 } });
  expect(changed(theirs, difference(one, other))).toEqual({
    systemPrompt: ["theirs"],
    examples: [],
    parameters: { temperature: 0.5, topP: 1, seed: 2 },
  });
});

test("the order of parameters makes no other settings", () => {
  const { seed, ...rest } = one.parameters;
  expect(isSameSettings(one, { ...one, parameters: { seed, ...rest } as ConversationSettings["parameters"] })).toBe(
    true,
  );
});

test.each([one, other, noSettings])("columns hold settings", (settings) => {
  expect(isSameSettings(fromColumns(toColumns(settings)), settings)).toBe(true);
});
