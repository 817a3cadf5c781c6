import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { postForStream } from "./post-for-stream.ts";

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`);
}

const post = (url: URL, { body = "{}", signal = null }: { body?: string; signal?: AbortSignal | null } = {}) =>
  postForStream(url, {
    headers: new Headers({ authorization: "Bearer k", "content-type": "application/json" }),
    body,
    signal,
  });

test("the request arrives as it was meant, and the answer with its headers", async () => {
  let seen: IncomingMessage | undefined;
  let got = "";
  const url = await serve(async (request, response) => {
    seen = request;
    got = await text(request);
    response.setHeader("set-cookie", ["a=1", "b=2"]).setHeader("retry-after", "7").writeHead(429).end("slow down");
  });
  const answer = await post(url, { body: '{"text":"天气 😀"}' });
  expect(got).toBe('{"text":"天气 😀"}');
  expect(seen?.method).toBe("POST");
  expect(seen?.url).toBe("/v1/chat/completions");
  expect(seen?.headers).toMatchObject({
    authorization: "Bearer k",
    "content-length": "22",
    "accept-encoding": "identity",
  });
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await text(answer.body)).toBe("slow down");
});

test.each([
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
  ["identity", (bytes: Buffer) => bytes],
])("an answer that is packed although nobody asked for it is read: %s", async (coding, pack) => {
  const url = await serve((_, response) => {
    response.setHeader("content-encoding", coding).end(pack(Buffer.from("data: 天气\n\n")));
  });
  expect(await text((await post(url)).body)).toBe("data: 天气\n\n");
});

test("what is there of a packed answer comes before its end", async () => {
  const url = await serve((_, response) => {
    const packer = createGzip();
    response.setHeader("content-encoding", "gzip");
    packer.pipe(response);
    packer.write("data: first\n\n");
    packer.flush();
  });
  const { body } = await post(url);
  const [piece] = await once(body, "data");
  expect(String(piece)).toBe("data: first\n\n");
  body.destroy();
});

test("a redirect is not followed", async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  await expect(post(url)).rejects.toMatchObject({ name: "TypeError", message: "fetch failed" });
  expect(asked).toBe(1);
});

test("a body that breaks off fails by fetch's name, with what had come before it", async () => {
  const url = await serve((_, response) => {
    response.write("data: first\n\n", () => response.destroy());
  });
  const { body, failureOf } = await post(url);
  const pieces: string[] = [];
  body.on("data", (piece) => pieces.push(String(piece)));
  const [error] = await once(body, "error").catch((thrown) => [thrown]);
  expect(pieces).toEqual(["data: first\n\n"]);
  expect(failureOf(error)).toMatchObject({ name: "TypeError", message: "terminated", cause: { code: "ECONNRESET" } });
});

test.each(["before the answer", "in its middle", "before it is asked for"])(
  "what is given up %s closes the connection",
  async (when) => {
    const closed: Promise<unknown>[] = [];
    const asked = Promise.withResolvers<ServerResponse>();
    const url = await serve((_, response) => {
      closed.push(once(response, "close"));
      asked.resolve(response);
    });
    const controller = new AbortController();
    const reason = new Error("stopped");
    if (when === "before it is asked for") controller.abort(reason);
    const answer = post(url, { signal: controller.signal });
    if (when === "before the answer") {
      await asked.promise;
      controller.abort(reason);
    }
    if (when !== "in its middle") {
      await expect(answer).rejects.toBe(reason);
    } else {
      (await asked.promise).write("data: first\n\n");
      const { body, failureOf } = await answer;
      await once(body, "data");
      controller.abort(reason);
      expect(failureOf(await new Promise((resolve) => body.once("error", resolve)))).toBe(reason);
    }
    await Promise.all(closed);
    expect(closed).toHaveLength(when === "before it is asked for" ? 0 : 1);
  },
);

test("a connection is kept for the next call", async () => {
  const ports = new Set<number | undefined>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().once("end", () => response.end("x"));
  });
  for (let call = 0; call < 3; call += 1) await text((await post(url)).body);
  expect(ports.size).toBe(1);
});
