import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Certificate } from "./certificates.ts";

/** A server in front of the fake, or one that is none. `https` is its address, whatever it really speaks. */
export type FrontServer = { https: string; close: () => Promise<void> };

/** The services of a fake by TLS: what comes in with this certificate goes to `url`, a plain address. */
export function startTlsFront(certificate: Certificate, url: string): Promise<FrontServer> {
  const { hostname, port } = new URL(url);
  return listen((open) =>
    createTlsServer(certificate, (socket) => {
      const inner = connect(Number(port), hostname);
      open.add(inner);
      // either end that breaks takes the other with it; a client that does not trust us is no fault of ours
      inner.on("error", () => socket.destroy());
      socket.on("error", () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    }).on("tlsClientError", () => {}),
  );
}

/** Takes connections and never says a word: no handshake ever ends. */
export function startMuteServer(): Promise<FrontServer> {
  return listen(() => createServer());
}

async function listen(create: (open: Set<Socket>) => Server): Promise<FrontServer> {
  const open = new Set<Socket>();
  const server = create(open);
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    https: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
