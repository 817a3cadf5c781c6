import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * What becomes of a request to the database.
 * - `drop`: the connection breaks before the request arrives; `lose`: it arrives, and its answer does not
 * - a number: an answer with this HTTP status, from somebody in between
 * - `expire`: the server no longer knows the stream that the request goes on with
 * - `slow`: its answer takes longer than anybody waits
 */
export type Fault = "drop" | "lose" | "expire" | "slow" | number;

/** A request to the database, as far as a test chooses by it. */
export type Asked = {
  sql: string;
  /** it goes on with a stream: it stands in the middle of a transaction */
  continues: boolean;
};

/** A proxy between the app and a libSQL server. */
export type FaultyProxy = {
  url: string;
  /** from now on; null for none */
  setFault: (choose: ((asked: Asked) => Fault | null) | null) => void;
  /** how many requests met a fault since it was set */
  faults: () => number;
  close: () => Promise<void>;
};

/** Starts a proxy in front of a libSQL server. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let choose: ((asked: Asked) => Fault | null) | null = null;
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const asked = readAsked(body);
    const fault = choose?.(asked) ?? null;
    if (fault !== null) count += 1;
    if (fault === "drop") return void request.socket.destroy();
    if (typeof fault === "number") return void response.writeHead(fault).end("somebody in between is not well");
    forward(
      target,
      request,
      fault === "expire" ? withLostStream(body) : body,
      (answer) => {
        if (fault === "lose") request.socket.destroy();
        else if (fault !== "slow") hand(answer, response);
        // one that is slow has arrived all the same, and nobody hears of it
      },
      () => response.writeHead(502).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setFault: (next) => {
      choose = next;
      count = 0;
    },
    faults: () => count,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function readAsked(body: Buffer): Asked {
  const text = body.toString();
  return { sql: text, continues: /"baton":"/.test(text) };
}

// as if the server had forgotten it: what it says then is its own
const withLostStream = (body: Buffer) => Buffer.from(body.toString().replace(/"baton":"[^"]*"/, '"baton":"bG9zdA=="'));

function forward(
  target: string,
  request: IncomingMessage,
  body: Buffer,
  done: (answer: IncomingMessage) => void,
  failed: () => void,
): void {
  const headers = { ...request.headers, "content-length": String(body.length) };
  delete headers["transfer-encoding"];
  const ours = send(new URL(request.url ?? "/", target), { method: request.method ?? "GET", headers }, done);
  ours.on("error", failed);
  ours.end(body);
}

function hand(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(response);
}
