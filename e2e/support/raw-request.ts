import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { App } from "./app.ts";

/** An answer as it came over the wire. */
export type RawAnswer = { status: number; headers: Headers; body: string };

/**
 * Sends a request byte by byte as given: methods, targets and bodies that `fetch` refuses or tidies up.
 * @param headers lines beside Host and Connection
 * @param body sent as it is, after the empty line
 * @returns null when the app closed the connection without an answer
 */
export async function rawRequest(
  app: Pick<App, "port">,
  method: string,
  target: string,
  { headers = {}, body = "" }: { headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer | null> {
  const socket = connect(app.port, "localhost");
  const lines = { host: `localhost:${app.port}`, connection: "close", ...headers };
  const head = [`${method} ${target} HTTP/1.1`, ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`)];
  // an app that has heard enough may close while this is still being sent
  socket.on("error", () => {});
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  const answer = await text(socket).catch(() => "");
  const parsed = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n(.*?)\r\n\r\n(.*)$/s.exec(answer);
  if (!parsed) return null;
  const [, status, fields = "", rest = ""] = parsed;
  const pairs = fields.split("\r\n").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers: new Headers(pairs), body: rest };
}
