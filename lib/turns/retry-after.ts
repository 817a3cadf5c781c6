import { APICallError } from "ai";

/** Seconds that a provider asks to wait, by `Retry-After-Ms`, or `Retry-After` as a number or an HTTP date; null when it does not say. */
export function retryAfterSeconds(error: unknown): number | null {
  const headers = APICallError.isInstance(error) ? error.responseHeaders : undefined;
  const milliseconds = Number(headers?.["retry-after-ms"] || Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds / 1000);
  const header = headers?.["retry-after"];
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const untilMs = Date.parse(header) - Date.now();
  return Number.isFinite(untilMs) ? Math.max(0, untilMs / 1000) : null;
}
