import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { type Locale, localeCookie, type Theme, themeCookie } from "../../lib/settings/schema.ts";
import { defaultListing, findModel } from "../fake-provider/listings.ts";
import type { FakeProvider } from "../fake-provider/server.ts";
import { type Account, signUp } from "./accounts.ts";
import type { App } from "./app.ts";
import { waitForStored } from "./chat.ts";
import { clientFor } from "./client.ts";
import type { Script } from "./pictures.ts";
import { allEvents, answerAgain, composeTurn } from "./turns.ts";

// Every screen of the site and how it is reached: for the pictures, and for what is checked on each of them.

export const devices = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;
export type Device = keyof typeof devices;
export type Look = { locale: Locale; theme: Theme; device: Device };

/** A person with things to look at: ids of conversations. */
export type Scene = {
  account: Account;
  finished: string;
  running: string;
  failed: string;
  rich: string;
  spare: string;
};

/** Lives through a script: older conversations, a finished one with two models and a second version, a failed and a running one. */
export async function play(app: App, provider: FakeProvider, script: Script): Promise<Scene> {
  const account = await signUp(app, { name: script.name, email: script.email });
  const client = clientFor(app, account);
  const say = async (question: string, modelId: string, title: string | null, more = {}) => {
    const turn = composeTurn(question, { modelId: `openrouter:${modelId}`, ...more });
    const response = await client.post("/api/chat", turn);
    if (title) await client.patch(`/api/conversations/${turn.conversationId}`, { title });
    return { id: turn.conversationId, response };
  };
  let spare = "";
  for (const title of script.titles.slice(1)) {
    const { id, response } = await say(title, "openai/gpt-5-mini", title);
    await allEvents(response);
    spare = id;
  }
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
  provider.setAnswer("openai/gpt-5-mini", richAnswer);
  const rich = await say(script.rich, "openai/gpt-5-mini", script.rich);
  await allEvents(rich.response);
  for (const act of ["archive", "delete"] as const) {
    const { id, response } = await say(`${script.title} (${act})`, "openai/gpt-5-mini", `${script.title} (${act})`);
    await allEvents(response);
    if (act === "archive") await client.patch(`/api/conversations/${id}`, { archived: true });
    else await client.delete(`/api/conversations/${id}`);
  }
  const running = await say(script.running, "scenario/markdown:after=75", script.running);
  await provider.waitForCall({ text: script.running, held: true });
  return { account, finished, running: running.id, failed: failed.id, rich: rich.id, spare };
}

/** All that an answer can hold beside text. */
const richAnswer = [
  "### Ferries",
  "1. First\n   - [x] tied up\n   - [ ] cleaned\n2. Second[^1]",
  "> A quote with `code`, **weight** and ~~nothing~~.",
  "```ts\nexport function wait(minutes: number): string {\n  // a comment\n  return `${minutes} minutes`;\n}\n```",
  "$$\\int_0^1 x^2\\,dx = \\tfrac{1}{3}$$",
  "```mermaid\nflowchart LR\n  Quay --> Ferry --> Island\n```",
  "See [the timetable](https://ferries.example/times) and ![a ferry](https://ferries.example/one.png).",
  "[^1]: On Sundays only.",
].join("\n\n");

export async function open(browser: Browser, app: App, { locale, theme, device }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({ ...devices[device], locale, reducedMotion: "reduce", baseURL: app.url });
  const cookies = { [localeCookie]: locale, [themeCookie]: theme };
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: app.url })));
  return context;
}

const lastModel = "openai/gpt-5";
const modelName = String(findModel(defaultListing("openrouter"), lastModel)?.name ?? `openrouter:${lastModel}`);

export const click = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();

/** What each screen needs to be reached, from a page that is signed in. */
export const screens: Record<string, (page: Page, scene: Scene, look: Look) => Promise<unknown>> = {
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
  "6-deleted": async (page, { finished, spare }, { device }) => {
    await page.goto(`/c/${finished}`);
    // an earlier picture has deleted it
    await page.evaluate(
      (id) =>
        fetch(`/api/trash/${id}/restore`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        }),
      spare,
    );
    await page.reload();
    if (device === "phone") await click(page, /^(Open sidebar|打开侧边栏)$/);
    await page.locator(`a[href="/c/${spare}"]`).focus();
    await page.keyboard.press("Delete");
    await expect(page.getByRole("button", { name: /^(Undo|撤销)/ })).toBeVisible();
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
  "3-rich": async (page, { rich }) => {
    await page.goto(`/c/${rich}`);
    await expect(page.getByRole("article").last().locator("pre [class^=code-]").first()).toBeVisible();
    await expect(page.getByRole("article").last().locator("img")).toBeVisible();
    await expect(page.getByRole("article").last().locator("math")).toBeAttached();
  },
  "4-find": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await click(page, /^(Search in this conversation|在此对话中搜索)/);
    await page.getByRole("searchbox").last().fill("SQLite");
  },
  "5-archive": async (page) => {
    await page.goto("/archive");
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  },
  "5-trash": async (page) => {
    await page.goto("/trash");
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  },
  "13-models": async (page) => {
    await page.goto("/models");
    await expect(page.getByRole("search").getByRole("status")).toContainText(/\d/);
  },
  "13-models-none": async (page) => {
    await page.goto("/models?q=zzz+nothing");
    await expect(page.getByRole("search").getByRole("status")).toContainText(/./);
  },
  "13-models-compared": async (page) => {
    const chosen = ["openai/gpt-5", "anthropic/claude-sonnet-4.5"].map((id) => `compare=openrouter:${id}`).join("&");
    await page.goto(`/models?${chosen}&view=compare`);
    await expect(page.getByRole("table")).toBeVisible();
  },
  "14-settings": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await click(page, /^(Conversation settings|对话设置)/);
    await expect(page.getByRole("dialog").getByRole("textbox").first()).toBeVisible();
  },
  "15-palette": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await expect(page.getByRole("button", { name: modelName })).toBeVisible();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog").getByRole("option").first()).toBeVisible();
  },
  "15-shortcuts": async (page, { finished }) => {
    await page.goto(`/c/${finished}`);
    await expect(page.getByRole("button", { name: modelName })).toBeVisible();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").or(page.getByRole("searchbox")).first().fill("shortcuts");
    await page.keyboard.press("Escape");
    await page.locator("main").focus();
    await page.keyboard.press("Shift+?");
    await expect(page.getByRole("dialog")).toBeVisible();
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
