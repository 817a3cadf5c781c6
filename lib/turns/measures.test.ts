import { expect, test } from "vitest";
import type { EndedTurn } from "../db/turn-queries.ts";
import { measure, speed } from "./measures.ts";

const turn = (more: Partial<EndedTurn>): EndedTurn => ({
  ...{ modelId: "a:b", status: "complete", errorCode: null, firstTokenMs: 500, totalMs: 2500, outputTokens: 100 },
  ...{ reasoningTokens: null, thoughtsShown: 0 },
  ...more,
});
const failed = turn({ status: "failed", errorCode: "provider_unavailable", firstTokenMs: null, outputTokens: null });

test("medians of the complete ones, and the share of those that failed", () => {
  const turns = [
    turn({ firstTokenMs: 300, totalMs: 1300 }),
    turn({ firstTokenMs: 900, totalMs: 2900 }),
    turn({ firstTokenMs: 400, totalMs: 4400 }),
    failed,
  ];
  expect(measure(turns)).toEqual({ "a:b": { turns: 4, failures: 0.25, firstTokenMs: 400, tokensPerSecond: 50 } });
  expect(measure(turns.slice(1))["a:b"]).toMatchObject({ firstTokenMs: 650, tokensPerSecond: 37.5 });
});

test("too few turns, and those whose process died, say nothing", () => {
  expect(measure([turn({}), turn({})])).toEqual({});
  expect(measure([])).toEqual({});
  const died = turn({ status: "interrupted", errorCode: "turn_orphaned" });
  expect(measure([turn({}), turn({}), turn({}), died])["a:b"]).toMatchObject({ turns: 3, failures: 0 });
});

test("without usage, or with a few words, there is no speed; with failures alone there is nothing but these", () => {
  const quiet = [turn({ outputTokens: null }), turn({ outputTokens: 5 }), turn({ totalMs: 600 })];
  expect(measure(quiet)["a:b"]).toEqual({ turns: 3, failures: 0, firstTokenMs: 500, tokensPerSecond: null });
  const all = { turns: 3, failures: 1, firstTokenMs: null, tokensPerSecond: null };
  expect(measure([failed, failed, failed])["a:b"]).toEqual(all);
});

test("thoughts count where they were streamed, and are no part of the pace where they were not", () => {
  const thought = turn({ outputTokens: 1900, reasoningTokens: 1800 });
  expect(speed(thought)).toBe(50);
  expect(speed({ ...thought, thoughtsShown: 1 })).toBe(950);
  expect(speed({ ...thought, reasoningTokens: 1890 })).toBeNull();
  expect(measure([thought, thought, thought])["a:b"]).toMatchObject({ tokensPerSecond: 50 });
});
