import { door, eventStream } from "@/lib/http/door";
import { wholeNumber } from "@/lib/http/query";
import { toEventStream } from "@/lib/turns/event-stream";
import { followTurn } from "@/lib/turns/follow";

/** As long as a turn may run: see app/api/chat/route.ts. */
export const maxDuration = 300;

/** Follows a turn from after event `?after=n`. */
export const GET = door(null, async ({ request, actor, params }) => {
  const after = wholeNumber(request, "after") ?? 0;
  const reader = new AbortController();
  const events = await followTurn(actor, params.id ?? "", after, reader.signal);
  return eventStream(toEventStream(events, () => reader.abort()));
});
