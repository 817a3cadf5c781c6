import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Account } from "./accounts.ts";
import type { App } from "./app.ts";

/** What came back, and whether it came over a connection that was there before. */
export type KeptAnswer = { status: number; headers: IncomingMessage["headers"]; reused: boolean; body: string };

/** One connection to the app that is kept from one request to the next, as browsers and proxies keep theirs. */
export type KeptConnection = {
  /** sends JSON; resolves as soon as the answer has begun */
  post: (path: string, body: unknown) => Promise<{ status: number; whole: Promise<KeptAnswer> }>;
  close: () => void;
};

/** Opens a connection that is an account's. */
export function keepConnection(app: Pick<App, "url" | "port">, { cookie, address }: Account): KeptConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    ...{ cookie, "x-forwarded-for": address, origin: app.url },
    ...{ host: new URL(app.url).host, "content-type": "application/json" },
  };
  const post: KeptConnection["post"] = async (path, body) => {
    const sent = request({ agent, host: "127.0.0.1", port: app.port, method: "POST", path, headers });
    sent.end(JSON.stringify(body));
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const status = answer.statusCode ?? 0;
    const whole = text(answer).then((all) => ({
      ...{ status, headers: answer.headers, reused: sent.reusedSocket, body: all },
    }));
    return { status, whole };
  };
  return { post, close: () => agent.destroy() };
}
