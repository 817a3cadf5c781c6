import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { type BuildOutput, functionAt, type OutputFunction } from "./build-output.ts";
import { type Found, findRoute, type Outputs, type Target } from "./routes.ts";
import { RunningFunction } from "./running-function.ts";

const contentTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "application/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** A build's output that answers requests. */
export type Platform = {
  /** where it listens */
  url: string;
  /** the address that people open, as functions are told it by the proxy that stands before them */
  origin: string;
  /** all that was started so far */
  started: [OutputFunction, RunningFunction][];
  /**
   * From now on requests go to new processes of the same functions, as when the platform moves an instance.
   * @param change variables that differ there
   */
  forget: (change?: Record<string, string>) => void;
  stop: () => Promise<void>;
};

/**
 * Serves what `vercel build` left: static files, routes, middleware and functions, as far as this site uses them. Every
 * function runs by itself, in a folder that holds nothing but its files, and stands still between requests.
 * @param workFolder for those folders
 * @param origin the address that people open; name service and certificates are left out
 * @param env of the functions
 */
export async function startPlatform(
  output: BuildOutput,
  workFolder: string,
  origin: string,
  env: Record<string, string>,
): Promise<Platform> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const site = new Site(output, workFolder, origin, env);
  server.on("request", (request, response) => {
    site.answer(request, response).catch((error) => {
      console.error("[platform]", error);
      response.destroy();
    });
  });
  return {
    url,
    get origin() {
      return site.origin;
    },
    set origin(origin) {
      site.origin = origin;
    },
    started: site.started,
    forget: (change) => site.forget(change),
    stop: () => site.stop(server),
  };
}

class Site {
  readonly started: [OutputFunction, RunningFunction][] = [];
  origin: string;
  readonly #starting = new Map<OutputFunction, Promise<RunningFunction>>();
  readonly #output: BuildOutput;
  readonly #workFolder: string;
  #count = 0;
  #env: Record<string, string>;
  readonly #static: Map<string, string>;

  constructor(output: BuildOutput, workFolder: string, origin: string, env: Record<string, string>) {
    this.origin = origin;
    this.#output = output;
    this.#workFolder = workFolder;
    this.#env = env;
    this.#static = staticFiles(output);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://inside");
    const target: Target = {
      pathname,
      query: searchParams,
      method: request.method ?? "GET",
      headers: {
        ...(request.headers as Record<string, string>),
        // what the platform's proxy sets, whatever a client sent
        "x-real-ip": request.headers["x-forwarded-for"]?.toString() ?? "127.0.0.1",
        host: new URL(this.origin).host,
        "x-forwarded-host": new URL(this.origin).host,
        "x-forwarded-proto": "https",
      },
    };
    const outputs: Outputs = {
      at: (address) => this.#at(address),
      middleware: (name, at, headers) => this.#middleware(name, at, headers, request.url ?? "/"),
    };
    const found = await findRoute(this.#output.config, target, outputs);
    await this.#give(found, request, response);
  }

  async #give(found: Found, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = found.responseHeaders;
    switch (found.kind) {
      case "answer":
        response.writeHead(found.status, headers).end();
        return;
      case "response":
        response.writeHead(found.response.status, { ...headers, ...Object.fromEntries(found.response.headers) });
        response.end(Buffer.from(await found.response.arrayBuffer()));
        return;
      case "file": {
        const type = contentTypes[path.extname(found.path)] ?? "application/octet-stream";
        response.writeHead(found.status ?? 200, { "content-type": type, ...headers });
        createReadStream(found.path).pipe(response);
        return;
      }
      default:
        await this.#invoke(found, request, response);
    }
  }

  #at(address: string): ReturnType<Outputs["at"]> {
    const name = address.replace(/^\/+|\/+$/g, "") || "index";
    const file = this.#static.get(name);
    if (file) return { kind: "file", path: file };
    return functionAt(this.#output, name) ? { kind: "function", name } : null;
  }

  async #functionFor(name: string): Promise<RunningFunction> {
    const definition = functionAt(this.#output, name);
    if (!definition) throw new Error(`there is no function ${name}`);
    const folder = path.join(this.#workFolder, `function-${this.#count}`);
    this.#count += 1;
    const starting =
      this.#starting.get(definition) ??
      RunningFunction.start(definition, folder, this.#env).then((running) => {
        this.started.push([definition, running]);
        return running;
      });
    this.#starting.set(definition, starting);
    return starting;
  }

  forget(change: Record<string, string> = {}): void {
    this.#env = { ...this.#env, ...change };
    this.#starting.clear();
  }

  async #invoke(
    found: Extract<Found, { kind: "function" }>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const running = await this.#functionFor(found.name);
    const { port, done } = running.wake();
    const query = found.target.query.size > 0 ? `?${found.target.query}` : "";
    const own = new URL(request.url ?? "/", "http://inside").pathname;
    const headers = { ...found.target.headers, "x-matched-path": `/${found.name === "index" ? "" : found.name}` };
    const sent = httpRequest({ port, host: "127.0.0.1", method: request.method, path: own + query, headers });
    sent.once("response", (answer) => {
      const { connection: _, ...given } = answer.headers;
      response.writeHead(found.status ?? answer.statusCode ?? 500, { ...found.responseHeaders, ...given });
      // at once: what is streamed has to come as it is written
      response.flushHeaders();
      answer.pipe(response);
    });
    sent.once("error", () => response.destroy());
    // Stricter than the platform, which mostly goes on reading: who has left takes the answer along, and only what was
    // said to go on does.
    response.once("close", () => {
      sent.destroy();
      done();
    });
    request.pipe(sent);
  }

  async #middleware(
    name: string,
    target: Target,
    responseHeaders: Record<string, string>,
    requestUrl: string,
  ): Promise<Response | null> {
    const running = await this.#functionFor(name.replace(/^\/+/, ""));
    const { port, done } = running.wake();
    try {
      const answer = await ask(port, target.method, requestUrl, target.headers);
      if (answer.headers["x-middleware-next"] || answer.headers["x-middleware-rewrite"]) {
        follow(answer.headers, target, responseHeaders);
        return null;
      }
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    } finally {
      done();
    }
  }

  async stop(server: Server): Promise<void> {
    for (const [, running] of this.started) running.end();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

type Answer = { status: number; headers: Record<string, string>; body: string };

function ask(port: number, method: string, address: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { "content-length": _, ...rest } = headers;
    const sent = httpRequest({
      port,
      host: "127.0.0.1",
      method,
      path: address,
      headers: { ...rest, connection: "close" },
    });
    sent.once("error", reject);
    sent.once("response", (answer) => {
      const given = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      text(answer).then(
        (body) => resolve({ status: answer.statusCode ?? 500, headers: Object.fromEntries(given), body }),
        reject,
      );
    });
    sent.end();
  });
}

// The words in which Next's middleware tells the platform what to do.
function follow(headers: Record<string, string>, target: Target, responseHeaders: Record<string, string>): void {
  const overridden = headers["x-middleware-override-headers"]?.split(",").map((name) => name.trim()) ?? [];
  for (const name of overridden) {
    const value = headers[`x-middleware-request-${name}`];
    if (value !== undefined) target.headers[name] = value;
  }
  const rewrite = headers["x-middleware-rewrite"];
  if (rewrite) target.pathname = new URL(rewrite, "http://inside").pathname;
  for (const [name, value] of Object.entries(headers)) {
    const ofTheConnection = /^(connection|date|keep-alive|transfer-encoding|content-length)$/.test(name);
    if (!name.startsWith("x-middleware-") && !ofTheConnection) responseHeaders[name] = value;
  }
}

function staticFiles({ folder, config }: BuildOutput): Map<string, string> {
  const root = path.join(folder, "static");
  if (!existsSync(root)) return new Map();
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(path.join(root, file)).isFile(),
  );
  return new Map(files.map((file) => [config.overrides?.[file]?.path ?? file, path.join(root, file)]));
}
