import { expect, test } from "vitest";
import { assignSlots } from "./use-slots.ts";

const slotsOf = (ids: string, before: ReadonlyMap<string, number> = new Map()) => assignSlots([...ids], before);
const list = (slots: ReadonlyMap<string, number>) => [...slots].map(([id, slot]) => `${id}${slot}`).join(" ");

test("rows that stay keep their places, and new ones take those that are left, in their order", () => {
  const first = slotsOf("abcd");
  expect(list(first)).toBe("a0 b1 c2 d3");
  expect(list(slotsOf("xyzw", first))).toBe("x0 y1 z2 w3");
  expect(list(slotsOf("xcay", first))).toBe("x1 c2 a0 y3");
});

test("no two rows have one place, whatever is shown after whatever", () => {
  let slots = slotsOf("");
  for (const ids of ["abcdefgh", "c", "xcyzabw", "wvutsrqponm", "", "abc", "cba"]) {
    slots = slotsOf(ids, slots);
    expect([...slots.keys()].join("")).toBe(ids);
    expect(new Set(slots.values()).size).toBe(ids.length);
  }
});
