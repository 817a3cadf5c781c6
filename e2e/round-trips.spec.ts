import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { clientFor } from "./support/client.ts";
import { type RoundTrip, startCountingProxy } from "./support/counting-proxy.ts";
import { expect, test } from "./support/fixtures.ts";
import { until } from "./support/processes.ts";
import { ensureSqld, startSqld } from "./support/sqld.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// What waits for a database on another continent is counted in requests to it, by a proxy before a real libSQL server.

const { reason } = ensureSqld();
test.skip(reason !== null, reason ?? "");

/** What a round trip was for, told by one of its statements. */
const kinds = {
  session: 'FROM "Session"',
  start: 'INSERT INTO "Turn"',
  // every tick of the process carries this; the last one of a turn ends it
  beat: 'UPDATE "Turn" SET "beat"',
  end: 'UPDATE "Turn" AS t SET "status"',
  // behind the back of whoever waits: lists of models, titles, what a title cost
  aside: /ProviderModels|"titleSource"|titleSource`|^INSERT INTO "Usage"/,
};

const isFor = (kind: string | RegExp) => (trip: RoundTrip) =>
  trip.sql.some((sql) => (typeof kind === "string" ? sql.includes(kind) : kind.test(sql)));
const isAside = (trip: RoundTrip) =>
  isFor(kinds.aside)(trip) && ![kinds.session, kinds.start, kinds.beat, kinds.end].some((kind) => isFor(kind)(trip));
const shown = (trips: RoundTrip[]) => trips.map(({ sql }) => sql.map((one) => one.replace(/\s+/g, " ").slice(0, 60)));

test("a turn's start takes two round trips after the session's, a tick one, and opening a conversation two", async ({
  provider,
}) => {
  const sqld = await startSqld();
  const proxy = await startCountingProxy(sqld.url);
  const app = await startApp({ provider, env: { DATABASE_URL: proxy.url } });
  try {
    const account = await signUp(app);
    const client = clientFor(app, account);
    const taken: RoundTrip[] = [];
    const counted = () => {
      taken.push(...proxy.take());
      return taken.filter((trip) => !isAside(trip));
    };
    const quiet = async () => {
      // the title comes behind the first answer, and ends what a turn does
      const isNamed = () => {
        counted();
        return taken.some(isFor("titleSource"));
      };
      await until(isNamed, { seconds: 20, describe: () => "no title" });
      taken.length = 0;
    };
    const first = composeTurn("the first of all", { modelId: "openai:scenario/quick" });
    await allEvents(await client.post("/api/chat", first));
    await quiet();

    await test.step("the start", async () => {
      const question = "the second";
      const turn = composeTurn(question, { modelId: "local:scenario/slow:tokens=40,delay=50" });
      const response = await client.post("/api/chat", turn);
      await provider.waitForCall({ text: question, finished: "open", tokens: 1 });
      const trips = counted();
      const before = trips.slice(0, 1 + trips.findIndex(isFor(kinds.start)));
      expect(shown(before.filter(isFor(kinds.session)))).toHaveLength(1);
      expect(shown(before)).toHaveLength(3);
      taken.splice(0, taken.indexOf(before.at(-1) as RoundTrip) + 1);

      const began = performance.now();
      const events = await allEvents(response);
      expect(textOf(events)).toBe(numberedWords(40));
      const ticks = counted();
      const steps = (performance.now() - began) / 200;
      // an answer in steps of 200 ms; each is one transaction, and the last one ends the turn
      const others = ticks.filter((trip) => !isFor(kinds.beat)(trip) && !isFor(kinds.end)(trip));
      expect(shown(others)).toEqual([]);
      expect(ticks.filter(isFor(kinds.end))).toHaveLength(1);
      expect(ticks.filter(isFor(kinds.beat)).length).toBeGreaterThan(3);
      expect(ticks.length, shown(ticks).join("\n")).toBeLessThanOrEqual(steps + 3);
      await quiet();
    });

    await test.step("opening it, as the page asks for it and as a document", async () => {
      const answer = await client.get(`/api/conversations/${first.conversationId}`);
      expect(answer.status).toBe(200);
      await answer.text();
      expect(shown(counted())).toHaveLength(2);
      taken.length = 0;
      const document = await client.get(`/c/${first.conversationId}`);
      expect(await document.text()).toContain("the first of all");
      expect(counted().length, shown(counted()).join("\n")).toBeLessThanOrEqual(3);
    });
  } finally {
    await app.dispose();
    await proxy.close();
    await sqld.stop();
  }
});
