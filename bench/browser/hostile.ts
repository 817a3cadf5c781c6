import type { Browser } from "playwright";
import { startFakeProvider } from "../../e2e/fake-provider/server.ts";
import { startApp } from "../../e2e/support/app.ts";
import { floods, hostileTexts } from "../../e2e/support/hostile-texts.ts";
import { quantile } from "../measure/statistics.ts";
import type { Figure } from "../report.ts";
import { visit as visitSite } from "../site.ts";
import { composer, note, openPage, type Place, read, settle, tasksBetween, waitUsable } from "./watched-page.ts";

type Room = { browser: Browser; rounds: number; quick: boolean };
type Values = Record<string, number>;

const complete = 'article[data-role="assistant"][data-status="complete"]';
const line = "Sphinx of black quartz, judge my vow. 潮汐与月亮。\n";

/** So many characters are pasted: nearly as many as a message can have. */
const pasted = line.repeat(Math.floor(990_000 / line.length));

/** What is written to be slow, what comes as no model sends it, and a paste as long as a message can be. */
export async function measureHostile(room: Room): Promise<Figure[]> {
  const provider = await startFakeProvider();
  const app = await startApp({ provider });
  const person = await visitSite(app.url, app.databaseUrl);
  const site: Place = { url: `${app.url}/`, cookies: person.cookie };
  const times = async (measure: () => Promise<Values>) => {
    const all: Values[] = [];
    for (let round = 0; round < room.rounds; round += 1) all.push(await measure());
    return (key: string) => all.map((values) => values[key] ?? Number.NaN);
  };
  const figures: Figure[] = [];
  try {
    for (const [name, text] of room.quick ? hostileTexts.slice(0, 1) : hostileTexts) {
      const model = `hostile-${name.replace(" ", "-")}`;
      provider.setAnswer(model, text);
      const of = await times(() => measureAnswer(room.browser, site, `local:${model}`));
      const title = `XM-13 ${name}: longest task`;
      const common = { digits: 0, must: "none over 200" };
      figures.push(
        { title: `${title} as it comes, ms`, values: { ours: of("coming") }, ...common },
        { title: `${title} as it is opened, ms`, values: { ours: of("opened") }, ...common },
      );
    }
    for (const [name, model] of room.quick ? floods.slice(2) : floods) {
      const of = await times(() => measureAnswer(room.browser, site, model));
      figures.push({ title: `PF-19 ${name}: frames a second`, values: { ours: of("rate") }, must: "at least 30" });
      figures.push({ title: `PF-19 ${name}: longest task, ms`, values: { ours: of("coming") }, digits: 0 });
    }
    const ours = await times(() => measurePaste(room.browser, site, false));
    const floor = await times(() => measurePaste(room.browser, site, true));
    const values = { ours: ours("paste"), floor: floor("paste") };
    figures.push({
      title: `A paste of ${pasted.length.toLocaleString("en")} characters to paint, ms`,
      values,
      digits: 0,
    });
    const keys = { ours: ours("key"), floor: floor("key") };
    figures.push({ title: "A key behind it to paint, p95, ms", values: keys, digits: 0 });
  } finally {
    person.client.close();
    await app.dispose();
    await provider.close();
  }
  return figures;
}

/** Asks a model, and opens the answer again. */
async function measureAnswer(browser: Browser, site: Place, model: string): Promise<Values> {
  const visit = await openPage(browser, site, 1);
  const { page } = visit;
  await page.goto(`${site.url}?model=${encodeURIComponent(model)}`);
  await waitUsable(visit);
  await settle(visit, 1_000);
  await page.fill(composer, "As slow as can be, please");
  const begin = await note(visit, { recording: true });
  await page.press(composer, "Enter");
  await page.locator(complete).waitFor({ timeout: 120_000 });
  const end = await note(visit, { recording: false });
  await settle(visit, 1_000);
  const came = await read(visit);
  await page.goto(page.url(), { waitUntil: "commit" });
  await page.locator(complete).waitFor({ timeout: 120_000 });
  await settle(visit, 1_000);
  const opened = await read(visit);
  await visit.context.close();
  return {
    coming: tasksBetween(came, begin).longest,
    opened: tasksBetween(opened, 0).longest,
    rate: (came.frames.length / (end - begin)) * 1000,
  };
}

/** Pastes and types on, in the message box, or for the floor in a bare one. */
async function measurePaste(browser: Browser, site: Place, bare: boolean): Promise<Values> {
  const visit = await openPage(browser, site, 1);
  const { page } = visit;
  await visit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  if (bare) {
    // by an address: what watches the page begins with one, and writing into a page takes it away
    const address = new URL("/bare", site.url).href;
    const body = `<!doctype html><textarea rows="10" cols="80"></textarea>`;
    await page.route(address, (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(address);
  } else {
    await page.goto(site.url);
    await waitUsable(visit);
  }
  await settle(visit, 1_000);
  await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await page.focus(composer);
  const takeKeys = async (press: () => Promise<unknown>, length: number) => {
    const before = (await read(visit)).keys.length;
    await note(visit, { typing: true });
    await press();
    const isThere = (wanted: number) => document.querySelector("textarea")?.value.length === wanted;
    await page.waitForFunction(isThere, length, { timeout: 60_000, polling: 100 });
    await settle(visit, 500);
    await note(visit, { typing: false });
    return (await read(visit)).keys.slice(before);
  };
  const paste = Math.max(...(await takeKeys(() => page.keyboard.press("ControlOrMeta+v"), pasted.length)));
  const keys = await takeKeys(() => page.keyboard.type("more text", { delay: 100 }), pasted.length + 9);
  await visit.context.close();
  return { paste, key: quantile(keys, 0.95) };
}
