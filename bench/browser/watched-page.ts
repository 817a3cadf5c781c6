import type { Browser, BrowserContext, CDPSession, Page } from "playwright";

/** What the page's watch notes; times in milliseconds since the page began to load, except where it says otherwise. */
export type Watched = {
  /** tasks of more than 50 ms: begin and length */
  longTasks: [begin: number, length: number][];
  firstPaint: number;
  largestPaint: number;
  /** when the message box was there and the page's scripts had taken it over */
  usable: number;
  /** lengths of the frames that were displayed while `recording` */
  frames: number[];
  recording: boolean;
  /** from a key's event to the end of the frame that it led to, while `typing` */
  keys: number[];
  typing: boolean;
  /** when a text was displayed: by the clock on the wall, and since the page began to load */
  marks: Record<string, { wall: number; at: number }>;
};

type WatchedWindow = { watched: Watched };

/** Runs in the page before its own scripts. */
function watch({ composer, marks }: { composer: string; marks: string[] }): void {
  const watched: Watched = {
    longTasks: [],
    ...{ firstPaint: 0, largestPaint: 0, usable: 0 },
    ...{ frames: [], recording: false, keys: [], typing: false, marks: {} },
  };
  Object.assign(window, { watched });
  const observe = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => watched.longTasks.push([startTime, duration]));
  observe("largest-contentful-paint", ({ startTime }) => {
    watched.largestPaint = startTime;
  });
  observe("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") watched.firstPaint = startTime;
  });
  // a frame ends behind its callbacks, and the next task comes after it
  const afterFrame = (work: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = work;
      channel.port2.postMessage(null);
    });
  let last = 0;
  const onFrame = (time: number) => {
    if (watched.recording && last > 0) watched.frames.push(time - last);
    last = watched.recording ? time : 0;
    if (watched.usable === 0) {
      const box = document.querySelector(composer);
      // React marks the elements that it has taken over
      if (box && Object.keys(box).some((key) => key.startsWith("__react"))) watched.usable = performance.now();
    }
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  const pending = new Set(marks);
  const look = (node: Node | null) => {
    const text = node?.textContent;
    if (!text) return;
    for (const mark of pending) {
      if (!text.includes(mark)) continue;
      pending.delete(mark);
      afterFrame(() => {
        const at = performance.now();
        watched.marks[mark] = { wall: performance.timeOrigin + at, at };
      });
    }
  };
  new MutationObserver((records) => {
    if (pending.size === 0) return;
    for (const { type, target, addedNodes } of records) {
      if (type === "characterData") look(target);
      // a mark may come in pieces
      for (const node of addedNodes) look(node.nodeType === Node.TEXT_NODE ? node.parentNode : node);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
  const onKey = ({ timeStamp }: KeyboardEvent) => {
    if (watched.typing) afterFrame(() => watched.keys.push(performance.now() - timeStamp));
  };
  window.addEventListener("keydown", onKey, true);
}

/** What came over the network: kind of thing, and bytes as they were sent, headers included. */
type Loaded = { type: string; bytes: number };

/** A page of its own, with an empty cache, that takes note of what it does. */
export type WatchedPage = {
  page: Page;
  session: CDPSession;
  loaded: Loaded[];
  context: BrowserContext;
};

/** Where a visit goes, and as whom. */
export type Place = { url: string; cookies: string };

/** The message box, here and on the floor's page. */
export const composer = "textarea";

/** @param slower so many times slower than this machine is the page's computer */
export async function openPage(browser: Browser, place: Place, slower: number, marks: string[] = []) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } });
  const pairs = place.cookies.split("; ").filter(Boolean);
  await context.addCookies(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), url: new URL("/", place.url).href };
    }),
  );
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Performance.enable");
  if (slower > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const types = new Map<string, string>();
  const loaded: Loaded[] = [];
  session.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    loaded.push({ type: types.get(requestId) ?? "Other", bytes: encodedDataLength }),
  );
  await page.addInitScript(watch, { composer, marks });
  const watchedPage: WatchedPage = { page, session, loaded, context };
  return watchedPage;
}

/** What the page has noted so far. */
export const read = ({ page }: WatchedPage): Promise<Watched> =>
  page.evaluate(() => (window as unknown as WatchedWindow).watched);

/** Begins or ends to note frames, or keys. */
export const note = ({ page }: WatchedPage, change: Partial<Pick<Watched, "recording" | "typing">>): Promise<number> =>
  page.evaluate((change) => {
    Object.assign((window as unknown as WatchedWindow).watched, change);
    return performance.now();
  }, change);

/** Waits until the message box can be used. */
export async function waitUsable({ page }: WatchedPage): Promise<void> {
  const isUsable = () => (window as unknown as WatchedWindow).watched.usable > 0;
  await page.waitForFunction(isUsable, null, { timeout: 60_000, polling: 100 });
}

/** Waits until a text was displayed. */
export async function waitMark({ page }: WatchedPage, mark: string, timeout = 120_000): Promise<void> {
  const isThere = (mark: string) => (window as unknown as WatchedWindow).watched.marks[mark] !== undefined;
  await page.waitForFunction(isThere, mark, { timeout, polling: 100 });
}

/** Waits until nothing long has run for a while, in milliseconds. */
export async function settle({ page }: WatchedPage, quietMs: number): Promise<void> {
  const isQuiet = (quietMs: number) => {
    const [begin = 0, length = 0] = (window as unknown as WatchedWindow).watched.longTasks.at(-1) ?? [];
    return performance.now() - begin - length > quietMs;
  };
  await page.waitForFunction(isQuiet, quietMs, { timeout: 60_000, polling: 200 });
}

/** The browser's own counters of a page; times in seconds, sizes in bytes. */
export async function countersOf({ session }: WatchedPage): Promise<Record<string, number>> {
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Elements in the page, and MB of its heap after a garbage collection. */
export async function weigh(watched: WatchedPage): Promise<{ elements: number; heapMb: number }> {
  const elements = await watched.page.evaluate(() => document.querySelectorAll("*").length);
  await watched.session.send("HeapProfiler.collectGarbage");
  return { elements, heapMb: ((await countersOf(watched)).JSHeapUsedSize ?? 0) / 1_048_576 };
}

/** How far tasks of the main thread went over 50 ms, together, and the longest one. */
export function tasksBetween({ longTasks }: Watched, from: number, to = Number.POSITIVE_INFINITY) {
  const tasks = longTasks.filter(([begin, length]) => begin + length > from && begin < to).map(([, length]) => length);
  return {
    blocking: tasks.reduce((sum, length) => sum + Math.max(0, length - 50), 0),
    longest: Math.max(0, ...tasks),
    count: tasks.length,
  };
}
