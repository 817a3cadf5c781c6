import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What stands before several instances. */
export type Balancer = { close: () => Promise<void> };

/**
 * A proxy that sends each request to an instance chosen at random, as a load balancer without sticky sessions. One that
 * takes no connection is passed over; what has begun on an instance ends with it.
 * @param ports where the instances listen
 */
export async function startBalancer(port: number, ports: readonly number[]): Promise<Balancer> {
  const server = createServer((incoming, outgoing) => {
    const order = [...ports].sort(() => Math.random() - 0.5);
    forward(incoming, outgoing, order);
  });
  server.listen(port, "localhost");
  await once(server, "listening");
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, [port, ...others]: number[]): void {
  if (port === undefined) {
    outgoing.writeHead(502).end();
    return;
  }
  const { method, url, rawHeaders } = incoming;
  const onward = request({ host: "localhost", port, method, path: url, headers: rawHeaders });
  onward.once("socket", (socket) => {
    const send = () => incoming.pipe(onward);
    // not before there is a connection: the body can be read once
    if (socket.connecting) socket.once("connect", send);
    else send();
  });
  let answered = false;
  onward.once("response", (response) => {
    answered = true;
    outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
    outgoing.flushHeaders();
    response.pipe(outgoing);
    response.once("error", () => outgoing.destroy());
  });
  onward.once("error", (error: NodeJS.ErrnoException) => {
    // an instance that refuses a body answers, and hangs up before it has been sent all of it
    if (answered) incoming.unpipe(onward).resume();
    else if (error.code === "ECONNREFUSED") forward(incoming, outgoing, others);
    else outgoing.destroy();
  });
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) onward.destroy();
  });
}
