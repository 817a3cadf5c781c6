import type { Browser } from "playwright";
import { history, markdownHistory } from "../history.ts";
import { now } from "../measure/clock.ts";
import { quantile, rotate } from "../measure/statistics.ts";
import { directive, endMark } from "../provider/answers.ts";
import type { Provider } from "../provider/control.ts";
import type { Figure } from "../report.ts";
import { seedConversations } from "../seed.ts";
import { modelId, type Visitor } from "../site.ts";
import {
  composer,
  countersOf,
  note,
  openPage,
  type Place,
  read,
  settle,
  tasksBetween,
  waitMark,
  waitUsable,
  weigh,
} from "./watched-page.ts";

/** What the page is measured on. */
export type Room = {
  browser: Browser;
  provider: Provider;
  /** the site as somebody who is signed in and has no conversations, and the floor */
  places: Record<"ours" | "floor", Place>;
  /** somebody else each time: what is in their sidebar is theirs alone */
  newPerson: () => Promise<Visitor>;
  rounds: number;
  quick: boolean;
};

type Targets = keyof Room["places"];
type Values = Record<string, number>;

const placeOf = ({ base, cookie }: Visitor, path: string): Place => ({ url: base + path, cookies: cookie });

// each target once a round, another one first each time
async function inRounds(room: Room, rounds: number, measure: (place: Place) => Promise<Values>) {
  const results: Record<Targets, Values[]> = { ours: [], floor: [] };
  const names = Object.keys(results) as Targets[];
  for (let round = 0; round < rounds; round += 1) {
    for (const name of rotate(names, round)) results[name].push(await measure(room.places[name]));
  }
  const of = (key: string) => ({
    ours: results.ours.map((values) => values[key] ?? Number.NaN),
    floor: results.floor.map((values) => values[key] ?? Number.NaN),
  });
  return of;
}

/** The first visit: nothing cached, signed in. */
export async function measureLoad(room: Room, slower: number): Promise<Figure[]> {
  const of = await inRounds(room, room.rounds, async (place) => {
    const visit = await openPage(room.browser, place, slower);
    await visit.page.goto(place.url, { waitUntil: "commit" });
    await waitUsable(visit);
    await settle(visit, room.quick ? 500 : 3_000);
    const watched = await read(visit);
    const kb = (type?: string) =>
      visit.loaded.filter((one) => !type || one.type === type).reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
    const values = {
      ...{ js: kb("Script"), css: kb("Stylesheet"), html: kb("Document"), all: kb(), requests: visit.loaded.length },
      ...{ first: watched.firstPaint, largest: watched.largestPaint, usable: watched.usable },
      blocking: tasksBetween(watched, watched.firstPaint).blocking,
    };
    await visit.context.close();
    return values;
  });
  const at = `, CPU ${slower} x`;
  const sizes: Figure[] = [
    { title: "JavaScript of the first load, kB compressed", values: of("js"), must: "350", aim: "290" },
    { title: "Style sheets, kB compressed", values: of("css") },
    { title: "The page itself, kB compressed", values: of("html") },
    { title: "Everything, kB compressed", values: of("all") },
    { title: "Requests", values: of("requests"), digits: 0 },
  ];
  const wanted = slower > 1;
  return [
    ...(slower === 1 ? sizes : []),
    { title: `First paint, ms${at}`, values: of("first"), digits: 0 },
    {
      ...{ title: `Largest paint, ms${at}`, values: of("largest"), digits: 0 },
      ...(wanted && { must: "3.1 x", aim: "1.9 x" }),
    },
    {
      ...{ title: `Message box usable, ms${at}`, values: of("usable"), digits: 0 },
      ...(wanted && { must: "1.06 x", aim: "1.05 x" }),
    },
    { title: `Blocking time after the first paint, ms${at}`, values: of("blocking"), digits: 0, ratio: false },
  ];
}

/** Tokens a second, and tokens, of the answer that streams. */
const [rate, tokens] = [200, 6_000];
const keys = 25;
const keyEveryMs = 120;

let traces = 0;

/** A long answer while it comes, with somebody typing in the middle of it. */
export async function measureStream(room: Room, slower: number): Promise<Figure[]> {
  const plan = { tokens: room.quick ? tokens / 10 : tokens, rate };
  const streamMs = (plan.tokens / rate) * 1000;
  const of = await inRounds(room, room.quick ? 1 : Math.max(1, Math.round(room.rounds / 2)), async (place) => {
    traces += 1;
    const trace = `page-${traces}`;
    const visit = await openPage(room.browser, place, slower, [endMark]);
    const { page } = visit;
    await page.goto(place.url);
    await waitUsable(visit);
    await settle(visit, 1_500);
    await page.fill(composer, `Long answer please ${directive({ ...plan, mark: true, trace })}`);
    await page.waitForTimeout(300);
    const before = await countersOf(visit);
    const begin = await note(visit, { recording: true });
    await page.press(composer, "Enter");
    await page.waitForTimeout(streamMs * 0.55);
    await page.focus(composer);
    await note(visit, { typing: true });
    for (let index = 0; index < keys; index += 1) {
      await page.keyboard.press("abcdefghij".charAt(index % 10));
      await page.waitForTimeout(keyEveryMs);
    }
    await note(visit, { typing: false });
    await waitMark(visit, endMark, streamMs * 2.5 + 30_000);
    const after = await countersOf(visit);
    await note(visit, { recording: false });
    const watched = await read(visit);
    const shown = watched.marks[endMark] ?? { wall: Number.NaN, at: Number.NaN };
    const { endedAt } = await room.provider.trace(trace);
    // both clocks are this machine's: the provider's counts from its start, the page's is the one on the wall
    const wallOfClock = performance.timeOrigin + performance.now() - now();
    const { longest, count } = tasksBetween(watched, begin, shown.at);
    const { frames } = watched;
    const values = {
      busy: (after.TaskDuration ?? 0) - (before.TaskDuration ?? 0),
      script: (after.ScriptDuration ?? 0) - (before.ScriptDuration ?? 0),
      layout:
        (after.LayoutDuration ?? 0) +
        (after.RecalcStyleDuration ?? 0) -
        (before.LayoutDuration ?? 0) -
        (before.RecalcStyleDuration ?? 0),
      ...{ longest, count },
      dropped: frames.reduce((sum, length) => sum + Math.max(0, Math.round(length / 16.667) - 1), 0),
      key: quantile(watched.keys, 0.95),
      last: shown.wall - (endedAt + wallOfClock),
    };
    await visit.context.close();
    return values;
  });
  const at = `, CPU ${slower} x`;
  const fast = slower === 1;
  return [
    {
      ...{ title: `Main thread busy while ${plan.tokens} tokens come, s${at}`, values: of("busy") },
      ...(fast && { must: "0.85 x", aim: "0.47 x" }),
    },
    { title: `  of that scripts, s${at}`, values: of("script") },
    { title: `  of that styles and layout, s${at}`, values: of("layout") },
    {
      ...{ title: `Longest task, ms${at}`, values: of("longest"), digits: 0, ratio: false },
      ...(fast && { must: "none over 100" }),
    },
    { title: `Tasks over 50 ms${at}`, values: of("count"), digits: 0, ratio: false },
    {
      ...{ title: `Dropped frames${at}`, values: of("dropped"), digits: 0, ratio: false },
      ...(fast ? { must: "floor + 13", aim: "floor + 10" } : { must: "floor + 161", aim: "floor + 53" }),
    },
    {
      ...{ title: `Key to paint, p95, ms${at}`, values: of("key"), digits: 0 },
      ...(fast && { must: "1.42 x", aim: "1.32 x" }),
    },
    {
      ...{ title: `Last byte to last paint, ms${at}`, values: of("last"), digits: 0 },
      ...(fast && { must: "4.4 x", aim: "3.1 x" }),
    },
  ];
}

const lastMark = "LASTMARK";

/** Conversations of several lengths, opened with the site's files in the cache. */
export async function measureLong(room: Room, slower: number, lengths: number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const length of lengths) {
    const person = await room.newPerson();
    const messages = markdownHistory(length, lastMark);
    const [made] = await seedConversations(person.client, person.userId, modelId, 1, messages);
    const judged = length > 1_000 && slower === 1;
    // a 95th percentile of a handful is but its greatest
    const rounds = judged && !room.quick ? Math.max(room.rounds, 20) : room.rounds;
    const result = await open({ ...room, rounds }, slower, placeOf(person, `/c/${made?.id}`), lastMark);
    person.client.close();
    const title = `${length > 1_000 ? "IV-2 conversation" : "Conversation"} of ${length.toLocaleString("en")}`;
    const long = length === 1_000 && slower === 1;
    const p95: Record<string, number[]> = judged ? { p95: [quantile(result.times, 0.95)] } : {};
    const at = `, CPU ${slower} x`;
    figures.push({
      ...{ title: `${title}: visible, ms${at}`, values: { ours: result.times, ...p95 }, digits: 0, ratio: false },
      ...(long && { must: "420", aim: "300" }),
      ...(judged && { must: "p95 1,000" }),
    });
    // the same at every pace
    if (slower > 1) continue;
    figures.push(
      { title: `${title}: elements`, values: { ours: result.elements }, digits: 0, ...(long && { must: "2,000" }) },
      { title: `${title}: heap, MB`, values: { ours: result.heap }, ...(long && { must: "12" }) },
      { title: `${title}: came over the network, kB compressed`, values: { ours: result.data } },
    );
  }
  return figures;
}

/** The sidebar with so many conversations. */
export async function measureSide(room: Room, slower: number, counts: number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of counts) {
    const person = await room.newPerson();
    await seedConversations(person.client, person.userId, modelId, count, history(2));
    const result = await open(room, slower, placeOf(person, "/"), null);
    person.client.close();
    const title = `Sidebar of ${count.toLocaleString("en")}`;
    const usable = { title: `${title}: usable, ms, CPU ${slower} x`, values: { ours: result.times }, digits: 0 };
    if (slower > 1) figures.push(usable);
    else {
      const elements = { title: `${title}: elements`, values: { ours: result.elements }, digits: 0, must: "500" };
      figures.push({ ...usable, must: "365" }, elements);
    }
  }
  return figures;
}

// opens a page again and again in one browser, whose cache is warm after the first time
async function open(room: Room, slower: number, place: Place, mark: string | null) {
  const visit = await openPage(room.browser, place, slower, mark === null ? [] : [mark]);
  await visit.page.goto(new URL("/", place.url).href);
  await waitUsable(visit);
  await settle(visit, 1_500);
  const [times, elements, heap, data]: number[][] = [[], [], [], []];
  for (let round = 0; round < room.rounds; round += 1) {
    await visit.page.goto("about:blank");
    visit.loaded.length = 0;
    await visit.page.goto(place.url, { waitUntil: "commit" });
    await (mark === null ? waitUsable(visit) : waitMark(visit, mark));
    await settle(visit, room.quick ? 500 : 2_000);
    const watched = await read(visit);
    const weight = await weigh(visit);
    times?.push(mark === null ? watched.usable : (watched.marks[mark]?.at ?? Number.NaN));
    elements?.push(weight.elements);
    heap?.push(weight.heapMb);
    data?.push(visit.loaded.reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
  }
  await visit.context.close();
  return { times: times ?? [], elements: elements ?? [], heap: heap ?? [], data: data ?? [] };
}
