import { metrics } from "../telemetry/metrics.ts";
import type { TurnEvent } from "./turn-log.ts";

/** Most that is made ready at once for a reader, in UTF-16 code units: one that stops reading keeps no more than that here. */
const longestPiece = 65_536;

/** Proxies close connections that are silent for a minute or less. */
const keepAliveMs = 15_000;

/**
 * Encodes a followed turn as server-sent events in the AI SDK's UI message stream protocol. `id` carries the event's
 * number, from which a follower goes on; what has none is no event of the turn. Pulled by the reader: a slow one holds back nobody.
 * @param stop called when the reader goes away
 */
export function toEventStream(events: AsyncGenerator<TurnEvent[]>, stop: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let pieces: Iterator<string> = [].values();
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
          let piece = pieces.next();
          while (piece.done) {
            const { value, done } = await events.next();
            if (done) {
              end();
              controller.enqueue(encoder.encode("data: [DONE]\n\n"));
              return controller.close();
            }
            pieces = piecesOf(value);
            piece = pieces.next();
          }
          controller.enqueue(encoder.encode(piece.value));
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

// As few pieces as may be, none of them longer than that. What is cut up is shared with the log, and not copied.
function* piecesOf(events: readonly TurnEvent[]): Generator<string> {
  let piece = "";
  for (const { sequence, data } of events) {
    const head = sequence === null ? "data: " : `id: ${sequence}\ndata: `;
    const length = head.length + data.length + 2;
    if (piece !== "" && piece.length + length > longestPiece) {
      yield piece;
      piece = "";
    }
    if (length <= longestPiece) {
      piece += `${head}${data}\n\n`;
      continue;
    }
    yield head;
    for (let from = 0; from < data.length; ) {
      const to = endOfPiece(data, from + longestPiece);
      yield data.slice(from, to);
      from = to;
    }
    piece = "\n\n";
  }
  if (piece !== "") yield piece;
}

// the two halves of a character are encoded together
function endOfPiece(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}
