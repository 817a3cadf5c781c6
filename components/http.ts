import { ownerHeader, ownerName } from "@/lib/auth/owner-schema";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import { noteBuild } from "./build.ts";

/** An error as the page handles it: one of the server's codes, `offline` when no answer came at all, or
 * `conversation_gone` for a message whose conversation was deleted before it went out. */
export type RequestError = {
  code: ErrorCode | "offline" | "conversation_gone";
  message?: string;
  params?: ErrorParams;
};

/** What became of a request. `status` is 0 when no answer came. */
export type RequestResult<T> = { ok: true; value: T } | { ok: false; status: number; error: RequestError };

type RequestOptions = {
  method?: string;
  body?: unknown;
  signal?: AbortSignal;
  /** `no-cache` for what the browser may keep and has to ask about each time */
  cache?: "no-store" | "no-cache";
  /** it goes on when the page is left; a long body may not */
  keepalive?: boolean;
};

let owner: Record<string, string> = {};

/** Says whose page this is: from now on every request does. Gives the way to take it back. */
export function askAs(email: string): () => void {
  const own = { [ownerHeader]: ownerName(email) };
  owner = own;
  return () => {
    if (owner === own) owner = {};
  };
}

/** Headers by which a request of this page, to one of our own routes, says whose it is. */
export const ownerHeaders = (): Record<string, string> => owner;

/**
 * Sends JSON to one of our own routes and reads the JSON that comes back; an empty answer gives `null`.
 * Failures come back as values; only an abort throws. The shape of `value` is the caller's promise: the routes and
 * this page are one program.
 */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<RequestResult<T>> {
  const { method = "GET", body, signal, cache = "no-store", keepalive = false } = options;
  try {
    const response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? { accept: "application/json" } : jsonHeaders), ...owner },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
      cache,
      ...(keepalive && { keepalive }),
      signal: signal ?? null,
    });
    noteBuild(response.headers.get("x-switchboard-build"));
    const value = parse(await response.text());
    if (response.ok && value !== unreadable) return { ok: true, value: value as T };
    return { ok: false, status: response.status, error: readError(value) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, status: 0, error: { code: "offline" } };
  }
}

const jsonHeaders = { accept: "application/json", "content-type": "application/json" };
const unreadable = Symbol("not JSON");

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}

// A proxy in between may answer with a page of its own: then there is no `error` to read.
function readError(body: unknown): RequestError {
  if (typeof body === "object" && body !== null && "error" in body) {
    const { error } = body;
    if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string") {
      return error as RequestError;
    }
  }
  return { code: "internal" };
}
