import { once } from "node:events";
import { createServer } from "node:http";
import type { Page, Response } from "@playwright/test";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { watchPolicy } from "./support/watch-policy.ts";

// elsewhere there is none: see playwright.config.ts
test.use({ serviceWorkers: "allow" });

/** Waits until the browser keeps the page. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
}

/** What is in the site's caches: all addresses. */
const cached = (page: Page) =>
  page.evaluate(async () => {
    const caught = await Promise.all(
      (await caches.keys()).map(async (name) =>
        (await caches.open(name)).keys().then((all) => all.map(({ url }) => url)),
      ),
    );
    return caught.flat().map((url) => new URL(url).pathname);
  });

const title = "Switchboard cannot be reached";
const languages = [
  { locale: "en-US", lang: "en", title, again: "Try again" },
  { locale: "zh-CN", lang: "zh-CN", title: "暂时连不上 Switchboard", again: "重试" },
];
for (const { locale, lang, title, again } of languages) {
  test.describe(`in ${lang}`, () => {
    test.use({ locale });

    test(`offline, a page says so in ${lang}, and comes back by itself where it was to be`, async ({
      page,
      context,
      account,
      signIn,
    }) => {
      const heard = await watchPolicy(context);
      await signIn(page, account);
      await page.goto("/");
      await kept(page);
      expect(await cached(page)).toEqual(["/offline"]);
      await context.setOffline(true);
      await page.goto("/usage?days=7");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page).toHaveTitle(`${title} · Switchboard`);
      await expect(page.getByRole("main")).toHaveCount(1);
      await expect(page.getByRole("main")).toContainText("Switchboard");
      // tried again, it is still offline
      await page.getByRole("button", { name: again }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page).toHaveURL(/\/usage\?days=7$/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);

      await context.setOffline(false);
      // where the browser does not say that it is online again, the page looks for itself, after a reload every 15 seconds
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).not.toHaveText(title, {
        timeout: 30_000,
      });
      await expect(page).toHaveURL(/\/usage/);
      await expect(page.locator("body")).toContainText(account.email);
      expect(heard()).toEqual([]);
    });
  });
}

test("the language and the theme that were chosen are those of the offline page, too", async ({
  page,
  context,
  account,
  signIn,
}) => {
  await signIn(page, account);
  await page.goto("/");
  await kept(page);
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.getByRole("combobox", { name: "Language" }).selectOption("简体中文");
  await expect(page.getByRole("textbox", { name: "消息" })).toBeVisible();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("暂时连不上 Switchboard");
  expect(await ground()).toBe(dark);
});

test("CF-8 with the site away a chat comes back by itself when it is back, and sends what waited", async ({
  page,
  provider,
}) => {
  const own = await startApp({ provider });
  try {
    await enter(page, own, await signUp(own));
    const chat = chatOn(page);
    const [first, second] = [newQuestion("First"), newQuestion("Second")];
    await chat.send(first);
    await chat.waitFor("complete");
    await kept(page);
    await own.stop();
    await chat.send(second);
    await expect(chat.waiting).toContainText([second]);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await own.restart();
    await expect(chat.questions).toHaveText([first, second], { timeout: 30_000 });
    await chat.waitFor("complete");
    expect(provider.log({ text: second, purpose: "answer" })).toHaveLength(1);
  } finally {
    await own.dispose();
  }
});

test("a proxy that answers in the site's place while it restarts gets the same page, until the site is back", async ({
  page,
  provider,
}) => {
  const own = await startApp({ provider });
  const proxy = createServer((_, response) => response.writeHead(502).end("<h1>502 Bad Gateway</h1>"));
  try {
    await enter(page, own, await signUp(own));
    await kept(page);
    await own.stop();
    proxy.listen(own.port);
    await once(proxy, "listening");
    await page.goto(`${own.url}/usage`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    let documents = 0;
    page.on("request", (request) => {
      if (request.isNavigationRequest()) documents += 1;
    });
    // what the proxy says is no sign that the site is back
    const asked = page.waitForResponse((response) => response.url().endsWith("/api/health"));
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    expect((await asked).status()).toBe(502);
    expect(documents).toBe(0);
    proxy.closeAllConnections();
    proxy.close();
    await own.restart();
    await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible({ timeout: 30_000 });
    await expect(page).toHaveURL(/\/usage$/);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
    await own.dispose();
  }
});

test("the worker has to do with documents alone: nothing else passes through it while a message is sent", async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account);
  await page.goto("/");
  await kept(page);
  // the page that it answers for is the next one
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await page.getByRole("link", { name: "Usage" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
  const through = responses.filter((response) => response.fromServiceWorker()).map((response) => response.url());
  expect(through).toEqual([new URL("/", page.url()).href]);
  const kinds = new Set(responses.map((response) => response.request().resourceType()));
  for (const kind of ["document", "script", "stylesheet", "fetch"]) expect(kinds).toContain(kind);
});

test("who has signed out leaves nothing that is shown offline", async ({ page, context, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
  await kept(page);
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.send(question);
  await chat.waitFor("complete");
  const address = page.url();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await context.setOffline(true);
  for (const path of [address, "/"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    for (const word of [question, account.name, account.email]) {
      await expect(page.locator("html")).not.toContainText(word);
    }
  }
  expect(await cached(page)).toEqual(["/offline"]);
});

test("the worker of another version takes the place of the old one, and of what that has kept", async ({
  page,
  context,
}) => {
  const version = /const cacheName = "([^"]*)"/;
  const names = () => page.evaluate(() => caches.keys());
  let present = "";
  await context.route("**/service-worker.js", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    present = version.exec(text)?.[1] ?? "";
    await route.fulfill({ response, body: text.replace(version, 'const cacheName = "switchboard-offline-before"') });
  });
  await page.goto("/sign-in");
  await kept(page);
  expect(await names()).toEqual(["switchboard-offline-before"]);
  await context.unroute("**/service-worker.js");
  await page.reload();
  await expect.poll(names).toEqual([present]);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
});

test("where there are no workers, as without https, nothing goes wrong for it", async ({ page, context }) => {
  const heard = await watchPolicy(context);
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"));
  await page.goto("/sign-in");
  // later than the worker would be asked for
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 500))));
  await expect(page.locator("[name=password]")).toBeVisible();
  expect(await page.evaluate(() => "serviceWorker" in navigator)).toBe(false);
  expect(heard()).toEqual([]);
});

test("a site that wants no offline page takes it out of the browsers that have it", async ({ page, provider }) => {
  const own = await startApp({ provider });
  try {
    await page.goto(`${own.url}/sign-in`);
    await kept(page);
    own.env.OFFLINE_PAGE = "off";
    await own.restart();
    await page.reload();
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
    const registrations = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    await expect.poll(registrations).toBe(0);
  } finally {
    await own.dispose();
  }
});
