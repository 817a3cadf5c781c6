import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import next from "next";
import type { Env } from "../lib/env.ts";
import { peerHeader } from "../lib/http/client-address.ts";
import { isOwnHost } from "../lib/http/own-host.ts";
import { securityHeaders, strictTransportSecurity } from "../lib/http/security-headers.ts";
import { logTrouble } from "../lib/telemetry/log.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** How long running turns may go on after SIGTERM, and how long the writing of their ends may take then. */
const graceMs = 5_000;
const closeMs = 3_000;

/**
 * What an answer makes lives as long as the answer, some seconds, and is old by then. V8 lets such things grow to several times
 * what is in use before it looks after them; so much more than that, in percent, is enough (docs/operations.md has the figures).
 */
const heapGrowthPercent = 50;

type Shutdown = (graceMs: number, closeMs: number) => Promise<void>;

/**
 * Serves the site with Next's own handler behind a plain HTTP server, for three things `next start` leaves open:
 * the client's true address, methods Next cannot represent, and an end that closes the database last.
 */
export async function serve(settings: Env, development: boolean): Promise<Server> {
  const { PORT: port, LISTEN_HOST, localRun, baseUrl } = settings;
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent}`);
  const server = createServer();
  // longer than the minute for which proxies keep idle connections: a request must not meet one that is just closing
  server.keepAliveTimeout = 75_000;
  const app = next({ dev: development, port, ...(development && { httpServer: server }), quiet: !development });
  await app.prepare();
  const handle = app.getRequestHandler();
  const secure = baseUrl.startsWith("https:");
  server.on("request", (request, response) => {
    // Next leaves them out where it redirects a trailing slash, and a refusal of ours never gets to it
    for (const { key, value } of securityHeaders) response.setHeader(key, value);
    if (secure) response.setHeader("Strict-Transport-Security", strictTransportSecurity);
    // on a kept connection, while the process ends: the next request should find its way to another one
    if (!server.listening) response.setHeader("Connection", "close");
    if (refuse(request, response, settings)) return;
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
    handle(request, response).catch((error) => {
      logTrouble("request-not-handled", error);
      response.destroy();
    });
  });
  // nothing here speaks websocket; what Next would do with one is to look for a place to proxy it to
  if (!development) server.on("upgrade", (_request, socket) => socket.destroy());
  if (localRun && LISTEN_HOST === undefined) await listenAtHome(server, port);
  else await listen(server, port, LISTEN_HOST);
  endInOrder(server);
  return server;
}

// A run on somebody's own machine has open sign-up and their keys: it is for this machine alone, by both of the
// addresses that "localhost" may mean.
async function listenAtHome(server: Server, port: number): Promise<void> {
  await listen(server, port, "127.0.0.1");
  const twin = createServer();
  for (const event of ["request", "upgrade"]) twin.on(event, (...args) => server.emit(event, ...args));
  server.once("close", () => twin.close());
  await listen(twin, (server.address() as AddressInfo).port, "::1").catch(() => {}); // a machine without IPv6
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host !== undefined && { host }) }, resolve);
  });
}

// a method the web's Request knows not (TRACE), an absolute address as a proxy gets it, one that Next cannot decode, or a
// request that is for another site
function refuse({ method = "", url = "", headers }: IncomingMessage, response: ServerResponse, settings: Env): boolean {
  const refusal = !methods.has(method)
    ? { status: 405, says: "Method not allowed" }
    : !url.startsWith("/") || !isDecodable(url)
      ? { status: 400, says: "Bad request" }
      : !isOwnHost(headers.host, url, settings)
        ? {
            status: 421,
            says: `This site is at ${settings.baseUrl} (BETTER_AUTH_URL). A proxy has to pass the Host header on.`,
          }
        : null;
  if (!refusal) return false;
  response.writeHead(refusal.status, { "content-type": "text/plain; charset=utf-8", allow: [...methods].join(", ") });
  response.end(`${refusal.says}\n`);
  return true;
}

function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function endInOrder(server: Server): void {
  let ending = false;
  const end = async () => {
    if (ending) process.exit(1); // asked twice: at once
    ending = true;
    server.close();
    const { switchboardShutdown } = globalThis as { switchboardShutdown?: Shutdown };
    await switchboardShutdown?.(graceMs, closeMs);
    server.closeAllConnections();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
