import type { TurnEvent } from "./turn-log.ts";

/** Proxies close connections that are silent for a minute or less. */
const keepAliveMs = 15_000;

/**
 * Encodes a followed turn as server-sent events in the AI SDK's UI message stream protocol. `id` carries the event's
 * number, from which a follower goes on. Pulled by the reader: a slow one holds back nobody.
 * @param stop called when the reader goes away
 */
export function toEventStream(events: AsyncGenerator<TurnEvent[]>, stop: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = false;
  let keepAlive: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        waiting = true;
        // from the first reading on: a response that nobody reads is not always taken back either
        keepAlive ??= setInterval(() => {
          // nothing for one who has not taken the last: it would pile up
          if (waiting && controller.desiredSize === 0) controller.enqueue(encoder.encode(": keep-alive\n\n"));
        }, keepAliveMs);
        try {
          const { value, done } = await events.next();
          if (done) clearInterval(keepAlive);
          controller.enqueue(encoder.encode(done ? "data: [DONE]\n\n" : value.map(encodeEvent).join("")));
          if (done) controller.close();
        } catch (error) {
          clearInterval(keepAlive);
          throw error;
        } finally {
          waiting = false;
        }
      },
      cancel() {
        clearInterval(keepAlive);
        stop();
        // one that rests between two pieces has to be told, too: it may hold something that it gives back at its end
        void events.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function encodeEvent({ sequence, data }: TurnEvent): string {
  return `id: ${sequence}\ndata: ${data}\n\n`;
}
