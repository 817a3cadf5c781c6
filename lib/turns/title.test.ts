import { expect, test } from "vitest";
import { firstWords } from "../conversations/schema.ts";
import { buildContext } from "./context.ts";
import { cleanTitle, titleSeconds } from "./title.ts";

test.each([
  ['"Weather in Rome."', "Weather in Rome"],
  ["Title: Weather in Rome\nHere it is", "Weather in Rome"],
  ["**Weather in Rome**", "Weather in Rome"],
  ["「罗马的天气」", "罗马的天气"],
  ["<think>what shall I say</think>\nWeather", "Weather"],
  ["<think>never ends", ""],
  ["  \n ", ""],
  ["C++ and C#", "C++ and C#"],
])("of %j the title is %j", (text, title) => {
  expect(cleanTitle(text)).toBe(title);
});

test("a title that is none is cut", () => {
  expect(cleanTitle("word ".repeat(100)).length).toBeLessThanOrEqual(80);
});

const text = (value: string) => [{ type: "text" as const, text: value }];

test("first words end at a word, and at a length", () => {
  expect(firstWords(text("  Hello\n\nthere "))).toBe("Hello there");
  expect(firstWords(text("word ".repeat(50)))).toMatch(/^(word )+word…$/);
  expect(firstWords(text("x".repeat(2_000_000))).length).toBeLessThanOrEqual(61);
});

test("the model reads the path and the new message, without reasoning and answers that never were", () => {
  const path = [
    { role: "user" as const, parts: text("one") },
    { role: "assistant" as const, parts: [{ type: "reasoning" as const, text: "hm" }, ...text("two")] },
    { role: "user" as const, parts: text("three") },
    { role: "assistant" as const, parts: [] },
    { role: "user" as const, parts: text("four") },
  ];
  expect(buildContext(path)).toEqual([
    { role: "user", content: "one" },
    { role: "assistant", content: "two" },
    { role: "user", content: "three" },
    { role: "user", content: "four" },
  ]);
});

test("a title is given up before a platform ends the function that asks for it", () => {
  const anywhere = { MAX_TURN_SECONDS: 1800, functionSeconds: null };
  expect(titleSeconds(1000, anywhere)).toBe(30);
  expect(titleSeconds(1000, { ...anywhere, MAX_TURN_SECONDS: 14 })).toBe(14);
  const platform = { MAX_TURN_SECONDS: 285, functionSeconds: 300 };
  expect(titleSeconds(10, platform)).toBe(30);
  expect(titleSeconds(285, platform)).toBe(10);
  expect(titleSeconds(296, platform)).toBeLessThan(0);
});
