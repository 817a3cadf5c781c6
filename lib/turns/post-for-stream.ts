import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { connectSeconds } from "./network-error.ts";

/** An answer whose body is Node's own stream. */
export type StreamedResponse = {
  status: number;
  headers: Headers;
  body: Readable;
  /** What an error of `body` is called: as `fetch` would call it, so that one set of names is known to all behind. */
  failureOf: (error: unknown) => unknown;
};

type Post = { headers: Headers; body: string; signal: AbortSignal | null };

/**
 * A POST as `fetch` makes it, by Node's own client: a body that comes in a thousand pieces costs half as much there.
 * A redirect is not followed. Rejects as `fetch` does: with a TypeError "fetch failed" that has the network's own error
 * as its cause, or with the signal's reason.
 */
export function postForStream(url: URL, { headers, body, signal }: Post): Promise<StreamedResponse> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const bytes = Buffer.from(body);
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
      method: "POST",
      headers: {
        accept: "*/*",
        ...Object.fromEntries(headers),
        // an answer that is packed comes in lumps
        "accept-encoding": "identity",
        "content-length": bytes.length,
      },
    });
    const failed = (cause: unknown) =>
      reject(signal?.aborted ? signal.reason : new TypeError("fetch failed", { cause }));
    const abort = () => request.destroy();
    signal?.addEventListener("abort", abort, { once: true });
    request.once("close", () => signal?.removeEventListener("abort", abort));
    request.on("error", failed);
    limitConnecting(request);
    request.once("response", (response) => {
      const { statusCode: status = 0 } = response;
      if (isRedirect(status)) {
        failed(new Error("unexpected redirect"));
        request.destroy();
        return;
      }
      resolve({
        status,
        headers: headersOf(response),
        body: unpacked(response),
        failureOf: (cause) => (signal?.aborted ? signal.reason : new TypeError("terminated", { cause })),
      });
    });
    request.end(bytes);
  });
}

/** Ends a request whose connection, its TLS handshake included, is not there in time. */
function limitConnecting(request: ClientRequest): void {
  request.once("socket", (socket) => {
    if (!socket.connecting) return; // one that was kept
    const giveUp = () => request.destroy(Object.assign(new Error("no connection"), { code: "ETIMEDOUT" }));
    const timer = setTimeout(giveUp, connectSeconds * 1000);
    socket.once("encrypted" in socket ? "secureConnect" : "connect", () => clearTimeout(timer));
    socket.once("close", () => clearTimeout(timer));
  });
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  return headers;
}

// Nobody asked for it, and some gateways pack all the same. What is there of a packed answer comes at once.
function unpacked(response: IncomingMessage): Readable {
  const flush = { flush: constants.Z_SYNC_FLUSH };
  const unpackers = {
    gzip: () => createGunzip(flush),
    deflate: () => createInflate(flush),
    br: () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH }),
  };
  const coding = response.headers["content-encoding"]?.toLowerCase().replace(/^x-/, "") as keyof typeof unpackers;
  const unpacker = Object.hasOwn(unpackers, coding) ? unpackers[coding]() : null;
  if (!unpacker) return response;
  response.on("error", (error) => unpacker.destroy(error));
  unpacker.once("close", () => response.destroy());
  return response.pipe(unpacker);
}
