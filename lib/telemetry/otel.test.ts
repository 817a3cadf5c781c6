import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startCollector } from "../../e2e/support/collector.ts";
import { newSecret, parseEnv } from "../env.ts";
import { startTracing } from "./otel.ts";
import { beginSpan, sendSpans } from "./trace.ts";

const vercel = {
  ...{ VERCEL: "1", VERCEL_ENV: "production", VERCEL_URL: "site.vercel.app" },
  ...{ BETTER_AUTH_SECRET: newSecret(), DATABASE_URL: "libsql://db.example.org" },
};

/** A collector that takes what is sent, and never says so. */
async function startDeafCollector(): Promise<{ url: string; heard: Promise<unknown> }> {
  const server = createServer();
  const heard = once(server, "request");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

test("on Vercel what has ended is sent while the function still runs", async () => {
  const collector = await startCollector();
  onTestFinished(collector.close);
  const stop = startTracing({ ...parseEnv(vercel), OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  beginSpan("turn", {}).end();
  await sendSpans();
  expect(collector.spans().map(({ name }) => name)).toEqual(["turn"]);
  beginSpan("later", {}).end();
  await stop();
  expect(collector.spans().map(({ name }) => name)).toEqual(["turn", "later"]);
});

test("a collector that does not answer, refuses, or is not there holds up neither the end of a turn nor that of the process", async () => {
  const deaf = await startDeafCollector();
  const other = await startCollector();
  onTestFinished(other.close);
  for (const collector of [deaf.url, `${other.url}/elsewhere`, "http://127.0.0.1:9"]) {
    const stop = startTracing({ ...parseEnv(vercel), OTEL_EXPORTER_OTLP_ENDPOINT: collector });
    const begin = performance.now();
    beginSpan("turn", {}).end();
    await sendSpans();
    beginSpan("later", {}).end();
    await stop();
    // the exporter's own patience is 10 s
    expect(performance.now() - begin).toBeLessThan(8_000);
  }
  await deaf.heard;
});
