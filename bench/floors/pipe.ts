// Floor: the least that a Node process can do between a provider and a browser. `node bench/floors/pipe.ts <port> <provider>`
import { Agent, createServer, request } from "node:http";

const provider = new URL(process.argv[3] ?? "");
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

const server = createServer({ keepAliveTimeout: 120_000, noDelay: true }, (incoming, outgoing) => {
  const { host, port } = provider;
  const call = request(
    {
      hostname: provider.hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      agent,
      headers: { ...incoming.headers, host },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] ?? "text/plain" });
      answer.pipe(outgoing);
    },
  );
  call.on("error", () => outgoing.destroy());
  outgoing.on("close", () => call.destroy());
  incoming.pipe(call);
});
server.listen(Number(process.argv[2]), "127.0.0.1");
