import { expect, test } from "vitest";
import { shownRows } from "./shown-rows.ts";

const text = (...given: Parameters<typeof shownRows>) =>
  shownRows(...given)
    .map((piece) => ("row" in piece ? String(piece.row) : `(${piece.gap})`))
    .join(" ");

test.each([
  [{ first: 0, end: 3 }, null, 3, "0 1 2"],
  [{ first: 0, end: 2 }, null, 10, "0 1 (8)"],
  [{ first: 4, end: 6 }, null, 10, "(4) 4 5 (4)"],
  [{ first: 4, end: 6 }, 5, 10, "(4) 4 5 (4)"],
  [{ first: 4, end: 6 }, 0, 10, "0 (3) 4 5 (4)"],
  [{ first: 4, end: 6 }, 3, 10, "(3) 3 4 5 (4)"],
  [{ first: 4, end: 6 }, 9, 10, "(4) 4 5 (3) 9"],
  [{ first: 4, end: 6 }, 7, 10, "(4) 4 5 (1) 7 (2)"],
  [{ first: 4, end: 6 }, 12, 10, "(4) 4 5 (4)"],
  [{ first: 0, end: 0 }, null, 0, ""],
])("rows %o and row %o of %i", (near, kept, count, expected) => {
  expect(text(near, kept, count)).toBe(expected);
  const rows = shownRows(near, kept, count).map((piece) => ("row" in piece ? 1 : piece.gap));
  expect(rows.reduce((sum, each) => sum + each, 0)).toBe(count);
});
