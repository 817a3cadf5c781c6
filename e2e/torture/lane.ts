import { randomBytes } from "node:crypto";
import { type FakeProvider, startFakeProvider } from "../fake-provider/server.ts";
import { type Account, signUp } from "../support/accounts.ts";
import { type App, startApp } from "../support/app.ts";
import { type Engine, startServers } from "../support/database.ts";
import { Probe } from "./probe.ts";
import { ProviderTimes } from "./provider-times.ts";

const people = 3;

/** A small world of its own that rounds happen in, one after the other: servers, their database, a provider, people. */
export type Lane = {
  engine: Engine;
  /** one process on an embedded file, two on a libSQL server, or one at a libSQL server and one at its replica */
  apps: App[];
  probes: Probe[];
  provider: FakeProvider;
  times: ProviderTimes;
  people: Account[];
  databaseUrl: string;
  /** ended answers of all rounds so far, by message id, as JSON */
  ended: Map<string, string>;
  dispose: () => Promise<void>;
};

/** Starts a world. */
export async function openLane(engine: Engine): Promise<Lane> {
  const provider = await startFakeProvider();
  const servers = engine === "file" ? null : await startServers(engine);
  const secret = { BETTER_AUTH_SECRET: randomBytes(33).toString("base64") };
  const [url] = servers?.urls ?? [];
  const environments = servers
    ? [url, servers.urls[1] ?? url].map((DATABASE_URL) => ({
        ...secret,
        DATABASE_URL,
        DATABASE_REPLICA: DATABASE_URL === url ? "off" : "on",
      }))
    : [secret];
  // one after the other: both would migrate
  const apps: App[] = [];
  for (const env of environments) apps.push(await startApp({ provider, env }));
  const [first] = apps;
  if (!first) throw new Error("a lane has an app");
  const times = new ProviderTimes(provider);
  const probes = apps.map((app) => new Probe(app.url));
  return {
    engine,
    apps,
    probes,
    provider,
    times,
    people: await Promise.all(Array.from({ length: people }, () => signUp(first))),
    databaseUrl: first.databaseUrl,
    ended: new Map(),
    dispose: async () => {
      times.stop();
      for (const probe of probes) probe.stop();
      await Promise.all(apps.map((app) => app.dispose()));
      await servers?.stop();
      await provider.close();
    },
  };
}

/** How long the lane's servers have been slow to answer anything lately, in milliseconds. */
export function slackOf(lane: Lane): number {
  return Math.max(...lane.probes.map((probe) => probe.slowest(2_000)));
}
