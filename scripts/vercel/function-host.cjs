// Runs one function of a Vercel build in a process of its own, as the platform would: the handler is given Node's request
// and response (or, with useWebApi, the web's), and `waitUntil`. CommonJS, because the launchers that Next's builder writes
// are. Arguments: the function's folder, the handler's path in it, "web" or "node".
const { AsyncLocalStorage } = require("node:async_hooks");
const { createServer } = require("node:http");
const path = require("node:path");
const { Readable } = require("node:stream");

const [folder, handlerPath, kind] = process.argv.slice(2);
const calls = new AsyncLocalStorage();
let busy = 0;

// what the platform gives to the code: by this, `after` of Next keeps it alive
Object.defineProperty(globalThis, Symbol.for("@vercel/request-context"), {
  value: { get: () => calls.getStore() ?? {} },
});

function begin() {
  busy += 1;
  process.send({ busy });
}

function end() {
  busy -= 1;
  process.send({ busy });
}

/** Counts a promise among what keeps the function alive. */
function waitUntil(promise) {
  begin();
  Promise.resolve(typeof promise === "function" ? promise() : promise)
    .catch((error) => console.error("[waitUntil]", error))
    .finally(end);
}

async function answerAsWeb(handler, request, response) {
  const url = new URL(request.url, `https://${request.headers.host}`);
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const answer = await handler(
    new Request(url, {
      method: request.method,
      headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ...(hasBody && { body: Readable.toWeb(request), duplex: "half" }),
    }),
  );
  const cookies = answer.headers.getSetCookie();
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  });
  if (answer.body) for await (const piece of answer.body) response.write(piece);
  response.end();
}

async function main() {
  process.chdir(folder);
  const loaded = await require(path.join(folder, handlerPath));
  const handler = loaded.default ?? loaded;
  const server = createServer((request, response) => {
    begin();
    response.once("close", end);
    calls.run({ waitUntil, headers: request.headers, url: request.url }, async () => {
      try {
        if (kind === "web") await answerAsWeb(handler, request, response);
        else await handler(request, response);
      } catch (error) {
        console.error("[function]", error);
        response.destroy();
      }
    });
  });
  server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
}

main().catch((error) => {
  console.error("[function] it does not load", error);
  process.exit(1);
});
