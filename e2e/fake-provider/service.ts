import type { IncomingMessage, ServerResponse } from "node:http";
import { Answer } from "./answer.ts";
import type { Call, WireRequest } from "./call.ts";
import { chooseScenario, makeCall, requestFault } from "./completions.ts";
import type { Behaviour } from "./control.ts";
import type { Holds } from "./holds.ts";
import { bearerKey, isKeyOk, loggedHeaders, parseJson, readBody, sendFault, sendJson } from "./http.ts";
import { findModel } from "./listings.ts";
import type { LogEntry, RequestLog } from "./log.ts";
import type { Scenario } from "./steps.ts";
import { type Mount, vendors } from "./vendors.ts";

/** What all requests share. */
export type Rig = { log: RequestLog; holds: Holds; behaviour: Behaviour };

type Exchange = {
  rig: Rig;
  mount: Mount;
  request: IncomingMessage;
  response: ServerResponse;
  entry: LogEntry;
  key: string;
  signal: AbortSignal;
};

/** Answers one request to one of the services; `rest` is the path below its base URL. */
export async function serve(
  rig: Rig,
  mount: Mount,
  rest: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const key = bearerKey(request);
  const entry = rig.log.add(newEntry(mount, request, isKeyOk(mount, key)));
  const controller = new AbortController();
  response.on("close", () => {
    entry.status ??= response.headersSent ? response.statusCode : null;
    rig.log.finish(entry, response.writableFinished ? "complete" : "client-closed");
    controller.abort(new Error("the client closed the connection"));
  });
  const exchange: Exchange = { rig, mount, request, response, entry, key, signal: controller.signal };
  const { keyFor } = vendors[mount];
  const needsKey = keyFor === "everything" || (keyFor === "chat" && rest === "/chat/completions");
  if (needsKey && !entry.keyOk) return sendFault(response, mount, { name: key ? "key-refused" : "key-missing" });
  if (request.method === "GET" && rest === "/models") return list(exchange);
  if (request.method === "GET" && rest.startsWith("/models/"))
    return showModel(exchange, rest.slice("/models/".length));
  if (request.method === "POST" && rest === "/chat/completions") return complete(exchange);
  const message = `Invalid URL (${request.method} ${rest})`;
  sendJson(response, 404, { error: { message, type: "invalid_request_error", param: null, code: null } });
}

function newEntry(mount: Mount, request: IncomingMessage, keyOk: boolean): Omit<LogEntry, "id"> {
  return {
    mount,
    method: request.method ?? "",
    path: request.url ?? "",
    purpose: (request.headers["x-switchboard-purpose"] as string | undefined) ?? null,
    headers: loggedHeaders(request),
    keyOk,
    model: null,
    body: null,
    startedAt: Date.now(),
    finishedAt: null,
    finished: "open",
    status: null,
    tokens: 0,
    held: false,
    schemaErrors: null,
  };
}

function list({ rig: { behaviour }, mount, response }: Exchange): void {
  const failure = behaviour.listingFailures.get(mount);
  if (failure === "hang") return;
  if (failure === "401") sendFault(response, mount, { name: "key-refused" });
  // a key that may chat and not list
  else if (failure === "403") sendJson(response, 403, { error: { message: "Missing scopes: api.model.read" } });
  else if (failure === "500") sendJson(response, 500, { error: { message: "The server had an error." } });
  else if (failure === "garbage") response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>Hi");
  // more than anybody reads: a list of 20 MB
  else if (failure === "flood") sendJson(response, 200, `{"data":[{"id":"a","name":"${"x".repeat(20_000_000)}"}]}`);
  else sendJson(response, 200, behaviour.listing(mount));
}

function showModel({ rig: { behaviour }, mount, response }: Exchange, encoded: string): void {
  const model = decodeURIComponent(encoded);
  const found = findModel(behaviour.listing(mount), model);
  if (found) sendJson(response, 200, mount === "openrouter" ? { data: found } : found);
  else sendFault(response, mount, { name: "model-missing", model });
}

async function complete({ rig, mount, request, response, entry, key, signal }: Exchange): Promise<void> {
  const { log, holds, behaviour } = rig;
  const body = parseJson(await readBody(request)) as WireRequest;
  const earlier = log.entries({ mount, method: "POST" }).filter(({ id, purpose }) => {
    return id < entry.id && purpose === entry.purpose;
  });
  const fault = requestFault(mount, body, entry);
  entry.body = body ?? null;
  entry.model = typeof body?.model === "string" ? body.model : null;
  log.changed();
  if (fault) return sendFault(response, mount, fault);
  const scenario = chooseScenario(mount, body.model, entry.purpose, behaviour);
  if (typeof scenario !== "function") return sendFault(response, mount, scenario);
  const hold = holds.forCall(entry.id, signal, (held) => {
    entry.held = held;
    log.changed();
  });
  const call = makeCall({ mount, request: body, key, signal, hold }, earlier);
  await play(scenario, call, new Answer(call, response, entry, () => log.finish(entry, "complete")), log);
}

// Plays a scenario to its end, or until the client has gone.
async function play(scenario: Scenario, call: Call, answer: Answer, log: RequestLog): Promise<void> {
  try {
    for await (const step of scenario(call)) {
      await answer.take(step);
      log.changed();
    }
    await answer.end();
  } catch (error) {
    if (!call.signal.aborted) throw error;
  }
}
