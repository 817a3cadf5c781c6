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
  let next: ReturnType<typeof events.next> | null = null;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        next ??= events.next();
        const result = await within(next, keepAliveMs);
        if (result === "late") {
          controller.enqueue(encoder.encode(": keep-alive\n\n"));
          return;
        }
        next = null;
        if (result.done) {
          controller.enqueue(encoder.encode("data: [DONE]\n\n"));
          controller.close();
        } else {
          controller.enqueue(encoder.encode(result.value.map(encodeEvent).join("")));
        }
      },
      cancel() {
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

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, milliseconds, "late");
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
