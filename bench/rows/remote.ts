import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { startCountingProxy } from "../../e2e/support/counting-proxy.ts";
import { type Sqld, startSqld } from "../../e2e/support/sqld.ts";
import { history } from "../history.ts";
import { tokenDelays } from "../measure/delays.ts";
import { added, newTrace, pairedRounds } from "../measure/paired.ts";
import { followTurn, readTurn } from "../measure/read-turn.ts";
import { quantile } from "../measure/statistics.ts";
import { directive } from "../provider/answers.ts";
import { print } from "../report.ts";
import { makeConversations, turnCall } from "../site.ts";
import type { Stage } from "../stage.ts";
import { type Site, startSite } from "../targets.ts";

const awayMs = 20;

/** Added time to the first token where the database is a libSQL server: here, and as far away as in another city. */
export async function distance(stage: Stage): Promise<void> {
  const { direct, provider, options } = stage;
  const here = await startSqld();
  const server = await startSqld();
  const proxy = await startCountingProxy(server.url, awayMs);
  const far = await startSite(`ours, libSQL server ${awayMs} ms away`, provider, { DATABASE_URL: proxy.url });
  const near = await startSite("ours, libSQL server", provider, { DATABASE_URL: here.url });
  const file = await stage.site();
  try {
    const samples = await pairedRounds(provider, [direct, far, near, file], {
      history: history(4),
      plan: {},
      rounds: options.rounds,
    });
    const values = (of: (site: Site) => number[]) => Object.fromEntries([far, near, file].map((s) => [s.name, of(s)]));
    print([
      {
        title: `Added time to first token, next turn, database ${awayMs} ms away, ms`,
        values: values((site) => added(samples, site, direct)),
        must: `${3 * awayMs} ms more than without the way: the session and two round trips`,
        ratio: false,
      },
    ]);
  } finally {
    await Promise.all([far.close(), near.close()]);
    await proxy.close();
    await Promise.all([here.stop(), server.stop()]);
  }
}

/** How far the reader of another instance is behind the provider: on the same libSQL server, and on a replica of it. */
export async function followers(stage: Stage): Promise<void> {
  const { provider, options } = stage;
  const primary = await startSqld({ primary: true });
  const replica: Sqld = await startSqld({ replicaOf: primary });
  const secret = { BETTER_AUTH_SECRET: randomBytes(33).toString("base64") };
  const sites = [
    await startSite("the instance that runs it", provider, { ...secret, DATABASE_URL: primary.url }),
    await startSite("another instance", provider, { ...secret, DATABASE_URL: primary.url }),
    await startSite("another instance, on a replica", provider, {
      ...secret,
      DATABASE_URL: replica.url,
      DATABASE_REPLICA: "on",
    }),
  ];
  const [runner, ...others] = sites as [Site, ...Site[]];
  const delays = new Map<string, { median: number[]; late: number[]; greatest: number[] }>(
    sites.map(({ name }) => [name, { median: [], late: [], greatest: [] }]),
  );
  const rounds = Math.max(3, Math.round(options.rounds / 4));
  try {
    const conversations = await makeConversations(runner.visitor, rounds, history(2));
    for (const conversation of conversations) {
      const plan = { tokens: options.quick ? 100 : 500, rate: 50, size: 0, mark: false, trace: newTrace() };
      const call = turnCall(runner.visitor, conversation, directive(plan));
      const reading = readTurn(runner.base, call, runner.dialect);
      const headers = { cookie: runner.visitor.cookie };
      // the turn has to be there before it can be followed
      const following = others.map(async (site) => {
        for (let attempt = 0; ; attempt += 1) {
          const followed = await followTurn(
            site.base,
            { path: `/api/turns/${call.turnId}/events`, headers },
            site.dialect,
          );
          if (followed.status === 200 || attempt === 50) return followed;
          await delay(20);
        }
      });
      const readings = await Promise.all([reading, ...following]);
      const trace = await provider.trace(plan.trace);
      for (const [at, site] of sites.entries()) {
        const found = tokenDelays(readings[at] as Awaited<typeof reading>, trace, plan);
        if (found.length !== plan.tokens)
          throw new Error(`${site.name}: ${found.length} of ${plan.tokens} tokens came`);
        const figures = delays.get(site.name);
        figures?.median.push(quantile(found, 0.5));
        figures?.late.push(quantile(found, 0.99));
        figures?.greatest.push(quantile(found, 1));
      }
    }
  } finally {
    await Promise.all(sites.map((site) => site.close()));
    await replica.stop();
    await primary.stop();
  }
  const values = (of: "median" | "late" | "greatest") =>
    Object.fromEntries(sites.map(({ name }) => [name, delays.get(name)?.[of] ?? []]));
  print([
    {
      title: "Delay of a token behind the provider for a follower, median, ms",
      values: values("median"),
      ratio: false,
    },
    { title: "  99th percentile, ms", values: values("late"), ratio: false },
    { title: "  greatest, ms", values: values("greatest"), must: "500 ms", ratio: false },
  ]);
}
