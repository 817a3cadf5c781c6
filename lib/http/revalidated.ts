import { dataHeaders } from "./door.ts";

/** A JSON body that many requests get, made once, and the name of its version. */
export type VersionedBody = { version: string; body: Uint8Array<ArrayBuffer> };

/**
 * A JSON answer that a browser may keep if it asks each time whether it is still the right one, and 304 when it is.
 * Only for what is the same for everybody: one browser is used by several people.
 */
export function revalidated(request: Request, { version, body }: VersionedBody): Response {
  const headers = new Headers({
    ...dataHeaders,
    "cache-control": "private, no-cache",
    // a weak one: the same body is sent plain and compressed
    etag: `W/"${version}"`,
    vary: "cookie",
  });
  if (request.headers.get("if-none-match")?.includes(`"${version}"`))
    return new Response(null, { status: 304, headers });
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(body, { headers });
}
