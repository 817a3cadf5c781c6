import { metrics } from "../telemetry/metrics.ts";
import type { TurnEvent } from "./turn-log.ts";

/** Proxies close connections that are silent for a minute or less. */
const keepAliveMs = 15_000;

/**
 * Encodes a followed turn as server-sent events in the AI SDK's UI message stream protocol. `id` carries the event's
 * number, from which a follower goes on; what has none is no event of the turn. Pulled by the reader: a slow one holds back nobody.
 * @param stop called when the reader goes away
 */
export function toEventStream(events: AsyncGenerator<TurnEvent[]>, stop: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = false;
  let keepAlive: NodeJS.Timeout | undefined;
  const end = () => {
    if (keepAlive === undefined) return;
    clearInterval(keepAlive);
    keepAlive = undefined;
    metrics().followed(-1);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        waiting = true;
        // from the first reading on: a response that nobody reads is not always taken back either
        if (keepAlive === undefined) {
          metrics().followed(1);
          keepAlive = setInterval(() => {
            // nothing for one who has not taken the last: it would pile up
            if (waiting && controller.desiredSize === 0) controller.enqueue(encoder.encode(": keep-alive\n\n"));
          }, keepAliveMs);
        }
        try {
          const { value, done } = await events.next();
          if (done) end();
          controller.enqueue(encoder.encode(done ? "data: [DONE]\n\n" : value.map(encodeEvent).join("")));
          if (done) controller.close();
        } catch (error) {
          end();
          throw error;
        } finally {
          waiting = false;
        }
      },
      cancel() {
        end();
        stop();
        // one that rests between two pieces has to be told, too: it may hold something that it gives back at its end
        void events.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function encodeEvent({ sequence, data }: TurnEvent): string {
  return sequence === null ? `data: ${data}\n\n` : `id: ${sequence}\ndata: ${data}\n\n`;
}
