import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** One request to a libSQL server, which is one round trip. */
export type RoundTrip = { /** the statements in it, as they were sent */ sql: string[] };

/** What stands before a libSQL server, and hands on what comes, as it comes. */
export type CountingProxy = {
  url: string;
  /** all round trips since the last call of this */
  take: () => RoundTrip[];
  close: () => Promise<void>;
};

/**
 * Starts a proxy before a libSQL server that writes down each request.
 * @param latencyMs how long a request is on its way, there and back together
 */
export async function startCountingProxy(target: string, latencyMs = 0): Promise<CountingProxy> {
  let trips: RoundTrip[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (incoming.url !== "/health") trips.push({ sql: statementsOf(body) });
    if (latencyMs > 0) await delay(latencyMs / 2);
    const onward = request(new URL(incoming.url ?? "/", target), {
      method: incoming.method ?? "GET",
      headers: { ...incoming.headers, host: new URL(target).host },
    });
    onward.once("error", () => outgoing.destroy());
    onward.once("response", async (response) => {
      if (latencyMs > 0) await delay(latencyMs / 2);
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onward.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = trips;
      trips = [];
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

// https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md: statements stand alone, or as steps of a batch
function statementsOf(body: Buffer): string[] {
  const found: string[] = [];
  const look = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "sql" && typeof inner === "string") found.push(inner);
      else look(inner);
    }
  };
  if (body.length > 0) look(JSON.parse(body.toString()));
  return found;
}
