import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Page } from "playwright";
import { quantile } from "../measure/statistics.ts";
import type { Figure } from "../report.ts";

/** A page of the site on a slow computer, with its list of models there. */
export type OpenedVisit = {
  page: Page;
  models: number;
  /** of the list, before it is compressed */
  megabytes: number;
  /** from asking for the page to having the list, in milliseconds */
  listedMs: number;
  close: () => Promise<void>;
};

/** Opens the site as a person, on a computer that is so many times slower than this one. */
export async function openVisit(browser: Browser, url: string, cookies: string, slower: number): Promise<OpenedVisit> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } });
  await context.addCookies(
    cookies.split("; ").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), url };
    }),
  );
  const page = await context.newPage();
  // once at full speed: the server asks the provider, and the browser compiles the page's code
  await listOf(page, url);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const begin = performance.now();
  const { models, megabytes } = await listOf(page, url);
  const listedMs = performance.now() - begin;
  return { page, models, megabytes, listedMs, close: () => context.close() };
}

async function listOf(page: Page, url: string): Promise<{ models: number; megabytes: number }> {
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/models") && response.ok(), {
    timeout: 60_000,
  });
  await page.goto(`${url}/models`);
  const body = await (await answered).body().catch(() => Buffer.alloc(0));
  await page.getByRole("table").waitFor({ timeout: 60_000 });
  const rows = Number(await page.getByRole("table").getAttribute("aria-rowcount"));
  return { models: rows - 1, megabytes: body.length / 1e6 };
}

/** What a person types and takes away again. */
export const queries = ["claude sonnet", "gpt-5 mini", "LLAMA 70b", "qwen3 coder free", "通义千问", "zzz nothing"];

/** What a stopwatch in the page can do; see `installWatch`. */
type Watch = { arm: () => void; read: () => Reading };

/** How long the page has not changed, and what was measured until then, in milliseconds; null when nothing was shown. */
type Reading = { still: number; time: number | null };

type Watched = { watch: Watch };

/** A page that changes nothing for so long, in milliseconds, has shown all that there was to show. */
const stillMs = 400;

/**
 * Installs the page's stopwatch: from the first event of an action to the end of the frame that shows the last change
 * that came of it. What was typed is shown at once, and the list in a later render: what counts is the later one.
 */
export async function installWatch(page: Page): Promise<void> {
  await page.evaluate(() => {
    let begin: number | null = null;
    let shown: number | null = null;
    let changed = 0;
    const note = ({ timeStamp }: Event) => {
      begin ??= timeStamp;
    };
    for (const name of ["keydown", "beforeinput", "pointerdown"])
      window.addEventListener(name, note, { capture: true });
    new MutationObserver((records) => {
      // neither the field's own text is an answer, nor what is about the page and not in it
      const answers = records.some(
        ({ target }) =>
          target.nodeName !== "INPUT" &&
          (target instanceof Element ? target : target.parentElement)?.closest("main, dialog"),
      );
      if (!answers || begin === null) return;
      changed = performance.now();
      requestAnimationFrame(() => {
        // the frame ends behind this callback, and the next task comes after it
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          shown = performance.now();
        };
        channel.port2.postMessage(null);
      });
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    const watch: Watch = {
      arm: () => {
        begin = null;
        shown = null;
        changed = performance.now();
      },
      read: () => ({
        still: performance.now() - changed,
        time: begin === null || shown === null ? null : shown - begin,
      }),
    };
    (window as unknown as Watched).watch = watch;
  });
}

/**
 * Does something, and gives the milliseconds until all that came of it is displayed; null when nothing did. The page is
 * left alone meanwhile: to be asked something is work for it, which would be measured with the rest.
 */
export async function timed(page: Page, act: () => Promise<unknown>): Promise<number | null> {
  await page.evaluate(() => (window as unknown as Watched).watch.arm());
  await act();
  for (let wait = stillMs; ; ) {
    await delay(wait);
    const { still, time } = await page.evaluate(() => (window as unknown as Watched).watch.read());
    if (still >= stillMs) return time;
    wait = stillMs - still + 1;
  }
}

/** Types a query key by key and takes it away again; gives the milliseconds of each key that changed anything. */
export async function typeAndDelete(page: Page, query: string): Promise<{ typed: number[]; deleted: number[] }> {
  const typed: (number | null)[] = [];
  const deleted: (number | null)[] = [];
  // a key for a letter that keyboards have, and what an input method puts there for others
  const type = async (letter: string) => {
    if (!/^[ -~]$/.test(letter)) return timed(page, () => page.keyboard.insertText(letter));
    return press(letter === " " ? "Space" : letter);
  };
  // fingers leave a key some time after it is shown
  const press = async (key: string) => {
    const time = await timed(page, () => page.keyboard.down(key));
    await page.keyboard.up(key);
    return time;
  };
  for (const letter of query) typed.push(await type(letter));
  for (const _letter of query) deleted.push(await press("Backspace"));
  return { typed: typed.filter((time) => time !== null), deleted: deleted.filter((time) => time !== null) };
}

/** A figure of many times: their median with the least and the greatest, and their 95th percentile. */
export function timesFigure(title: string, times: number[], must?: string): Figure {
  const values = { median: times, p95: times.length > 0 ? [quantile(times, 0.95)] : [] };
  return { title: `${title}, ms (${times.length} times)`, values, ...(must && { must }), ratio: false };
}
