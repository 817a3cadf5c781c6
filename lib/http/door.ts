import { randomUUID } from "node:crypto";
import { ReadableStream as NodeStream } from "node:stream/web";
import type * as z from "zod/mini";
import { ownerHeader, ownerName } from "../auth/owner-schema.ts";
import type { Actor } from "../auth/schema.ts";
import { readSession, renewSession } from "../auth/session.ts";
import { readingAnywhere, readingFresh } from "../db/fresh-reads.ts";
import { buildId } from "../env.ts";
import { AppError, toAppError } from "../errors.ts";
import { logContext, withLogContext } from "../telemetry/context.ts";
import { logEvent, logTrouble } from "../telemetry/log.ts";
import { labels, metrics } from "../telemetry/metrics.ts";
import { readBody, requireJson } from "./body.ts";
import { requireOwnOrigin } from "./origin.ts";
import { noteWrite, readFor } from "./recent-write.ts";
import { dataPolicy } from "./security-headers.ts";

/** What Next hands to a route handler beside the request. */
type RouteContext = { params: Promise<Record<string, string | string[]> | undefined> };

/** One request, checked: who acts, on what, with what. */
export type Call<Body> = {
  request: Request;
  actor: Actor;
  params: Record<string, string>;
  body: Body;
};

/** A route handler as Next calls it. */
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

/**
 * Wraps a route's work in what every route needs: own origin and JSON for mutations, a session, a parsed body, and
 * the one mapping from errors to responses. Routes that read take no schema.
 */
export function door<Body = undefined>(
  schema: z.core.$ZodType<Body> | null,
  work: (call: Call<Body>) => Promise<Response>,
): RouteHandler {
  return guarded(async (request, params) => {
    // a session that is missing is looked for fresh by itself: the way to the primary is not needed for one
    const session = await readingAnywhere(() => readSession(request.headers));
    if (!session || !isOwner(request, session.actor)) throw new AppError("unauthenticated");
    const body = (schema ? await readBody(request, schema) : undefined) as Body;
    const response = await work({ request, actor: session.actor, params, body });
    if (session.renewable) await renew(request, response);
    return response;
  });
}

// a program names nobody; a page says whose it is
function isOwner({ headers }: Request, { email }: Actor): boolean {
  const owner = headers.get(ownerHeader);
  return owner === null || owner === ownerName(email);
}

// whoever keeps using the site stays signed in; an extension that fails is tried again by the next request
async function renew(request: Request, response: Response): Promise<void> {
  const cookies = await renewSession(request.headers).catch(() => []);
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
}

/** The same for what needs no session: signing in, health. */
export function publicDoor(
  work: (request: Request, params: Record<string, string>) => Promise<Response>,
): RouteHandler {
  return guarded(work);
}

function guarded(work: (request: Request, params: Record<string, string>) => Promise<Response>): RouteHandler {
  const handle: RouteHandler = async (request, context) => {
    const changes = request.method !== "GET" && request.method !== "HEAD";
    try {
      if (changes) {
        requireOwnOrigin(request);
        // a DELETE carries nothing; what carries something carries JSON
        if (request.method !== "DELETE" || request.headers.has("content-type")) requireJson(request);
      }
      const params = flatten(await context.params);
      const answer = () => work(request, params);
      // what is changed, and what is told of it, is as it stands where it is written
      const response = await (changes ? readingFresh(answer) : readFor(request.headers, answer));
      if (changes) noteWrite(response.headers);
      return response;
    } catch (error) {
      return errorResponse(toAppError(error));
    }
  };
  return (request, context) =>
    withLogContext({ request: randomUUID() }, () => noted(request, handle(request, context)));
}

/** The id under which the log tells of a request. */
export const requestIdHeader = "x-request-id";

async function noted({ method, url }: Request, answer: Promise<Response>): Promise<Response> {
  const startedAt = performance.now();
  const response = await answer;
  const { status } = response;
  response.headers.set(requestIdHeader, logContext().request ?? "");
  metrics().requests.add(1, labels({ method, status: String(status) }));
  // without the query: it may be what somebody searches for
  logEvent("request", { method, path: new URL(url).pathname, status, ms: Math.round(performance.now() - startedAt) });
  return response;
}

// a route without a dynamic segment gets undefined; a catch-all one gets its segments
function flatten(params: Record<string, string | string[]> = {}): Record<string, string> {
  const entries = Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : value]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Of every answer that holds data. */
export const dataHeaders = {
  "cache-control": "private, no-store",
  "content-security-policy": dataPolicy,
  // by it a page learns that it is of an earlier build
  "x-switchboard-build": buildId,
};

/** A JSON answer that no cache keeps. */
export function json(value: unknown, init: { status?: number; headers?: Headers } = {}): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "application/json; charset=utf-8");
  for (const [name, text] of Object.entries(dataHeaders)) headers.set(name, text);
  return new Response(JSON.stringify(value), { status: init.status ?? 200, headers });
}

/** An answer without a body. */
export function noContent(headers?: Headers): Response {
  const all = new Headers(headers);
  all.set("cache-control", "private, no-store");
  return new Response(null, { status: 204, headers: all });
}

/** `{ error: { code, message, params } }` with the code's status. What is our own fault is logged, and not told. */
export function errorResponse(error: AppError): Response {
  if (error.status >= 500 && error.cause !== undefined) logTrouble(error.code, error.cause);
  const headers = new Headers();
  const seconds = error.params?.seconds;
  const passes = error.code === "rate_limited" || error.code === "server_busy";
  if (passes && seconds !== undefined) headers.set("retry-after", String(seconds));
  return json({ error: error.body }, { status: error.status, headers });
}

/** A stream of server-sent events that neither caches nor compressors may hold back. */
export function eventStream(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "private, no-store, no-transform",
      "content-security-policy": dataPolicy,
      "x-accel-buffering": "no",
      // how the AI SDK's transports know the protocol
      "x-vercel-ai-ui-message-stream": "v1",
    },
  });
}

/** A file to be saved, of text that is made while it is sent: what nobody takes is not made. */
export function download(pieces: AsyncIterable<string>, name: string, type: string): Response {
  const texts = NodeStream.from(pieces) as ReadableStream<string>;
  return new Response(texts.pipeThrough(new TextEncoderStream()), {
    headers: {
      ...dataHeaders,
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}
