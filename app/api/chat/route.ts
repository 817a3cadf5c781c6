import { after } from "next/server";
import { door, eventStream } from "@/lib/http/door";
import { sendSpans } from "@/lib/telemetry/trace";
import { toEventStream } from "@/lib/turns/event-stream";
import { followTurn } from "@/lib/turns/follow";
import { runTurn } from "@/lib/turns/run-turn";
import { TurnRequest } from "@/lib/turns/schema";

/** How long a platform may run this, in seconds: `vercelFunctionSeconds` of lib/env.ts, as the literal that Next asks for. */
export const maxDuration = 300;

export const POST = door(TurnRequest, async ({ actor, body }) => {
  await runTurn(actor, body, { keepAlive: (work) => after(() => work.finally(sendSpans)) });
  const reader = new AbortController();
  const events = await followTurn(actor, body.turnId, 0, reader.signal);
  return eventStream(toEventStream(events, () => reader.abort()));
});
