import type { Fetch } from "../models/provider.ts";

/**
 * The `fetch` that a provider's package is given for one call.
 * - `onSign` hears of every piece of the response, comments that keep a connection open included.
 * - A redirect is not followed: the key stays with its host.
 * - Where a stream was asked for, JSON with status 200 is an error that somebody on the way did not mark as one.
 * - The stream ends with `[DONE]`, a moment later at most where the server leaves the connection open.
 */
export function providerFetch(onSign: () => void): Fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "error" });
    const streamed = typeof init?.body === "string" && /"stream":\s*true/.test(init.body);
    if (!response.body || !streamed) return response;
    const isJson = /^application\/json\b/i.test(response.headers.get("content-type") ?? "");
    if (response.ok && isJson) return new Response(response.body, { status: 502, headers: response.headers });
    return new Response(response.body.pipeThrough(untilDone(onSign)), response);
  };
}

/** Long enough for a server to end the response by itself, which keeps the connection for the next call. */
const doneGraceMs = 1_000;

const doneLine = /(^|[\r\n])data: ?\[DONE\]/;

function untilDone(onSign: () => void): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("latin1"); // one character a byte: a piece may end within a letter
  let before = "\n";
  let grace: NodeJS.Timeout | undefined;
  return new TransformStream({
    transform(chunk, controller) {
      onSign();
      controller.enqueue(chunk);
      const text = before + decoder.decode(chunk);
      if (doneLine.test(text)) grace ??= setTimeout(() => controller.terminate(), doneGraceMs);
      before = text.slice(-16);
    },
    flush() {
      clearTimeout(grace);
    },
  });
}
