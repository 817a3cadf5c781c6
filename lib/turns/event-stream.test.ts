import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toEventStream } from "./event-stream.ts";
import type { TurnEvent } from "./turn-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A followed turn whose events come when they are pushed. */
function followed() {
  let next = Promise.withResolvers<TurnEvent[] | null>();
  let stopped = false;
  async function* events(): AsyncGenerator<TurnEvent[]> {
    for (;;) {
      const some = await next.promise;
      next = Promise.withResolvers();
      if (some === null) return;
      yield some;
    }
  }
  const stream = toEventStream(events(), () => {
    stopped = true;
    next.resolve(null);
  });
  return { stream, push: (some: TurnEvent[] | null) => next.resolve(some), stopped: () => stopped };
}

const text = ({ value }: { value?: Uint8Array | undefined }) => new TextDecoder().decode(value);

test("a response that nobody reads has no timer, and one that was read to its end has none left", async () => {
  const { stream, push } = followed();
  expect(vi.getTimerCount()).toBe(0);
  const reader = stream.getReader();
  push([{ sequence: 1, data: '{"n":1}' }]);
  expect(text(await reader.read())).toBe('id: 1\ndata: {"n":1}\n\n');
  expect(vi.getTimerCount()).toBe(1);
  push(null);
  expect(text(await reader.read())).toBe("data: [DONE]\n\n");
  expect(await reader.read()).toEqual({ value: undefined, done: true });
  expect(vi.getTimerCount()).toBe(0);
});

test("a long log comes in pieces that are made when they are taken, and together they are what it says", async () => {
  const events = [
    { sequence: 1, data: JSON.stringify("short") },
    { sequence: 2, data: JSON.stringify("👩‍👩‍👧天气".repeat(40_000)) },
    ...Array.from({ length: 3_000 }, (_, index) => ({ sequence: 3 + index, data: JSON.stringify("x".repeat(100)) })),
    { sequence: null, data: "{}" },
  ];
  const { stream, push } = followed();
  const reader = stream.getReader();
  push(events);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const pieces: string[] = [];
  for (let length = 0; length < 800_000; length += pieces.at(-1)?.length ?? 0) {
    const { value } = await reader.read();
    // a character is never cut in two
    pieces.push(decoder.decode(value));
    if (pieces.at(-1)?.endsWith("data: {}\n\n")) break;
  }
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(65_536);
  expect(pieces.length).toBeLessThan(20);
  const whole = events.map(({ sequence, data }) => `${sequence === null ? "" : `id: ${sequence}\n`}data: ${data}\n\n`);
  expect(pieces.join("") === whole.join("")).toBe(true);
  await reader.cancel();
});

test("a reader who waits is kept alive; for one who stops reading one comment waits at most", async () => {
  const { stream, push, stopped } = followed();
  const reader = stream.getReader();
  for (let times = 0; times < 3; times += 1) {
    const read = reader.read();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(text(await read)).toBe(": keep-alive\n\n");
  }
  await vi.advanceTimersByTimeAsync(150_000);
  push([{ sequence: 1, data: "{}" }]);
  await vi.advanceTimersByTimeAsync(0);
  expect(text(await reader.read())).toBe(": keep-alive\n\n");
  expect(text(await reader.read())).toBe("id: 1\ndata: {}\n\n");
  await reader.cancel();
  expect([stopped(), vi.getTimerCount()]).toEqual([true, 0]);
});
