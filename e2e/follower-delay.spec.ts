import { quantile } from "../bench/measure/statistics.ts";
import type { FakeProvider } from "./fake-provider/server.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { newQuestion } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { startServers } from "./support/database.ts";
import { expect, test } from "./support/fixtures.ts";
import { followerDelays } from "./support/follower-delay.ts";
import { ensureSqld } from "./support/sqld.ts";
import { composeTurn } from "./support/turns.ts";
import { Probe } from "./torture/probe.ts";
import { ProviderTimes } from "./torture/provider-times.ts";

// A follower on another instance than the one that runs the turn is at most half a second behind the provider.

const promisedMs = 500;
// fifty words a second for five seconds
const modelId = "local:scenario/slow:tokens=250,delay=20";

async function followElsewhere(provider: FakeProvider, here: App, there: App): Promise<void> {
  const account = await signUp(here);
  const times = new ProviderTimes(provider);
  const probe = new Probe(there.url);
  try {
    const question = newQuestion();
    const turn = composeTurn(question, { modelId });
    const started = await clientFor(here, account).post("/api/chat", turn);
    const followed = await clientFor(there, account).get(`/api/turns/${turn.turnId}/events`);
    const [delays] = await Promise.all([
      followerDelays(followed, modelId, (delta) => times.notSaidBefore(question, delta)),
      started.text(),
    ]);
    // it was there for most of it
    expect(delays.length).toBeGreaterThan(150);
    expect(quantile(delays, 0.5)).toBeLessThanOrEqual(promisedMs);
    // what a bare question had to wait at the same time is the machine's
    expect(quantile(delays, 0.95)).toBeLessThanOrEqual(promisedMs + probe.slowest(5_000));
  } finally {
    probe.stop();
    times.stop();
  }
}

test("SF-15 a follower on another instance is at most 500 ms behind the provider @sqld", async ({
  provider,
  app,
  secondApp,
}) => {
  await followElsewhere(provider, app, secondApp);
});

test("SF-15 a follower on an instance at a replica is at most 500 ms behind the provider", async ({ provider }) => {
  const { reason } = ensureSqld();
  test.skip(reason !== null, reason ?? "");
  const servers = await startServers("fleet");
  const [primary = "", replica = ""] = servers.urls;
  const apps: App[] = [];
  try {
    const BETTER_AUTH_SECRET = "the same for both, and of more than 32 letters";
    apps.push(await startApp({ provider, env: { DATABASE_URL: primary, BETTER_AUTH_SECRET } }));
    const atReplica = { DATABASE_URL: replica, DATABASE_REPLICA: "on", BETTER_AUTH_SECRET };
    apps.push(await startApp({ provider, env: atReplica }));
    const [here, there] = apps as [App, App];
    await followElsewhere(provider, here, there);
    await followElsewhere(provider, there, here);
  } finally {
    await Promise.all(apps.map((app) => app.dispose()));
    await servers.stop();
  }
});
