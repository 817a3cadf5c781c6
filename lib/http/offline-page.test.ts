import { createHash } from "node:crypto";
import vm from "node:vm";
import { expect, test } from "vitest";
import { type OfflineWords, offlinePage, offlineResponse, workerResponse } from "./offline-page.ts";

const words: OfflineWords = { title: "Away", why: "No <b>connection</b> & more", kept: "Kept", again: "Again" };
const page = offlinePage({ en: words, "zh-CN": { ...words, title: "连不上" } });
const hash = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

test("the policy that comes with the page lets its own script and style run, and nothing else", () => {
  const script = /<script>(.*?)<\/script>/s.exec(page.html)?.[1];
  const style = /<style>(.*?)<\/style>/s.exec(page.html)?.[1];
  expect(page.policy).toContain(`script-src ${hash(script)};`);
  expect(page.policy).toContain(`style-src ${hash(style)};`);
  expect(page.policy).not.toMatch(/unsafe|https?:|\*/);
  const markup = page.html.replace(/<(script|style)>.*?<\/\1>/gs, "");
  expect(markup).not.toMatch(/ (style|on\w+)=|<script|<style/);
  // nothing that would have to be fetched
  expect(markup.match(/(?:src|href)="(?!data:)[^"]*"/g)).toBeNull();
  expect(offlineResponse(page).headers.get("content-security-policy")).toBe(page.policy);
});

test("what the languages say is text", () => {
  expect(page.html).toContain("No &lt;b>connection&lt;/b> &amp; more");
  expect(page.html).toContain('<main lang="zh-CN" hidden>');
});

test("another page is another worker, and without a page the worker takes itself out", async () => {
  const before = await workerResponse(page).text();
  const same = await workerResponse(offlinePage({ en: words, "zh-CN": { ...words, title: "连不上" } })).text();
  const other = await workerResponse(offlinePage({ en: words, "zh-CN": words })).text();
  expect(same).toBe(before);
  expect(other).not.toBe(before);
  const none = await workerResponse(null).text();
  expect(none).toContain("unregister");
  expect(none).not.toContain("respondWith");
  for (const response of [workerResponse(page), workerResponse(null)]) {
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  }
});

type Handler = (event: object) => void;

/** The worker in a world of its own, where the network answers as told. */
async function startWorker(answer: () => Promise<Response>) {
  const handlers: Record<string, Handler> = {};
  const keptResponse = new Response("kept");
  const self = {
    addEventListener: (type: string, handler: Handler) => {
      handlers[type] = handler;
    },
    skipWaiting: async () => {},
    registration: {},
  };
  const caches = { match: async () => keptResponse, open: async () => ({ add: async () => {} }) };
  const world = { self, caches, fetch: answer, URL, Request: class {} };
  vm.runInNewContext(await workerResponse(page).text(), world);
  /** what the worker answers to a request; null: it leaves it to the browser */
  const ask = async (request: { url: string; mode: string; method: string }, preloadResponse?: Promise<Response>) => {
    let answered: Promise<Response> | null = null;
    const respondWith = (response: Promise<Response>) => {
      answered = response;
    };
    handlers.fetch?.({ request, preloadResponse, respondWith });
    return answered as Promise<Response> | null;
  };
  return { handlers, ask, keptResponse };
}

const navigation = { url: "https://chat.example/c/1", mode: "navigate", method: "GET" };
const away = () => Promise.reject(new TypeError("Failed to fetch"));

test("the worker has to do with reading a page and nothing else", async () => {
  const { ask, keptResponse } = await startWorker(away);
  for (const mode of ["cors", "no-cors", "same-origin", "websocket"])
    expect(await ask({ ...navigation, mode }), mode).toBeNull();
  for (const method of ["POST", "HEAD", "PUT"]) expect(await ask({ ...navigation, method }), method).toBeNull();
  expect(await ask({ ...navigation, url: "https://chat.example/api/usage/csv" })).toBeNull();
  expect(await ask(navigation)).toBe(keptResponse);
});

test("where the browser can be told so, requests that load no page are routed past the worker", async () => {
  const { handlers } = await startWorker(away);
  const routes: unknown[] = [];
  const addRoutes = async (route: unknown) => routes.push(route);
  handlers.install?.({ addRoutes, waitUntil: () => {} });
  const modes = ["cors", "no-cors", "same-origin"].map((requestMode) => ({ requestMode }));
  expect(JSON.parse(JSON.stringify(routes))).toEqual([{ condition: { or: modes }, source: "network" }]);
  // and where it cannot, it is as good
  expect(() => handlers.install?.({ waitUntil: () => {} })).not.toThrow();
});

test("the kept page stands in for no answer and for a proxy's, not for what the site itself says", async () => {
  for (const [status, isKept] of [
    [200, false],
    [404, false],
    [500, false],
    [501, false],
    [502, true],
    [503, true],
    [504, true],
    [505, false],
  ] as const) {
    const response = new Response("said", { status });
    const { ask, keptResponse } = await startWorker(async () => response);
    const expected = isKept ? keptResponse : response;
    expect(await ask(navigation), `${status}`).toBe(expected);
    // begun by the browser while the worker was being started, or by the worker
    expect(await ask(navigation, Promise.resolve(response)), `${status}, begun ahead`).toBe(expected);
  }
});
