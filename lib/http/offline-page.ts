import { createHash } from "node:crypto";
import { canvasColours, type Locale, localeCookie, locales, themeCookie } from "../settings/schema.ts";

// What a browser keeps of the site, and all that it keeps: one page that says that the site cannot be reached, and the
// worker that shows it then. docs/decisions/024-what-a-browser-keeps.md has the reasons.

/** Where they are; the worker's address must never change, as browsers ask there for a newer one. */
export const offlinePagePath = "/offline";
export const serviceWorkerPath = "/service-worker.js";

/** What the page says in one language. */
export type OfflineWords = { title: string; why: string; kept: string; again: string };

/** A document with the policy that lets it, and nothing else, run. */
export type OfflinePage = { html: string; policy: string; version: string };

/** The sign of app/icon.svg, in two colours of CSS. */
const sign = (ground: string, ink: string) =>
  `<rect width="32" height="32" rx="9" fill="${ground}"/><g fill="${ink}"><circle cx="9.5" cy="22.5" r="3.5"/>` +
  `<g fill-opacity=".34"><circle cx="9.5" cy="9.5" r="2.25"/><circle cx="22.5" cy="22.5" r="2.25"/></g></g>` +
  `<path d="M9.5 22.5C9.5 12.5 22.5 19.5 22.5 9.5" fill="none" stroke="${ink}" stroke-width="2.75" stroke-linecap="round"/>` +
  `<circle cx="22.5" cy="9.5" r="3.5" fill="#ffc46b" stroke="#ffc46b" stroke-opacity=".4" stroke-width="2.5"/></svg>`;

// the colours of app/globals.css that it needs: a stylesheet of the site's is not there when this page is
const style = `
:root{color-scheme:light dark;--canvas:light-dark(${canvasColours.light},${canvasColours.dark});--ink:light-dark(#1a1d1b,#e8ece9);
--muted:light-dark(#565d58,#a6afa9);--accent:light-dark(#0c665c,#62d2c0);--strong:light-dark(#084f47,#8be3d4);
--on-accent:light-dark(#fff,#05211c)}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box;margin:0}
html{background:var(--canvas);color:var(--ink);-webkit-text-size-adjust:100%}
body{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;line-height:1.5;overflow-wrap:anywhere}
main{align-items:center;display:flex;flex-direction:column;gap:2rem;justify-content:center;min-height:100dvh;padding:3rem 1.5rem;text-align:center}
main[hidden]{display:none}
.logo{align-items:center;display:inline-flex;font-size:1.0625rem;font-weight:600;gap:.625rem;letter-spacing:-.025em}
.logo svg{height:1.75rem;width:1.75rem}
.text{display:grid;gap:.75rem;max-width:28rem}
h1{font-size:1.5rem;font-weight:600;letter-spacing:-.025em;line-height:1.33;text-wrap:balance}
p{color:var(--muted);text-wrap:pretty}
button{background:var(--accent);border:0;border-radius:.5rem;color:var(--on-accent);cursor:pointer;font:inherit;font-size:.875rem;font-weight:500;min-height:2.75rem;padding:0 1.25rem}
button:hover{background:var(--strong)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;

// No page of the site's own comes with one of these: what goes wrong in rendering is a 500. Data may, and names its build.
const isProxys = `
function isProxys({ status, headers }) {
  return status >= 502 && status <= 504 && !headers.has("x-switchboard-build");
}
`.trim();

// Next to nothing runs here: the language and the theme are chosen as lib/settings/schema.ts does, and it is tried again.
// Where this very page was come to by a reload, the next look comes later: a site that answers, and yet cannot show the
// page that is wanted, is not to be asked for it again and again. What a proxy says in its place is no sign of it.
const script = `
const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(name + "="))?.slice(name.length + 1);
const pages = [...document.querySelectorAll("main")];
const known = pages.map((page) => page.lang);
const root = document.documentElement;
const speaks = (tag) => known.find((lang) => lang.split("-")[0] === tag.toLowerCase().split("-")[0]);
const chosen = known.find((lang) => lang === cookie("${localeCookie}"));
root.lang = chosen ?? navigator.languages.map(speaks).find(Boolean) ?? "en";
for (const page of pages) page.hidden = page.lang !== root.lang;
document.title = document.querySelector("main:not([hidden]) h1").textContent + " · Switchboard";
const theme = cookie("${themeCookie}");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
const again = () => (location.pathname === "${offlinePagePath}" ? location.replace("/") : location.reload());
for (const button of document.querySelectorAll("button")) button.addEventListener("click", again);
${isProxys}
const look = () => fetch("/api/health", { cache: "no-store" }).then((answer) => isProxys(answer) || again(), () => {});
let pause = performance.getEntriesByType("navigation")[0]?.type === "reload" ? 15000 : 4000;
const wait = () => setTimeout(() => {
  pause = Math.min(pause * 1.5, 60000);
  (document.hidden ? Promise.resolve() : look()).then(wait);
}, pause);
wait();
addEventListener("online", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
`;

const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");

/** The page for when the site cannot be reached, in all languages: a browser keeps it before it knows which is wanted. */
export function offlinePage(words: Record<Locale, OfflineWords>): OfflinePage {
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${sign("#0c665c", "#fff")}`;
  const logo = `<svg viewBox="0 0 32 32" aria-hidden="true">${sign("var(--accent)", "var(--on-accent)")}`;
  const mains = (Object.keys(locales) as Locale[]).map((locale) => {
    const { title, why, kept, again } = words[locale];
    return (
      `<main lang="${locale}"${locale === "en" ? "" : " hidden"}><span class="logo">${logo}Switchboard</span>` +
      `<div class="text"><h1>${inHtml(title)}</h1><p>${inHtml(why)}</p><p>${inHtml(kept)}</p></div>` +
      `<button type="button">${inHtml(again)}</button></main>`
    );
  });
  const colours = Object.entries(canvasColours).map(
    ([scheme, colour]) => `<meta name="theme-color" media="(prefers-color-scheme: ${scheme})" content="${colour}">`,
  );
  const html =
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Switchboard</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">` +
    `<meta name="robots" content="noindex">${colours.join("")}` +
    `<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,${encodeURIComponent(icon)}">` +
    `<style>${style}</style></head><body>${mains.join("")}<script>${script}</script></body></html>`;
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hashOf(script)}'`,
    `style-src 'sha256-${hashOf(style)}'`,
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { html, policy, version: createHash("sha256").update(html).update(policy).digest("hex").slice(0, 16) };
}

const inHtml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The page, with its policy; a browser that keeps it keeps that, too. */
export function offlineResponse({ html, policy }: OfflinePage): Response {
  return new Response(html, { headers: { ...asked, "content-type": "text/html; charset=utf-8", ...policyOf(policy) } });
}

/** The worker for the page; without one, a worker that takes it out of the browser again. */
export function workerResponse(page: OfflinePage | null): Response {
  const worker = page ? serviceWorker(page.version) : leavingWorker;
  // it fetches what is asked of this site, and nothing else
  const policy = policyOf("default-src 'none'; connect-src 'self'");
  return new Response(worker, { headers: { ...asked, "content-type": "text/javascript; charset=utf-8", ...policy } });
}

// the same for everybody, and never shown without a look at whether it is still the one
const asked = { "cache-control": "no-cache" };
const policyOf = (policy: string) => ({ "content-security-policy": policy });

const cachePrefix = "switchboard-offline-";

/**
 * The worker that shows the page when the site cannot be reached. It has to do with nothing but that: other requests than
 * for a page never come to it where the browser can be told so, and are left to the browser elsewhere. What it keeps is
 * the page of one version; the worker of another version is another text, which browsers take at the next visit.
 * @param version of the page
 */
function serviceWorker(version: string): string {
  return `
const cacheName = "${cachePrefix}${version}";
const page = "${offlinePagePath}";

self.addEventListener("install", (event) => {
  // for each kind of request that loads no page; with one of these, the worker need not even be started
  const modes = ["cors", "no-cors", "same-origin"];
  const direct = { condition: { or: modes.map((requestMode) => ({ requestMode })) }, source: "network" };
  if (event.addRoutes) event.waitUntil(event.addRoutes(direct).catch(() => {}));
  event.waitUntil(keep());
});

async function keep() {
  const cache = await caches.open(cacheName);
  await cache.add(new Request(page, { cache: "reload", credentials: "omit" }));
  await self.skipWaiting();
}

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOthers(), self.registration.navigationPreload?.enable()]));
});

async function forgetOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("${cachePrefix}") && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || request.method !== "GET") return;
  if (new URL(request.url).pathname.startsWith("/api/")) return;
  event.respondWith(show(event));
});

async function show(event) {
  const answer = await ask(event).catch((error) => ({ error }));
  const kept = answer.error || isProxys(answer) ? await caches.match(page, { cacheName }) : null;
  if (kept) return kept;
  if (answer.error) throw answer.error;
  return answer;
}

async function ask(event) {
  // begun while this worker was being started, where the browser can
  return (await event.preloadResponse) ?? (await fetch(event.request));
}

${isProxys}
`.trimStart();
}

/** A worker in the place of the other one that takes itself and all that was kept out of the browser. */
const leavingWorker = `
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("${cachePrefix}")).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
`.trimStart();
