import { expect, test } from "vitest";
import { planRound } from "./plan.ts";
import { Random } from "./random.ts";
import { deltaAt, spokenDeltas } from "./spoken.ts";

const rounds = Array.from({ length: 200 }, (_, index) => index + 1);

test("a round is chosen by its seed, its number and the engine, and by nothing else", () => {
  expect(planRound("7", 12, "file")).toEqual(planRound("7", 12, "file"));
  expect(planRound("7", 13, "file")).not.toEqual(planRound("7", 12, "file"));
  expect(planRound("8", 12, "file")).not.toEqual(planRound("7", 12, "file"));
  expect(planRound("7", 12, "sqld").conversations).not.toEqual(planRound("7", 12, "file").conversations);
});

test("two hundred rounds kill in both ways, and everything happens that can happen to a page", () => {
  for (const engine of ["file", "sqld", "fleet"] as const) {
    const plans = rounds.map((round) => planRound("1", round, engine));
    const signals = new Set(plans.map(({ signal }) => signal));
    const kinds = new Set(plans.flatMap(({ interruptions }) => interruptions.map(({ kind }) => kind)));
    expect(signals.size).toBe(2);
    expect(kinds.size).toBe(engine === "file" ? 7 : 8);
    expect(new Set(plans.map(({ victim }) => victim)).size).toBe(engine === "file" ? 1 : 2);
    for (const { conversations, interruptions } of plans) {
      for (const { conversation, page } of interruptions) {
        expect(conversations[conversation]?.pages[page]).toBeDefined();
      }
    }
  }
});

test("random numbers fill their range and come again", () => {
  const random = new Random("a seed");
  const drawn = rounds.map(() => random.integer(3, 6));
  expect(new Set(drawn)).toEqual(new Set([3, 4, 5, 6]));
  const again = new Random("a seed");
  expect(rounds.map(() => again.integer(3, 6))).toEqual(drawn);
});

test("the delta that a position lies in", () => {
  expect(spokenDeltas("openai:scenario/slow:tokens=3,delay=9")).toEqual(["w0", " w1", " w2"]);
  expect([0, 1, 2, 4, 5, 7, 8].map((position) => deltaAt(["w0", " w1", " w2"], position))).toEqual([
    0, 0, 1, 1, 2, 2, -1,
  ]);
});
