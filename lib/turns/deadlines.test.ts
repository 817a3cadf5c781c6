import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppError } from "../errors.ts";
import { Deadlines } from "./deadlines.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const settings = { firstChunk: 10, betweenChunks: 20, thinking: 100, total: 1000 };

function start({ thinks = false } = {}) {
  const errors: AppError[] = [];
  const deadlines = new Deadlines(settings, "OpenAI", thinks, (error) => errors.push(error));
  deadlines.beginAttempt();
  return { deadlines, ended: () => errors.map(({ code, params }) => [code, params?.seconds]) };
}
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

test("PF-9 a model that does not begin is cut at its limit", () => {
  const { ended } = start();
  pass(9.9);
  expect(ended()).toEqual([]);
  pass(0.2);
  expect(ended()).toEqual([["provider_timeout", 10]]);
  pass(2000);
  expect(ended()).toHaveLength(1);
});

test("PF-9 a model that is known to think has longer", () => {
  const { ended } = start({ thinks: true });
  pass(99.9);
  expect(ended()).toEqual([]);
  pass(0.2);
  expect(ended()).toEqual([["provider_timeout", 100]]);
});

test("PF-10 silence after the first words is an interruption, comments are life", () => {
  const { deadlines, ended } = start();
  deadlines.read("text");
  for (let index = 0; index < 10; index += 1) {
    pass(19);
    deadlines.sign();
  }
  expect(ended()).toEqual([]);
  pass(20.1);
  expect(ended()).toEqual([["provider_stalled", 20]]);
});

test("PF-10 who sent thoughts is thinking until the first word", () => {
  const { deadlines, ended } = start();
  deadlines.read("reasoning");
  pass(99);
  expect(ended()).toEqual([]);
  deadlines.read("text");
  pass(20.1);
  expect(ended()).toEqual([["provider_stalled", 20]]);
});

test("PF-20 comments alone keep it alive; what then falls silent never began, and the whole wait is told", () => {
  const { deadlines, ended } = start();
  deadlines.sign();
  for (let index = 0; index < 20; index += 1) {
    pass(15);
    deadlines.sign();
  }
  expect(ended()).toEqual([]);
  pass(20.1);
  expect(ended()).toEqual([["provider_timeout", 320]]);
});

test("PF-24 comments or words for a day end at the total", () => {
  const { deadlines, ended } = start();
  deadlines.sign();
  for (let index = 0; index < 100; index += 1) {
    pass(15);
    deadlines.read("text");
  }
  expect(ended()).toEqual([["turn_time_limit", 1000]]);
});

test("PF-7 each attempt has a first deadline of its own, none runs between two, the total over all", () => {
  const { deadlines, ended } = start();
  deadlines.sign();
  deadlines.endAttempt();
  pass(500);
  deadlines.beginAttempt();
  pass(9.9);
  expect(ended()).toEqual([]);
  deadlines.endAttempt();
  pass(490.2);
  expect(ended()).toEqual([["turn_time_limit", 1000]]);
});

test("what is over ends nothing", () => {
  const { deadlines, ended } = start();
  deadlines.clear();
  pass(2000);
  expect(ended()).toEqual([]);
});
