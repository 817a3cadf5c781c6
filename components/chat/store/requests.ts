import { ownerHeaders, type RequestError, type RequestResult, requestJson } from "@/components/http";
import type { TurnRequest } from "@/lib/turns/schema";

/** Stopping before the turn is accepted finds nothing to stop: asked again until it does. */
const stopRetryMs = 150;
/** How often it is asked once the message has arrived. */
const stopAttempts = 20;
/** A server that cannot be reached is asked again after this time. */
const unreachableRetryMs = 1000;

/** A turn that is not accepted within this time is sent anew, as the same: its connection may have silently died. */
const acceptMs = 30_000;
/** What the slowest line still carries, in bytes a millisecond: a long message takes its time. */
const slowestLine = 2;

/** Sends a turn; the response is the turn's event stream from its beginning. */
export async function sendTurn(request: TurnRequest): Promise<RequestResult<Response>> {
  const body = JSON.stringify(request);
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), acceptMs + body.length / slowestLine);
  let response: Response;
  try {
    response = await fetch("/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", ...ownerHeaders() },
      body,
      cache: "no-store",
      signal: waiting.signal,
    });
  } catch {
    return { ok: false, status: 0, error: { code: "offline" } };
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return { ok: true, value: response };
  const refusal = (await response.json().catch(() => null)) as { error?: RequestError } | null;
  return { ok: false, status: response.status, error: refusal?.error ?? { code: "internal" } };
}

/**
 * Stops a turn; null when it is stopping or has ended, else why not. A server that cannot be reached is asked until it
 * can: who pressed Stop need not press it again.
 * @param stage where the turn stands: its message may still be on the way, and a long one on a slow line takes its time
 */
export async function stopTurn(
  turnId: string,
  stage: () => "sending" | "running" | "ended",
): Promise<RequestError | null> {
  for (let attempt = 1; ; attempt += stage() === "sending" ? 0 : 1) {
    const result = await requestJson(`/api/turns/${turnId}/stop`, { method: "POST", body: {} });
    if (result.ok || stage() === "ended") return null;
    const unreachable = result.status === 0 || result.status >= 500;
    if (!unreachable && (result.status !== 404 || attempt >= stopAttempts)) return result.error;
    await new Promise((resolve) => setTimeout(resolve, unreachable ? unreachableRetryMs : stopRetryMs));
  }
}
