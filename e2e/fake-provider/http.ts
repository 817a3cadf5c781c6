import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "./faults.ts";
import { refusal } from "./faults.ts";
import { type Mount, mounts, providerKeys, vendors } from "./vendors.ts";

/** The whole body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** The body as JSON; undefined when there is none or it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends JSON, as a value or as text that is JSON already. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/** Sends a fault in the words of the mount's service. */
export function sendFault(response: ServerResponse, mount: Mount, fault: Fault): void {
  const { status, headers, body } = refusal(mount, fault);
  sendJson(response, status, body, headers);
}

/** Which service a path belongs to, and what is asked of it: `/models`, `/models/<id>`, `/chat/completions` ... */
export function route(url: URL): { mount: Mount; rest: string } | null {
  const mount = mounts.find((name) => url.pathname.startsWith(`/${name}/`));
  if (!mount) return null;
  const { path } = vendors[mount];
  return { mount, rest: url.pathname.startsWith(`${path}/`) ? url.pathname.slice(path.length) : "" };
}

/** The bearer token of a request; empty without one. */
export function bearerKey(request: IncomingMessage): string {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
}

/** Whether the key is this service's own. A server that needs none is fine without, but not with somebody else's. */
export function isKeyOk(mount: Mount, key: string): boolean {
  return key === providerKeys[mount] || (key === "" && vendors[mount].keyFor === "nothing");
}

/** The headers for the log: of the key only its end. */
export function loggedHeaders(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(
    headers.map(([name, value]) => [name, name === "authorization" ? `…${value.slice(-4)}` : value]),
  );
}
