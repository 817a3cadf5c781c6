import { setFreshCookie } from "../../lib/http/fresh-schema.ts";
import { type Account, randomAddress } from "./accounts.ts";
import type { App } from "./app.ts";
import { testEngine } from "./database.ts";
import { PassingCookies } from "./passing-cookies.ts";

/** Headers of one request; null takes away one that is there by default. */
export type HeaderChanges = Record<string, string | null>;

/** An app, where it listens and, behind a proxy with another name, under which address people open it. */
export type Opened = Pick<App, "url"> & { origin?: string };

type Init = { headers?: HeaderChanges; signal?: AbortSignal };

/** An HTTP client that is one person, or nobody, and sends what the page's own script would send. */
export type Client = {
  /** the bare request: own headers, redirects not followed */
  send: (method: string, path: string, body?: string | null, init?: Init) => Promise<Response>;
  get: (path: string, init?: Init) => Promise<Response>;
  /** `body` goes as JSON */
  post: (path: string, body?: unknown, init?: Init) => Promise<Response>;
  put: (path: string, body?: unknown, init?: Init) => Promise<Response>;
  patch: (path: string, body?: unknown, init?: Init) => Promise<Response>;
  delete: (path: string, init?: Init) => Promise<Response>;
};

/** What browsers bring along for a moment after a change, by the session that it was made in. */
const browsers = new Map<string, PassingCookies>();

function cookiesOf(session: string): PassingCookies {
  const cookies = browsers.get(session) ?? new PassingCookies();
  browsers.set(session, cookies);
  return cookies;
}

/** As pages do, which note themselves that they have seen an answer end. */
function noteEnd(cookies: PassingCookies, response: Response): Response {
  cookies.takeFrom(response);
  const { status, headers, body } = response;
  if (testEngine === "file" || !body || !headers.get("content-type")?.startsWith("text/event-stream")) return response;
  const flush = () => cookies.set(setFreshCookie);
  return new Response(body.pipeThrough(new TransformStream({ flush })), { status, headers });
}

/**
 * A client for an account, or for a stranger. Mutations carry the app's `Origin` and JSON's content type, everything
 * the account's cookie and address; `headers` in a call change or remove any of them.
 */
export function clientFor(app: Opened, account: Account | null): Client {
  const address = account?.address ?? randomAddress();
  const send: Client["send"] = async (method, path, body = null, { headers: changes = {}, signal } = {}) => {
    // a kept connection may be closed by the app at the very moment it is used again
    const headers = new Headers({ "x-forwarded-for": address, connection: "close" });
    if (account) headers.set("cookie", cookiesOf(account.cookie).behind(account.cookie));
    if (method !== "GET" && method !== "HEAD") headers.set("origin", app.origin ?? app.url);
    if (body !== null) headers.set("content-type", "application/json");
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) headers.delete(name);
      else headers.set(name, value);
    }
    // fetch makes up a content type for a string body; bytes go as they are
    const bytes = body === null ? null : new TextEncoder().encode(body);
    const response = await fetch(new URL(path, app.url), {
      method,
      headers,
      body: bytes,
      redirect: "manual",
      ...(signal && { signal }),
    });
    return account ? noteEnd(cookiesOf(account.cookie), response) : response;
  };
  const withJson = (method: string) => (path: string, body: unknown, init?: Init) =>
    send(method, path, JSON.stringify(body ?? {}), init);
  return {
    send,
    get: (path, init) => send("GET", path, null, init),
    post: withJson("POST"),
    put: withJson("PUT"),
    patch: withJson("PATCH"),
    delete: (path, init) => send("DELETE", path, null, init),
  };
}
