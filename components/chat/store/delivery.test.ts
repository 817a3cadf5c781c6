import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Delivery, type Outcome } from "./delivery.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A delivery whose attempts end as told, and the times at which they were made. */
function delivery(...outcomes: Outcome[]) {
  const begin = Date.now();
  const attempts: number[] = [];
  const made = new Delivery({
    attempt: async () => {
      attempts.push(Date.now() - begin);
      return outcomes.shift() ?? "rest";
    },
    onChange: () => {},
  });
  return { made, attempts };
}

test("what arrives is followed by the next, until there is nothing to do", async () => {
  const { made, attempts } = delivery("next", "next", "rest");
  await made.deliver("c");
  expect(attempts).toHaveLength(3);
  expect(made.isWaiting("c")).toBe(false);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(attempts).toHaveLength(3);
});

test("a server that is away is asked again after growing waits, and no longer than something waits", async () => {
  const { made, attempts } = delivery("later", "later", "later", "later", "later", "later", "later", "next", "rest");
  await made.deliver("c");
  expect(made.isWaiting("c")).toBe(true);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(attempts).toEqual([0, 1000, 3000, 7000, 15_000, 30_000, 60_000, 90_000, 90_000]);
  expect(made.isWaiting("c")).toBe(false);
});

test("when the server may be back nothing waits for its time", async () => {
  const { made, attempts } = delivery("later", "later", "rest");
  await made.deliver("c");
  await made.deliver("c");
  expect(attempts).toEqual([0]);
  made.forgetWaits();
  await made.deliver("c");
  expect(attempts).toEqual([0, 0]);
});

test("one conversation has one attempt at a time; what was asked for meanwhile comes after it", async () => {
  const held = Promise.withResolvers<Outcome>();
  let running = 0;
  let most = 0;
  let attempts = 0;
  const made = new Delivery({
    attempt: async () => {
      attempts += 1;
      most = Math.max(most, ++running);
      const outcome = attempts === 1 ? await held.promise : "rest";
      running -= 1;
      return outcome;
    },
    onChange: () => {},
  });
  const first = made.deliver("c");
  await made.deliver("c");
  held.resolve("rest");
  await first;
  expect({ most, attempts }).toEqual({ most: 1, attempts: 2 });
});
