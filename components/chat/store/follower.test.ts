import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TurnChunk } from "@/lib/turns/schema";
import { followTurn } from "./follower.ts";

const encoder = new TextEncoder();
const event = (sequence: number) =>
  `id: ${sequence}\ndata: ${JSON.stringify({ type: "text-delta", id: "0", delta: `w${sequence} ` })}\n\n`;

/** The bytes of a connection: pieces that come at once, then its end, or silence for ever. */
function connection(pieces: string[], ends: boolean): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      if (ends) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

let asked: string[] = [];
/** Follows over these connections, one after the other; gives the text and how it ended. */
function follow(...answers: (Response | Error | "never")[]) {
  vi.stubGlobal("fetch", (url: string, { signal }: RequestInit) => {
    asked.push(url);
    const answer = answers.shift();
    if (answer === "never" || answer === undefined)
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  let text = "";
  const onChunks = (chunks: TurnChunk[]) => {
    for (const chunk of chunks) if (chunk.type === "text-delta") text += chunk.delta;
  };
  const end = followTurn("t", 0, null, { onChunks }, new AbortController().signal);
  return { end, text: () => text };
}

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const done = "data: [DONE]\n\n";
const [one, two, three] = [event(1), event(2), event(3)];

test("a connection that breaks in the middle of an event is gone on from the last whole one", async () => {
  const { end, text } = follow(connection([one, two.slice(0, 12)], true), connection([two, three, done], true));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await end).toBe("ended");
  expect(text()).toBe("w1 w2 w3 ");
  expect(asked).toEqual(["/api/turns/t/events?after=0", "/api/turns/t/events?after=1"]);
});

test("what has no number is told, and is no place to go on from", async () => {
  const notice = `data: ${JSON.stringify({ type: "data-notice", data: { code: "database_full", seconds: 0 } })}\n\n`;
  const { end, text } = follow(connection([one, notice], true), connection([notice, two, done], true));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await end).toBe("ended");
  expect(text()).toBe("w1 w2 ");
  expect(asked).toEqual(["/api/turns/t/events?after=0", "/api/turns/t/events?after=1"]);
});

test("CF-4 a connection that falls silent is given up, before its answer and in the middle of it", async () => {
  const { end, text } = follow("never", connection([one], false), connection([two, done], true));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(62_000);
  expect(await end).toBe("ended");
  expect(text()).toBe("w1 w2 ");
});

test("CF-4 who comes back after a sleep, or to another network, waits for no silence", async () => {
  const { end, text } = follow(connection([one], false), connection([two], false), connection([three, done], true));
  await vi.advanceTimersByTimeAsync(20_000);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(300);
  expect(text()).toBe("w1 w2 ");
  // a sign of life was heard just now: looking at the page again is no reason to doubt it
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toHaveLength(2);
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(300);
  expect(await end).toBe("ended");
  expect(text()).toBe("w1 w2 w3 ");
});

test("a server that is away is asked again, one that does not know the turn is not", async () => {
  const { end } = follow(
    new Error("refused"),
    new Response(null, { status: 503 }),
    new Response(null, { status: 404 }),
  );
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await end).toBe("gone");
  expect(asked).toHaveLength(3);
});
