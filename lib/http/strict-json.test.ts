import { expect, test } from "vitest";
import { parseStrictJson } from "./strict-json.ts";

test.each([
  '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
  '{"text":"{\\"a\\":1,\\"a\\":2}"}',
  '{"a": ":", "b": "[{"}',
  "[]",
  '"x"',
  "null",
  '{"a":"\\ud83d\\ude00 \\\\ud83d"}',
])("accepts %s", (text) => {
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
});

test.each([
  ["a trailing comma", '{"a":1,}'],
  ["nothing", ""],
  ["the same key twice", '{"a":1,"a":2}'],
  ["the same key in two spellings", '{"a":1,"\\u0061" : 2}'],
  ["the same key twice, deep down", '{"x":[{"b":{"a":1, "c":[], "a":2}}]}'],
  ["half of a character", '{"a":"\\ud83d"}'],
  ["nesting without end", "[".repeat(10_000) + "]".repeat(10_000)],
  ["objects nested without end", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
])("IV-3 refuses %s", (_, text) => {
  expect(() => parseStrictJson(text)).toThrow(SyntaxError);
});
