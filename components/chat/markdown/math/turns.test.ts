import { expect, test, vi } from "vitest";
import { hurry, inTurn } from "./turns.ts";

test("what would take too long waits for the next task, but not while the page is printed", async () => {
  const done: string[] = [];
  const work = (name: string) => () => {
    const end = performance.now() + 13;
    while (performance.now() < end);
    done.push(name);
  };
  inTurn(work("first"));
  inTurn(work("second"));
  const leave = inTurn(work("left"));
  expect(done).toEqual(["first"]);
  leave();
  await vi.waitFor(() => expect(done).toEqual(["first", "second"]));
  inTurn(work("third"));
  inTurn(work("fourth"));
  hurry(true);
  expect(done).toEqual(["first", "second", "third", "fourth"]);
  inTurn(work("fifth"));
  inTurn(work("sixth"));
  expect(done.slice(4)).toEqual(["fifth", "sixth"]);
  hurry(false);
  inTurn(work("seventh"));
  expect(done).not.toContain("seventh");
  await vi.waitFor(() => expect(done).toContain("seventh"));
});
