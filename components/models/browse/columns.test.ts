import { expect, test } from "vitest";
import { columnsFor, leavesOut } from "./columns.ts";

const facts = (asked: Parameters<typeof columnsFor>[0]) => columnsFor(asked).flatMap((column) => column.facts);
const listed = ["provider", "context", "max-output", "inputs", "input", "output", "created"];

test("without measures there are no columns of them, and all others have room beside the sidebar at 1280", () => {
  expect(facts({ room: (1280 - 288 - 15) / 16, measured: false, sort: "name" })).toEqual(listed);
});

test("with measures, what fewest miss goes first, as far as it has to", () => {
  const at = (width: number) => facts({ room: (width - 288 - 15) / 16, measured: true, sort: "name" });
  // 1440 with a scroll bar is the least for all
  expect(at(1440)).toHaveLength(10);
  expect(at(1366)).toEqual(at(1440).filter((fact) => fact !== "max-output"));
  expect(at(1280)).toEqual(at(1366).filter((fact) => fact !== "provider"));
  expect(at(1024)).toEqual(at(1280));
});

test("the column that is sorted by stays", () => {
  const tight = { room: 20, measured: true };
  expect(facts({ ...tight, sort: "provider" })).toContain("provider");
  expect(facts({ ...tight, sort: "provider" })).not.toContain("max-output");
  expect(facts({ ...tight, sort: "max-output" })).toContain("max-output");
  expect(leavesOut(columnsFor({ ...tight, sort: "name" }))).toBe(true);
  expect(leavesOut(columnsFor({ ...tight, room: 100, sort: "name" }))).toBe(false);
});
