import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { localMidnight, onNewDay } from "./use-today.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const seconds = 1000;
const hours = 3600 * seconds;

/** The days that are seen, from now on. */
function watchDays() {
  const days: number[] = [];
  const stop = onNewDay(() => days.push(localMidnight()));
  return { days, stop };
}

test("a page that stays open sees the new day at midnight, each time", () => {
  vi.setSystemTime(new Date(2026, 5, 15, 22, 30));
  const { days, stop } = watchDays();
  vi.advanceTimersByTime(1.5 * hours - seconds);
  expect(new Set(days)).toEqual(new Set([new Date(2026, 5, 15).getTime()]));
  vi.advanceTimersByTime(seconds);
  expect(days.at(-1)).toBe(new Date(2026, 5, 16).getTime());
  vi.advanceTimersByTime(24 * hours);
  expect(days.at(-1)).toBe(new Date(2026, 5, 17).getTime());
  stop();
  const seen = days.length;
  vi.advanceTimersByTime(48 * hours);
  expect(days).toHaveLength(seen);
});

test("a device that slept over midnight sees the new day soon, and at once when the page comes back into view", () => {
  vi.setSystemTime(new Date(2026, 5, 15, 20));
  const { days, stop } = watchDays();
  // while it sleeps its clock goes on and its timers do not
  vi.setSystemTime(new Date(2026, 5, 16, 8));
  vi.advanceTimersByTime(hours / 4);
  expect(days).toEqual([new Date(2026, 5, 16).getTime()]);
  vi.setSystemTime(new Date(2026, 5, 17, 8));
  document.dispatchEvent(new Event("visibilitychange"));
  expect(days.at(-1)).toBe(new Date(2026, 5, 17).getTime());
  stop();
});
