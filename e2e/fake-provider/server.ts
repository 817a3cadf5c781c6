import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Behaviour, Command, type ListingFailure, type ListingModels, type Titles } from "./control.ts";
import { Holds } from "./holds.ts";
import { parseJson, readBody, route, sendJson } from "./http.ts";
import { CallFilter, type LogEntry, RequestLog } from "./log.ts";
import { type Rig, serve } from "./service.ts";
import { type Mount, mounts, providerKeys, vendors } from "./vendors.ts";

/** A running fake: three services at one address, their log, and what a test can do to them. */
export type FakeProvider = {
  url: string;
  /** base URL and right key of each service */
  services: Record<Mount, { baseURL: string; apiKey: string }>;
  log: (filter?: CallFilter) => LogEntry[];
  /** the newest request that matches, as soon as there is one; throws after `seconds` (10) */
  waitForCall: (filter: CallFilter, seconds?: number) => Promise<LogEntry>;
  /** usual behaviour again, nothing held, and a log without what has ended */
  reset: () => void;
  setListing: (mount: Mount, models: ListingModels) => void;
  failListing: (mount: Mount, failure: ListingFailure) => void;
  setTitles: (titles: Titles) => void;
  /** what a model without a scenario says from now on */
  setAnswer: (model: string, text: string) => void;
  /** lets go the held calls that match, or all */
  release: (filter?: CallFilter) => void;
  close: () => Promise<void>;
};

/** Starts the fake on a loopback address; a free port unless one is given. */
export async function startFakeProvider({ port = 0 }: { port?: number } = {}): Promise<FakeProvider> {
  const rig: Rig = { log: new RequestLog(), holds: new Holds(), behaviour: new Behaviour() };
  const server = createServer((request, response) => {
    answer(rig, provider, request, response).catch((error) => {
      console.error("fake provider:", error);
      response.destroy();
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const provider = makeProvider(rig, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return provider;
}

function makeProvider({ log, holds, behaviour }: Rig, url: string, close: () => Promise<void>): FakeProvider {
  const release = (filter: CallFilter = {}) => {
    holds.release(log.entries({ ...filter, held: true }).map((entry) => entry.id));
  };
  const services = mounts.map((mount) => [mount, { baseURL: url + vendors[mount].path, apiKey: providerKeys[mount] }]);
  return {
    url,
    services: Object.fromEntries(services),
    log: (filter) => log.entries(filter),
    waitForCall: (filter, seconds = 10) => log.wait(filter, seconds),
    reset: () => {
      release();
      behaviour.reset();
      log.clear();
    },
    setListing: (mount, models) => behaviour.setListing(mount, models),
    failListing: (mount, failure) => void behaviour.listingFailures.set(mount, failure),
    setTitles: (titles) => {
      behaviour.titles = titles;
    },
    setAnswer: (model, text) => void behaviour.answers.set(model, text),
    release,
    close,
  };
}

async function answer(rig: Rig, provider: FakeProvider, request: IncomingMessage, response: ServerResponse) {
  const target = new URL(request.url ?? "/", provider.url);
  if (target.pathname === "/__log") {
    const filter = CallFilter.safeParse(Object.fromEntries([...target.searchParams].filter(([, value]) => value)));
    return sendJson(response, filter.success ? 200 : 400, filter.success ? provider.log(filter.data) : filter.error);
  }
  if (target.pathname === "/__control") {
    const command = Command.safeParse(parseJson(await readBody(request)));
    if (command.success) obey(provider, command.data);
    return sendJson(response, command.success ? 200 : 400, command.success ? { ok: true } : command.error);
  }
  const routed = route(target);
  if (routed) return serve(rig, routed.mount, routed.rest, request, response);
  response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found");
}

function obey(provider: FakeProvider, command: Command): void {
  if (command.reset) provider.reset();
  if (command.setListing) provider.setListing(command.setListing.mount, command.setListing.models);
  if (command.failListing) provider.failListing(command.failListing.mount, command.failListing.failure);
  if (command.setTitles) provider.setTitles(command.setTitles);
  if (command.setAnswer) provider.setAnswer(command.setAnswer.model, command.setAnswer.text);
  if (command.release) provider.release(command.release);
}
