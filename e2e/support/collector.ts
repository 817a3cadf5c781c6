import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** One span as it was received. */
export type ReceivedSpan = {
  service: string;
  /** the library that made it */
  scope: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Record<string, unknown>;
};

/** A collector of traces that speaks OTLP over HTTP, with JSON. */
export type Collector = {
  url: string;
  spans: () => ReceivedSpan[];
  /** all that was received, as it came */
  text: () => string;
  close: () => Promise<void>;
};

type Value = Record<string, unknown>;
type Attributes = { key: string; value: Value }[];
type Payload = {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: {
      scope: { name: string };
      spans: (Omit<ReceivedSpan, "attributes"> & { attributes?: Attributes })[];
    }[];
  }[];
};

const plain = (attributes: Attributes = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Starts a collector on a free port. */
export async function startCollector(): Promise<Collector> {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const isTraces = request.method === "POST" && request.url === "/v1/traces";
    if (isTraces) received.push((request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString());
    response.writeHead(isTraces ? 200 : 404, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const spans = () =>
    received.flatMap((text) =>
      (JSON.parse(text) as Payload).resourceSpans.flatMap(({ resource, scopeSpans }) =>
        scopeSpans.flatMap(({ scope, spans: some }) =>
          some.map((span) => ({
            ...span,
            service: String(plain(resource.attributes)["service.name"]),
            scope: scope.name,
            attributes: plain(span.attributes),
          })),
        ),
      ),
    );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    text: () => received.join("\n"),
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
