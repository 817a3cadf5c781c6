import { expect, test } from "vitest";
import { cutIntoPieces } from "./schema.ts";

test("a text in pieces is the text again, and no piece begins or ends within a character", () => {
  const text = `${"a".repeat(7)}${"🙂".repeat(9)}文字${"b".repeat(4)}`;
  for (let length = 2; length <= text.length + 1; length += 1) {
    const pieces = cutIntoPieces(text, length);
    expect(pieces.join("")).toBe(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(length);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  }
  expect(cutIntoPieces("", 5)).toEqual([]);
});
