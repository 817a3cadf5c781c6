import type { Fetch } from "../models/call-fetch.ts";
import { mergeDeltas } from "./merge-deltas.ts";

/**
 * The `fetch` that a provider's package is given for one call.
 * - `onSign` hears of every piece of the response, comments that keep a connection open included.
 * - A redirect is not followed: the key stays with its host.
 * - Where a stream was asked for, JSON with status 200 is an error that somebody on the way did not mark as one.
 * - Text that comes in tiny pieces is merged, see `mergeDeltas`.
 */
export function providerFetch(onSign: () => void): Fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "error" });
    const streamed = typeof init?.body === "string" && /"stream":\s*true/.test(init.body);
    if (!response.body || !streamed) return response;
    const isJson = /^application\/json\b/i.test(response.headers.get("content-type") ?? "");
    if (response.ok && isJson) return new Response(response.body, { status: 502, headers: response.headers });
    if (!response.ok) return response;
    return new Response(mergeDeltas(response.body, onSign), response);
  };
}
