import { createParser } from "eventsource-parser";
import { ownerHeaders } from "@/components/http";
import type { TurnChunk } from "@/lib/turns/schema";

/** Waits before a connection is tried again, in milliseconds; the last one repeats. */
const retryWaitsMs = [250, 500, 1000, 2000, 4000];

/** The server sends a sign of life every 15 s: a connection that is silent for longer is none any more. */
const silenceMs = 30_000;
/** The same for someone who has just come back to the page, and may be looking at a connection that died meanwhile. */
const silenceOnReturnMs = 17_000;

/** What a follower tells. */
export type FollowerEvents = {
  /** new chunks in order, as many as came in one piece of the network's */
  onChunks(chunks: TurnChunk[]): void;
};

/** How following ended. `gone`: the server does not know the turn any more. */
export type FollowEnd = "ended" | "gone" | "aborted";

/**
 * Follows a turn to its end, over as many connections as it takes: each one goes on after the last event seen, so
 * nothing is missed and nothing comes twice.
 * @param after the number of the last event already seen
 * @param first the answer to the request that started the turn, if this page started it
 */
export async function followTurn(
  turnId: string,
  after: number,
  first: Response | null,
  events: FollowerEvents,
  signal: AbortSignal,
): Promise<FollowEnd> {
  let seen = after;
  let failures = 0;
  let response = first;
  while (!signal.aborted) {
    const connection = watchConnection(signal);
    try {
      response ??= await fetch(`/api/turns/${turnId}/events?after=${seen}`, {
        headers: ownerHeaders(),
        signal: connection.signal,
        cache: "no-store",
      });
      if (response.status === 404 || response.status === 401) return "gone";
      if (response.ok && response.body) {
        const ended = await readEvents(response.body, connection, seen, (sequence, chunks) => {
          seen = sequence;
          failures = 0;
          events.onChunks(chunks);
        });
        if (ended) return "ended";
      }
    } catch {
      // the connection broke, or was never made: the next one goes on from here
    } finally {
      connection.end();
    }
    response = null;
    await pause(retryWaitsMs[Math.min(failures, retryWaitsMs.length - 1)] ?? 0, signal);
    failures += 1;
  }
  return "aborted";
}

/** A connection that is given up, by its `signal`, when it is not wanted any more or has silently died. */
type Connection = { signal: AbortSignal; heard: () => void; end: () => void };

function watchConnection(outer: AbortSignal): Connection {
  const controller = new AbortController();
  const leave = () => controller.abort();
  let silence = setTimeout(leave, silenceMs);
  // by the clock on the wall: the other one stands still while a laptop sleeps
  let heardAt = Date.now();
  const onReturn = () => {
    if (Date.now() - heardAt > silenceOnReturnMs) leave();
  };
  outer.addEventListener("abort", leave);
  // a connection made over another network is none any more, whatever the browser thinks of it
  window.addEventListener("online", leave);
  window.addEventListener("pageshow", onReturn);
  document.addEventListener("visibilitychange", onReturn);
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(silence);
      silence = setTimeout(leave, silenceMs);
      heardAt = Date.now();
    },
    end: () => {
      clearTimeout(silence);
      outer.removeEventListener("abort", leave);
      window.removeEventListener("online", leave);
      window.removeEventListener("pageshow", onReturn);
      document.removeEventListener("visibilitychange", onReturn);
    },
  };
}

/** Reads one connection; true when the turn's last event came. */
async function readEvents(
  body: ReadableStream<Uint8Array>,
  connection: Connection,
  after: number,
  onChunks: (sequence: number, chunks: TurnChunk[]) => void,
): Promise<boolean> {
  let chunks: TurnChunk[] = [];
  let sequence = after;
  let ended = false;
  const parser = createParser({
    onEvent(event) {
      if (event.data === "[DONE]") {
        ended = true;
        return;
      }
      chunks.push(JSON.parse(event.data) as TurnChunk);
      // one without a number belongs to no log
      if (event.id !== undefined) sequence = Number(event.id);
    },
  });
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  connection.signal.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return ended;
    connection.heard();
    parser.feed(value);
    if (chunks.length > 0) onChunks(sequence, chunks);
    chunks = [];
  }
}

/** Waits, but no longer than until the network or the person is back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", done);
  });
}
