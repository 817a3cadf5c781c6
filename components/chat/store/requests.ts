import { type RequestError, type RequestResult, requestJson } from "@/components/http";
import type { TurnRequest } from "@/lib/turns/schema";

/** Stopping before the turn is accepted finds nothing to stop: asked again until it does. */
const stopRetryMs = 150;
/** How often it is asked once the message has arrived. */
const stopAttempts = 20;

/** Sends a turn; the response is the turn's event stream from its beginning. */
export async function sendTurn(request: TurnRequest): Promise<RequestResult<Response>> {
  let response: Response;
  try {
    response = await fetch("/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(request),
      cache: "no-store",
    });
  } catch {
    return { ok: false, status: 0, error: { code: "offline" } };
  }
  if (response.ok) return { ok: true, value: response };
  const body = (await response.json().catch(() => null)) as { error?: RequestError } | null;
  return { ok: false, status: response.status, error: body?.error ?? { code: "internal" } };
}

/**
 * Stops a turn; null when it is stopping, else why not.
 * @param isSending whether its message is still on the way: a long one on a slow line takes its time
 */
export async function stopTurn(turnId: string, isSending: () => boolean): Promise<RequestError | null> {
  for (let attempt = 1; ; attempt += isSending() ? 0 : 1) {
    const result = await requestJson(`/api/turns/${turnId}/stop`, { method: "POST", body: {} });
    if (result.ok) return null;
    if (result.status !== 404 || attempt >= stopAttempts) return result.error;
    await new Promise((resolve) => setTimeout(resolve, stopRetryMs));
  }
}
