import { door, eventStream, noContent } from "@/lib/http/door";
import { toEventStream } from "@/lib/turns/event-stream";
import { followConversation } from "@/lib/turns/follow";

/** As long as a turn may run: see app/api/chat/route.ts. */
export const maxDuration = 300;

/** What the AI SDK's own transport asks to resume: the running turn from its beginning, or 204. */
export const GET = door(null, async ({ actor, params }) => {
  const reader = new AbortController();
  const events = await followConversation(actor, params.id ?? "", reader.signal);
  return events ? eventStream(toEventStream(events, () => reader.abort())) : noContent();
});
