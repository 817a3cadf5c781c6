import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../e2e/support/random.ts";
import { history } from "../history.ts";
import { tokenDelays } from "../measure/delays.ts";
import { newTrace } from "../measure/paired.ts";
import { cpuMs } from "../measure/process-tree.ts";
import { readTurn, send } from "../measure/read-turn.ts";
import { answerText, directive } from "../provider/answers.ts";
import type { Provider } from "../provider/control.ts";
import { makeConversations, turnCall } from "../site.ts";
import type { Site } from "../targets.ts";
import type { Sites } from "./sites.ts";
import { watchSites } from "./watch.ts";

export type LoadPlan = { streams: number; seconds: number };

/** Tokens a second of a stream, and tokens of an answer: 20 seconds. */
export const rate = 50;
const tokens = 1000;
const expected = answerText({ tokens, size: 0 });

/** A rush past the cap comes so often, and is so many at once. */
const rush = { everySeconds: 30, turns: 60, tokens: 100 };
/** Connections that follow an answer and break off at a random moment within a second, so many a second. */
const churnPerSecond = 20;
/** Readers that take one piece a second. */
const slowReaders = 5;

/** A turn of the streams, and the session of whose it is: instances share the sessions. */
type Running = { id: string; cookie: string };

export type LoadResult = Awaited<ReturnType<typeof runLoad>>;

type Counts = {
  delays: number[];
  turns: number;
  lost: number;
  changed: number;
  notComplete: number;
  /** times that a stream's next turn met a rush, and was sent again, as the page does */
  waited: number;
  /** turns whose connection broke, and visits that found no server */
  broken: number;
  rushed: { accepted: number; refused: number; other: number; refusalMs: number[] };
  churned: number;
  slow: number;
};

/** Runs the load to its end, waits until nothing of it is left, and gives what was seen. */
export async function runLoad(sites: Sites, provider: Provider, { streams, seconds }: LoadPlan) {
  const counts: Counts = {
    ...{ delays: [], turns: 0, lost: 0, changed: 0, notComplete: 0, waited: 0, broken: 0 },
    ...{ churned: 0, slow: 0 },
    rushed: { accepted: 0, refused: 0, other: 0, refusalMs: [] },
  };
  const random = seededRandom("load");
  const site = () => sites.all[random.whole(0, sites.all.length - 1)] as Site;
  const running: Running[] = [];
  const before = { cpu: cpuOf(sites), tokens: (await provider.stats()).tokens };
  const watch = await watchSites(sites);
  const end = performance.now() + seconds * 1000;
  const goesOn = () => performance.now() < end;

  const stream = async (index: number) => {
    await delay((index / streams) * 20_000); // turns begin and end all the time
    for (let turn = 0; goesOn(); turn += 1) {
      await one(sites.all[(index + turn) % sites.all.length] as Site, provider, counts, running);
    }
  };
  const rushes = async () => {
    while (goesOn()) {
      await delay(rush.everySeconds * 1000);
      if (goesOn()) await rushOnce(site, counts);
    }
  };
  const churn = async () => {
    const open = new Set<Promise<void>>();
    while (goesOn()) {
      await delay(1000 / churnPerSecond);
      const turn = running[random.whole(0, Math.max(0, running.length - 1))];
      if (!turn) continue;
      const visit = leaveEarly(site(), turn, random.whole(0, 1000))
        .then((followed) => {
          if (followed) counts.churned += 1;
        })
        .catch(() => {
          counts.broken += 1;
        })
        .finally(() => open.delete(visit));
      open.add(visit);
    }
    await Promise.all(open);
  };
  const slow = async (index: number) => {
    await delay(5000 + index * 500);
    while (goesOn()) {
      const turn = running.at(-1);
      if (!turn) await delay(100);
      else if (await readSlowly(site(), turn, goesOn).catch(() => false)) counts.slow += 1;
      else await delay(1000);
    }
  };
  await Promise.all([
    ...Array.from({ length: streams }, (_, index) => stream(index)),
    rushes(),
    churn(),
    ...Array.from({ length: slowReaders }, (_, index) => slow(index)),
  ]);
  const sent = (await provider.stats()).tokens - before.tokens;
  const cpu = (cpuOf(sites) - before.cpu) / (sent / 1000);
  counts.notComplete = await notComplete(sites.all[0] as Site);
  return { ...counts, sent, cpu, ...(await watch.end()) };
}

const cpuOf = ({ all }: Sites) => all.reduce((sum, { pid }) => sum + cpuMs(pid), 0);

async function one(site: Site, provider: Provider, counts: Counts, running: Running[]): Promise<void> {
  const [conversation] = await makeConversations(site.visitor, 1, history(2));
  if (!conversation) return;
  const plan = { tokens, rate, size: 0, mark: false, trace: newTrace() };
  const call = turnCall(site.visitor, conversation, directive(plan));
  const turn = { id: call.turnId, cookie: site.visitor.cookie };
  const reading = await insist(
    () => readTurn(site.base, call, site.dialect),
    counts,
    () => running.push(turn),
  );
  const place = running.indexOf(turn);
  if (place >= 0) running.splice(place, 1);
  if (!reading) {
    counts.broken += 1;
    return;
  }
  counts.turns += 1;
  if (reading.text !== expected) counts.changed += 1;
  const delays = tokenDelays(reading, await provider.trace(plan.trace), plan);
  counts.lost += tokens - delays.length;
  for (const ms of delays) counts.delays.push(ms);
}

async function rushOnce(site: () => Site, { rushed }: Counts): Promise<void> {
  await Promise.all(
    Array.from({ length: rush.turns }, async () => {
      const chosen = site();
      const [conversation] = await makeConversations(chosen.visitor, 1, []);
      if (!conversation) return;
      const text = directive({ tokens: rush.tokens, rate });
      const begin = performance.now();
      const sent = send(chosen.base, turnCall(chosen.visitor, conversation, text));
      const response = await sent.catch(() => null);
      if (!response) {
        rushed.other += 1;
        return;
      }
      response.resume();
      if (response.statusCode === 200) rushed.accepted += 1;
      else if (response.statusCode === 503 && response.headers["retry-after"]) {
        rushed.refused += 1;
        rushed.refusalMs.push(performance.now() - begin);
      } else rushed.other += 1;
    }),
  );
}

/** Sends a turn until there is room for it; null when the connection broke. */
async function insist(
  read: () => ReturnType<typeof readTurn>,
  counts: Counts,
  onSent: () => void,
): Promise<Awaited<ReturnType<typeof readTurn>> | null> {
  onSent();
  for (;;) {
    const reading = await read().catch(() => null);
    if (reading?.status !== 503) return reading;
    counts.waited += 1;
    await delay(1000);
  }
}

const events = ({ id, cookie }: Running) => ({ path: `/api/turns/${id}/events`, headers: { cookie }, body: null });

/** Follows a turn for a moment and breaks off; whether it could be followed. */
async function leaveEarly(site: Site, turn: Running, afterMs: number): Promise<boolean> {
  const response = await send(site.base, events(turn));
  response.on("error", () => {}); // it is cut off below
  response.resume();
  await delay(afterMs);
  response.destroy();
  return response.statusCode === 200;
}

/** Follows a turn by the piece; whether it could be followed. */
async function readSlowly(site: Site, turn: Running, goesOn: () => boolean): Promise<boolean> {
  const response = await send(site.base, events(turn));
  response.on("error", () => {});
  if (response.statusCode !== 200) {
    response.destroy();
    return false;
  }
  while (goesOn() && !response.readableEnded && !response.destroyed) {
    response.read(64);
    await delay(1000);
  }
  response.destroy();
  return true;
}

/** Turns that did not end as complete. */
async function notComplete({ visitor }: Site): Promise<number> {
  const { rows } = await visitor.client.execute(`SELECT COUNT(*) AS "count" FROM "Turn" WHERE "status" <> 'complete'`);
  return Number(rows[0]?.count);
}
