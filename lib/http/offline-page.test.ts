import { createHash } from "node:crypto";
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
