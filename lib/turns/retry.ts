import { APICallError } from "ai";
import type { AppError } from "../errors.ts";
import { isBeforeAnswer } from "./network-error.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { errorStatus } from "./vendor-words.ts";

/** How often the same model is asked again for one answer. */
const maxRetries = 2;
/** A limit that was just met is asked about once. */
const maxRateLimitRetries = 1;
/** The first wait, in milliseconds; each further one is twice as long. */
const firstWaitMs = 500;
/** The longest wait a provider can ask for that is waited out; the person is told of a longer one. */
const longestWaitMs = 20_000;

// a moment later these may be over; 501 or 505 will not be
const passing = new Set([408, 409, 429, 500, 502, 503, 504, 529]);

/**
 * How long to wait before the same model is asked again, in milliseconds; null when it is not. Only for calls of which
 * nothing has been read: with a word of the answer, a second call would be a second answer, and be paid for as one.
 * @param error what the call failed with
 * @param failure what that means
 * @param attempt 0 when the first call failed
 */
export function retryWait(
  error: unknown,
  failure: AppError,
  attempt: number,
  random: () => number = Math.random,
): number | null {
  const isLimit = failure.code === "provider_rate_limited";
  if (attempt >= (isLimit ? maxRateLimitRetries : maxRetries) || !mayPass(error, failure)) return null;
  // a quarter more or less, so that those who failed together do not come back together
  const backoffMs = firstWaitMs * 2 ** attempt * (0.75 + random() / 2);
  const askedMs = (retryAfterSeconds(error) ?? 0) * 1000;
  if (askedMs > longestWaitMs) return null;
  // never before the time that was asked for, and a little apart again
  return Math.round(askedMs > 0 ? askedMs + random() * 250 : backoffMs);
}

function mayPass(error: unknown, failure: AppError): boolean {
  if (isBeforeAnswer(error)) return true;
  // OpenAI says so where it knows
  if (APICallError.isInstance(error) && error.responseHeaders?.["x-should-retry"] === "false") return false;
  if (failure.code === "provider_rate_limited") return true;
  return failure.code === "provider_unavailable" && passing.has(errorStatus(error) ?? 503);
}
