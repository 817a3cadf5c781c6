import { Readable } from "node:stream";
import type { Fetch } from "../models/call-fetch.ts";
import { mergeDeltas } from "./merge-deltas.ts";
import { postForStream } from "./post-for-stream.ts";

/**
 * The `fetch` that a provider's package is given for one call.
 * - `onSign` hears of every piece of a streamed response, comments that keep a connection open included.
 * - A redirect is not followed: the key stays with its host.
 * - Where a stream was asked for, JSON with status 200 is an error that somebody on the way did not mark as one.
 * - Text that comes in tiny pieces is merged, see `mergeDeltas`.
 */
export function providerFetch(onSign: () => void): Fetch {
  return async (input, init) => {
    const body = typeof init?.body === "string" && /"stream":\s*true/.test(init.body) ? init.body : null;
    if (body === null || input instanceof Request) return fetch(input, { ...init, redirect: "error" });
    const request = { body, headers: new Headers(init?.headers), signal: init?.signal ?? null };
    const response = await postForStream(new URL(input), request);
    const { status, headers } = response;
    const isOk = status >= 200 && status < 300;
    const isJson = /^application\/json\b/i.test(headers.get("content-type") ?? "");
    if (isOk && !isJson) {
      return new Response(mergeDeltas(response.body, onSign, response.failureOf), { status, headers });
    }
    const whole = Readable.toWeb(response.body) as ReadableStream<Uint8Array>;
    return new Response(whole, { status: isOk || status > 599 ? 502 : status, headers });
  };
}
