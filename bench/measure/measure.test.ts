import { describe, expect, test } from "vitest";
import { directive, readPlan, tokenText } from "../provider/answers.ts";
import type { Trace } from "../provider/main.ts";
import { tokenDelays } from "./delays.ts";
import type { Reading } from "./read-turn.ts";
import { quantile, rotate } from "./statistics.ts";

const reading = (arrivals: number[]): Reading => ({
  status: 200,
  sentAt: 0,
  firstAt: arrivals[0] ?? 0,
  endedAt: 0,
  pieces: arrivals.length / 2,
  text: "",
  arrivals,
});
const trace = (writes: number[]): Trace => ({ arrivedAt: 0, writes, endedAt: 0 });
const plan = { tokens: 4, size: 2 };

describe("the delay of tokens", () => {
  test("counts from the write that held a token to the piece that completed it", () => {
    // tokens of two characters, written two at a time at 10 and 20; arrived as 3 + 1 + 4 characters
    const delays = tokenDelays(reading([12, 3, 15, 1, 29, 4]), trace([2, 10, 4, 20]), plan);
    expect(delays).toEqual([2, 5, 9, 9]);
  });

  test("has no entry for tokens that never came whole", () => {
    expect(tokenDelays(reading([12, 3]), trace([2, 10, 4, 20]), plan)).toEqual([2]);
    expect(tokenDelays(reading([]), trace([4, 10]), plan)).toEqual([]);
  });
});

test("a plan survives the way through a request's body, and the last one counts", () => {
  const asked = { tokens: 500, rate: 100, size: 0, mark: false, trace: "t1.2" };
  const body = JSON.stringify({ messages: [directive({ tokens: 1 }), directive(asked)] });
  expect(readPlan(body)).toEqual(asked);
  expect(readPlan(JSON.stringify(directive({ tokens: 3 })))).toEqual({
    mark: false,
    tokens: 3,
    rate: 0,
    size: 0,
    trace: "",
  });
});

test("tokens have the size they were asked for, or that of words", () => {
  expect(tokenText(1, 7)).toBe("bbbbbbb");
  expect(tokenText(0, 0).length).toBeGreaterThan(0);
});

test("quantiles lie between the numbers, and rotating loses none", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  expect(quantile([], 0.5)).toBeNaN();
  expect(rotate(["a", "b", "c"], 4)).toEqual(["b", "c", "a"]);
});
