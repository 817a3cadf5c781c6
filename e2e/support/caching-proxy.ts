import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A shared cache in front of an app, as a company or a CDN may have one. */
export type CachingProxy = {
  url: string;
  /** the paths that were stored, in order */
  stored: () => string[];
  /** the paths that were answered from the store, in order */
  served: () => string[];
  close: () => Promise<void>;
};

type Stored = { status: number; headers: IncomingMessage["headers"]; body: Buffer; until: number };

/**
 * Starts a cache that does what `Cache-Control` allows it: it keeps every GET answered with 200 unless told not to,
 * and knows an answer by its URL alone. What is private and not marked so goes to the next person here.
 * @param target the app's address
 */
export async function startCachingProxy(target: string): Promise<CachingProxy> {
  const store = new Map<string, Stored>();
  const stored: string[] = [];
  const served: string[] = [];
  const server = createServer((incoming, response) => {
    const key = incoming.url ?? "/";
    const known = incoming.method === "GET" ? store.get(key) : undefined;
    if (known && known.until > Date.now()) {
      served.push(key);
      response.writeHead(known.status, { ...known.headers, "x-cache": "hit" }).end(known.body);
      return;
    }
    forward(target, incoming, response, (answer) => {
      stored.push(key);
      store.set(key, answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stored: () => [...stored],
    served: () => [...served],
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function forward(target: string, incoming: IncomingMessage, response: ServerResponse, keep: (answer: Stored) => void) {
  const { host } = new URL(target);
  const options = { method: incoming.method, headers: { ...incoming.headers, host } };
  const outgoing = request(new URL(incoming.url ?? "/", target), options, (answer) => {
    const status = answer.statusCode ?? 502;
    response.writeHead(status, { ...answer.headers, "x-cache": "miss" });
    const seconds = lifetime(incoming, answer);
    const parts: Buffer[] = [];
    answer.on("data", (part: Buffer) => {
      if (seconds > 0) parts.push(part);
      response.write(part);
    });
    answer.on("end", () => {
      response.end();
      // by now the body has no transfer encoding any more
      const { "transfer-encoding": _encoding, connection: _connection, ...headers } = answer.headers;
      if (seconds > 0) keep({ status, headers, body: Buffer.concat(parts), until: Date.now() + seconds * 1000 });
    });
    answer.on("error", () => response.destroy());
  });
  outgoing.on("error", () => response.destroy());
  response.on("close", () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** For how many seconds a shared cache may keep an answer; 0 when not at all. */
function lifetime(asked: IncomingMessage, answer: IncomingMessage): number {
  if (asked.method !== "GET" || answer.statusCode !== 200) return 0;
  const directives = new Map(
    (answer.headers["cache-control"] ?? "").split(",").map((directive) => {
      const [name = "", value = ""] = directive.trim().toLowerCase().split("=");
      return [name, value] as const;
    }),
  );
  if (["private", "no-store", "no-cache"].some((name) => directives.has(name))) return 0;
  if (answer.headers.vary === "*") return 0;
  const age = directives.get("s-maxage") ?? directives.get("max-age");
  if (age !== undefined) return Number(age);
  // RFC 9111 3.5: what was asked for with credentials in `Authorization` needs an explicit word
  if (asked.headers.authorization && !directives.has("public")) return 0;
  // without a word a cache may guess
  return 60;
}
