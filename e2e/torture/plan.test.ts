import { expect, test } from "vitest";
import { tortureRounds } from "../../scripts/torture-rounds.ts";
import type { Engine } from "../support/database.ts";
import { type CheckName, checks } from "./checks.ts";
import { planRound } from "./plan.ts";
import { Random } from "./random.ts";
import type { RoundResult } from "./round.ts";
import { deltaAt, spokenDeltas } from "./spoken.ts";
import { checkResults } from "./totals.ts";

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

test("the few rounds on two instances that are always played end each of them in both ways", () => {
  const { seed, rounds: count } = tortureRounds.fleet;
  const plans = rounds.slice(0, count).map((round) => planRound(seed, round, "fleet"));
  const ends = plans.map(({ signal, victim }) => `${signal} ${victim}`);
  expect(new Set(ends)).toEqual(new Set(["SIGKILL 0", "SIGKILL 1", "SIGTERM 0", "SIGTERM 1"]));
});

test("what no round has tried is not counted, and what failed is, wherever it did", () => {
  const result = (engine: Engine, round: number, broken: CheckName[] = []) =>
    ({ plan: planRound("1", round, engine), violations: broken.map((check) => ({ check, what: "" })) }) as RoundResult;
  const killed = (engine: Engine) => rounds.find((round) => planRound("1", round, engine).signal === "SIGKILL") ?? 0;
  const names = (results: RoundResult[]) => checkResults(results).map(({ name }) => name);
  const all = Object.keys(checks).length;
  expect(names([result("file", killed("file"))])).toHaveLength(all - 2);
  expect(names([result("file", killed("file"))])).not.toContain(checks.others);
  expect(names(rounds.map((round) => result("file", round)))).toHaveLength(all - 1);
  expect(names(rounds.map((round) => result("fleet", round)))).toHaveLength(all);
  const failed = checkResults([result("file", killed("file"), ["others", "others"])]);
  expect(failed).toContainEqual({ name: checks.others, violations: 2 });
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
