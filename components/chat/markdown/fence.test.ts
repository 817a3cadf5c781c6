import { expect, test } from "vitest";
import { isFenceClosed } from "./fence.ts";

test.each([
  ["```ts\na\n```", true],
  ["```ts\na\n```\n", true],
  ["  ~~~~\na\n~~~~~", true],
  ["```\n```", true],
  ["```ts\na", false],
  ["```ts\na\n``", false],
  ["````\na\n```", false],
  ["```ts\na\n``` x", false],
  ["```", false],
  ["```\n", false],
  ["    indented", false],
])("%j is closed: %s", (raw, closed) => {
  expect(isFenceClosed(raw)).toBe(closed);
});
