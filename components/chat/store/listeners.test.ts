import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Listeners } from "./listeners.ts";

let now = 0;
let frames: (() => void)[] = [];
let messages: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  now = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => frames.push(work));
  // a message comes when the frame that it was sent in has been painted
  class Channel {
    port1 = { onmessage: () => {}, close: () => {} };
    port2 = { postMessage: () => messages.push(() => this.port1.onmessage()) };
  }
  vi.stubGlobal("MessageChannel", Channel);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  frames = [];
  messages = [];
});

/** One frame, in which rendering takes so long. */
function frame(milliseconds: number): void {
  for (const work of frames.splice(0)) work();
  now += milliseconds;
  for (const work of messages.splice(0)) work();
}

function pass(milliseconds: number): void {
  now += milliseconds;
  vi.advanceTimersByTime(milliseconds);
}

test("changes of one frame are told together, the first ones at once", () => {
  const listeners = new Listeners();
  const told = vi.fn();
  listeners.add(told);
  listeners.notifyOnFrame();
  listeners.notifyOnFrame();
  expect(told).not.toHaveBeenCalled();
  frame(1);
  expect(told).toHaveBeenCalledTimes(1);
});

test("after a frame that took long nothing is told for four times as long, and then what there is", () => {
  const listeners = new Listeners();
  const told = vi.fn();
  listeners.add(told);
  listeners.notifyOnFrame();
  frame(20);
  listeners.notifyOnFrame();
  frame(0);
  expect(told).toHaveBeenCalledTimes(1);
  pass(79);
  frame(0);
  expect(told).toHaveBeenCalledTimes(1);
  pass(1);
  frame(1);
  expect(told).toHaveBeenCalledTimes(2);
  // what is not of the stream is told at once
  listeners.notify();
  expect(told).toHaveBeenCalledTimes(3);
});

test("a very slow page is told four times a second", () => {
  const listeners = new Listeners();
  const told = vi.fn();
  listeners.add(told);
  listeners.notifyOnFrame();
  frame(900);
  listeners.notifyOnFrame();
  pass(250);
  frame(900);
  expect(told).toHaveBeenCalledTimes(2);
});
