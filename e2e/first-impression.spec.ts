import type { Page } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter } from "./support/chat.ts";
import { talk } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";
import { hold } from "./support/hold.ts";
import { freePort } from "./support/ports.ts";
import { seedLines } from "./support/seed.ts";

/** What an operator is told to do about a setting. */
const hint = {
  OPENAI_API_KEY: "Check OPENAI_API_KEY in the file .env, then restart.",
  OPENAI_BASE_URL: "If it stays so, check OPENAI_BASE_URL in the file .env, then restart.",
};

/** Where each thing to begin with stands, in pixels. */
const places = (page: Page) =>
  page
    .getByRole("main")
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));

test("an empty chat says how many models there are once that is known, and nothing moves for it", async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account);
  const releases = [await hold(page, "**/api/models/state"), await hold(page, "**/api/presets?*")];
  await page.goto("/");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(4);
  const before = await places(page);
  const presets = page.waitForResponse("**/api/presets?*");
  for (const release of releases) release();
  await expect(page.getByText(/^\d+ models from \d providers$/)).toBeVisible();
  await presets;
  await page.getByRole("button", { name: "Editor", pressed: false }).click();
  await expect(page.getByRole("button", { name: "Editor", pressed: true })).toBeVisible();
  expect(await places(page)).toEqual(before);
});

test("a page with a full sidebar stands as it was first painted: it shifts less than what counts as good", async ({
  page,
  app,
  account,
  signIn,
}) => {
  await seedLines(app, account, 100);
  await signIn(page, account);
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto("/");
  await expect(chatOn(page).conversations.locator("[data-conversation]").first()).toBeVisible();
  await expect(page.getByText(/^\d+ models from \d providers$/)).toBeVisible();
  // a frame later the last shift has been reported
  const shift = await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return (window as unknown as { seen: { shift: number } }).seen.shift;
  });
  // https://web.dev/articles/cls
  expect(shift).toBeLessThan(0.1);
});

test("a preset that is pressed before its text is there is used when it is, and one that cannot be had says so", async ({
  page,
  account,
  signIn,
  clientFor,
}) => {
  const own = { modelId: null, settings: { systemPrompt: ["Rhyme."], parameters: {}, examples: [] } };
  const id = uuidv7();
  expect((await clientFor(account).post("/api/presets", { id, name: "Rhymer", ...own })).status).toBe(204);
  await signIn(page, account);
  await page.route("**/api/presets?*", (route) => route.abort());
  await page.goto("/");
  const preset = page.getByRole("button", { name: "Rhymer" });
  await preset.click();
  await expect(page.getByText("The preset “Rhymer” could not be loaded.")).toBeVisible();
  await page.unroute("**/api/presets?*");
  const release = await hold(page, "**/api/presets?*");
  await preset.click();
  await expect(preset).toHaveAttribute("aria-pressed", "false");
  release();
  await expect(preset).toHaveAttribute("aria-pressed", "true");
});

test("without a key the ways to real models are told at once, all three, and nothing moves later", async ({ page }) => {
  const own = await startApp();
  try {
    const release = await hold(page, "**/api/models/state");
    await enter(page, own, await signUp(own));
    const note = page.getByRole("complementary", { name: "You are talking to the built-in demo" });
    await expect(note.locator("code")).toHaveText([/^OPENAI_API_KEY=/, /^OPENROUTER_API_KEY=/, /^CUSTOM_PROVIDERS=/]);
    const before = await places(page);
    const listed = page.waitForResponse("**/api/models/state");
    release();
    await listed;
    await chatOn(page).modelButton.click();
    await expect(chatOn(page).models.first()).toBeVisible();
    await page.keyboard.press("Escape");
    expect(await places(page)).toEqual(before);
  } finally {
    await own.dispose();
  }
});

for (const [trouble, sentence, variable] of [
  ["refuses the key", "OpenAI refused the key of this site.", "OPENAI_API_KEY"],
  ["is not there", "OpenAI cannot be reached right now.", "OPENAI_BASE_URL"],
] as const) {
  test(`when the only provider ${trouble}, an empty chat says so, and which setting to look at`, async ({
    page,
    provider,
  }) => {
    const wrong =
      variable === "OPENAI_API_KEY"
        ? { OPENAI_API_KEY: "sk-wrong-canary-key" }
        : { OPENAI_BASE_URL: `http://127.0.0.1:${await freePort()}/v1` };
    const env = { OPENROUTER_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined, ...wrong };
    const own = await startApp({ provider, env });
    try {
      await enter(page, own, await signUp(own));
      const note = page.getByRole("complementary", { name: "No models could be listed" });
      await expect(note.getByRole("listitem")).toHaveText([`${sentence}${hint[variable]}`]);
      await expect(note.locator("code")).toHaveText([variable]);
      await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
      expect(await page.content()).not.toContain("canary");
      // the key is put right
      own.env.OPENAI_API_KEY = provider.services.openai.apiKey;
      own.env.OPENAI_BASE_URL = provider.services.openai.baseURL;
      await own.restart();
      await page.reload();
      await expect(page.getByText(/^\d+ models from OpenAI$/)).toBeVisible();
      await expect(note).toHaveCount(0);
    } finally {
      await own.dispose();
    }
  });
}

test("while a conversation comes its shape is there, and the message box does not move as it comes", async ({
  page,
  account,
  signIn,
  clientFor,
}) => {
  await signIn(page, account);
  const { id } = await talk(clientFor(account), ["What is a cord?"]);
  await page.goto("/archive");
  const release = await hold(page, `**/api/conversations/${id}`);
  const chat = chatOn(page);
  await chat.conversations.locator(`[data-conversation="${id}"]`).click();
  const waiting = page.getByRole("main").getByRole("status").filter({ hasText: "Loading the conversation" });
  await expect(waiting).toBeVisible();
  await expect(page.getByRole("main").locator(".animate-spin")).toHaveCount(0);
  const shape = await waiting.locator("> :last-child > div").boundingBox();
  release();
  await expect(chat.questions).toHaveText("What is a cord?");
  const box = await page.locator("form:has(textarea[name=message]) > :last-child").boundingBox();
  expect(box).toEqual(shape);
});

test("while the figures of usage come their shape is there", async ({ page, account, signIn }) => {
  await signIn(page, account);
  const release = await hold(page, "**/api/usage?*");
  await page.goto("/usage");
  const waiting = page.getByRole("main").getByRole("status").filter({ hasText: "Adding up" });
  await expect(waiting).toBeVisible();
  expect((await waiting.boundingBox())?.height).toBeGreaterThan(400);
  release();
  await expect(waiting).toHaveCount(0);
});

test("browsers are told to compile the scripts that a page begins with as a whole", async ({ page, app }) => {
  const html = await (await page.request.get(`${app.url}/sign-in`)).text();
  const scripts = [...html.matchAll(/<script src="([^"]+)" async/g)].map(([, path = ""]) => path);
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) {
    expect(await (await page.request.get(app.url + script)).text()).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
  }
});
