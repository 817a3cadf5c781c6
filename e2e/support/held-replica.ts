import { once } from "node:events";
import { createServer as createHttpServer, request as send } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Sqld, startSqld } from "./sqld.ts";

/** A replica of a libSQL server that can be held back: it answers reads with what it had then, and writes still arrive. */
export type HeldReplica = {
  url: string;
  /** hears of nothing any more from now on */
  hold: () => void;
  /** how many requests it has answered from what it has itself */
  reads: () => number;
  close: () => Promise<void>;
};

/** Starts a replica that follows a primary, until it is held back. */
export async function startHeldReplica(primary: Sqld): Promise<HeldReplica> {
  const link = await startLink(new URL(primary.primaryUrl ?? ""));
  const replica = await startSqld({ replicaOf: { ...primary, primaryUrl: link.url } });
  let reads = 0;
  // A replica sends writes the way that it hears of news. Held back it could not: they go to the primary past it.
  const door = createHttpServer(async (request, response) => {
    const body = await buffer(request);
    const isRead = onlyReads(body);
    if (isRead) reads += 1;
    const url = new URL(request.url ?? "/", isRead ? replica.url : primary.url);
    const headers = { ...request.headers, host: url.host };
    const onward = send(url, { method: request.method ?? "GET", headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    hold: link.cut,
    reads: () => reads,
    close: async () => {
      door.closeAllConnections();
      door.close();
      link.cut();
      await replica.stop();
    },
  };
}

/** The way from a replica to its primary, which can be cut for good. */
async function startLink({ hostname, port }: URL): Promise<{ url: string; cut: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on("error", () => {});
      end.once("close", () => {
        sockets.delete(end);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

// as a replica tells by the kind of each statement, whatever a transaction begins with (`StmtKind` of libsql-server):
// https://github.com/tursodatabase/libsql/blob/main/libsql-server/src/query_analysis.rs
function onlyReads(body: Buffer): boolean {
  const statements = [...body.toString().matchAll(/"sql":"((?:[^"\\]|\\.)*)"/g)].map(([, sql = ""]) => sql.trim());
  const reads = /^(\\n|\s)*(SELECT|WITH|BEGIN|COMMIT|ROLLBACK)\b/i;
  return statements.length > 0 && statements.every((sql) => reads.test(sql));
}
