import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { type Locale, localeCookie, type Theme, themeCookie } from "../lib/settings/schema.ts";
import { defaultListing, findModel } from "./fake-provider/listings.ts";
import type { FakeProvider } from "./fake-provider/server.ts";
import { type Account, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { enter, waitForStored } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { type Script, scripts } from "./support/pictures.ts";
import { allEvents, answerAgain, composeTurn } from "./support/turns.ts";

// `npm run screenshots`: every screen, into screenshots/, and the picture of the README.

const root = path.resolve(import.meta.dirname, "..");
const devices = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;
type Device = keyof typeof devices;
type Look = { locale: Locale; theme: Theme; device: Device };

/** A person with things to look at: ids of conversations. */
type Scene = { account: Account; finished: string; running: string; failed: string };

test.setTimeout(600_000);

/** Lives through a script: older conversations, a finished one with two models and a second version, a failed and a running one. */
async function play(app: App, provider: FakeProvider, script: Script): Promise<Scene> {
  const account = await signUp(app, { name: script.name, email: script.email });
  const client = clientFor(app, account);
  const say = async (question: string, modelId: string, title: string | null, more = {}) => {
    const turn = composeTurn(question, { modelId: `openrouter:${modelId}`, ...more });
    const response = await client.post("/api/chat", turn);
    if (title) await client.patch(`/api/conversations/${turn.conversationId}`, { title });
    return { id: turn.conversationId, response };
  };
  for (const title of script.titles.slice(1)) await allEvents((await say(title, "openai/gpt-5-mini", title)).response);
  const failed = await say(script.titles[0] ?? "", "scenario/no-credit", script.titles[0] ?? null);
  await allEvents(failed.response);
  let finished = "";
  let parentId: string | null = null;
  let questionId: string | null = null;
  for (const { model, question, answer } of script.exchanges) {
    provider.setAnswer(model, answer);
    const options = parentId ? { parentId, conversationId: finished } : {};
    const { id, response } = await say(question, model, script.title, options);
    await allEvents(response);
    finished = id;
    const ids = (await waitForStored(client, id, "complete")).messages.map((message) => message.id);
    [questionId, parentId] = [ids.at(-2) ?? null, ids.at(-1) ?? null];
  }
  const again = { conversationId: finished, parentId: questionId, tipId: parentId, modelId: `openrouter:${lastModel}` };
  await allEvents(await client.post("/api/chat", answerAgain(again)));
  const running = await say(script.running, "scenario/markdown:after=75", script.running);
  await provider.waitForCall({ text: script.running, held: true });
  return { account, finished, running: running.id, failed: failed.id };
}

async function open(browser: Browser, app: App, { locale, theme, device }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({ ...devices[device], locale, reducedMotion: "reduce", baseURL: app.url });
  const cookies = { [localeCookie]: locale, [themeCookie]: theme };
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: app.url })));
  return context;
}

const lastModel = "openai/gpt-5";
const modelName = String(findModel(defaultListing("openrouter"), lastModel)?.name ?? `openrouter:${lastModel}`);

const click = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();

/** What each screen needs to be reached, from a page that is signed in. */
const screens: Record<string, (page: Page, scene: Scene, look: Look) => Promise<unknown>> = {
  "1-empty": (page) => page.goto("/"),
  "2-streaming": async (page, { running }) => {
    await page.goto(`/c/${running}`);
    await expect(page.getByRole("article").last()).toHaveAttribute("data-status", "running");
    await expect(page.getByRole("table")).toBeVisible();
  },
  "3-finished": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    // the model's name replaces its id as soon as the list is there
    await expect(page.getByRole("button", { name: modelName })).toBeVisible();
  },
  "4-picker": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await click(page, /^(Model: |模型：)/);
    await page.getByRole("searchbox").fill("claude");
    await expect(page.getByRole("dialog").getByRole("option").nth(4)).toBeVisible();
  },
  "5-sidebar-menu": async (page, { finished }, { device }) => {
    await page.goto(`/c/${finished}`);
    if (device === "phone") await click(page, /^(Open sidebar|打开侧边栏)$/);
    await page.locator(`a[href="/c/${finished}"]`).hover();
    await page.getByRole("listitem").nth(1).getByRole("button").click();
    await expect(page.getByRole("menu")).toBeVisible();
  },
  "6-delete": async (page, scene, look) => {
    await screens["5-sidebar-menu"]?.(page, scene, look);
    await page.getByRole("menuitem").last().click();
    await expect(page.getByRole("dialog").last()).toBeVisible();
  },
  "7-failed": (page, { failed }) => page.goto(`/c/${failed}`),
  "8-offline": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await page.context().setOffline(true);
    await page.getByRole("textbox").fill("…?");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "…?" })).toBeVisible();
  },
  "8-queue": async (page, { running }) => {
    await page.goto(`/c/${running}`);
    await page.getByRole("textbox").fill("…?");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: /^(Waiting messages|待发送的消息)$/ })).toBeVisible();
    await page.getByRole("textbox").fill("…");
  },
  "9-not-found": (page) => page.goto("/c/nothing"),
  "11-usage": async (page) => {
    await page.goto("/usage");
    await expect(page.getByRole("main").getByRole("table").last()).toBeVisible();
  },
  "12-receipt": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await page
      .getByRole("button", { name: /^(Receipt|明细)/ })
      .last()
      .click();
    await expect(page.getByRole("dialog").locator("dd").first()).toBeVisible();
  },
  "10-edit": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    const question = page.locator('article[data-role="user"]').last();
    await question.hover();
    await question.getByRole("button", { name: /^(Edit message|编辑消息)$/ }).click();
    await expect(question.getByRole("textbox")).toBeFocused();
  },
};

async function shoot(page: Page, name: string, { locale, theme, device }: Look): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const file = path.join(root, "screenshots", `${device}-${theme}-${locale}`, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
}

test("pictures of every screen", async ({ browser, provider }) => {
  provider.setTitles("fail");
  const app = await startApp({ provider, env: { CHUNK_SECONDS: "3600", FIRST_CHUNK_SECONDS: "3600" } });
  try {
    const scenes = { en: await play(app, provider, scripts.en), "zh-CN": await play(app, provider, scripts["zh-CN"]) };
    for (const device of Object.keys(devices) as Device[]) {
      for (const theme of ["light", "dark"] as const) {
        for (const locale of ["en", "zh-CN"] as const) {
          const look = { device, theme, locale };
          const context = await open(browser, app, look);
          const page = await context.newPage();
          for (const name of ["sign-in", "sign-up"]) {
            await page.goto(`/${name}`);
            await shoot(page, name, look);
          }
          await click(page, /^(Sign up|注册)$/);
          await shoot(page, "sign-up-problems", look);
          await enter(page, app, scenes[locale].account);
          for (const [name, reach] of Object.entries(screens)) {
            await reach(page, scenes[locale], look);
            await shoot(page, name, look);
            await context.setOffline(false);
          }
          await context.close();
        }
      }
    }
    const context = await open(browser, app, { locale: "en", theme: "light", device: "desktop" });
    const page = await context.newPage();
    await enter(page, app, scenes.en.account);
    await screens["3-finished"]?.(page, scenes.en, { locale: "en", theme: "light", device: "desktop" });
    await page.screenshot({ path: path.join(root, "docs/screenshot.png"), animations: "disabled", caret: "hide" });
    await context.close();
  } finally {
    await app.dispose();
  }
});
