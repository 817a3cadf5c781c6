import { expect, type Route } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { Stage } from "./looks.ts";

export const never = () => new Promise<void>(() => {});
export const trouble = (route: Route) => route.fulfill({ status: 500, json: { error: { code: "internal" } } });

/** Has the server answer never, or badly, to what a page asks for once it is there. */
export async function withAnswer(stage: Stage, url: RegExp, answer: "never" | "bad", path: string): Promise<void> {
  await stage.page.route(url, answer === "never" ? never : trouble);
  await stage.page.goto(path);
}

/** The page as it is where no key is set: the server would send the demo's model with it, and list no other. */
export async function withoutKeys({ page }: Stage): Promise<void> {
  await page.route("**/api/models/state", async (route) => {
    const state = await (await route.fetch()).json();
    const [provider] = state.providers;
    const providers = [{ ...provider, id: "demo", name: "Demo" }];
    await route.fulfill({ json: { ...state, providers, defaultModelId: "demo:guide" } });
  });
  await page.route("**/api/models", async (route) => {
    const catalogue = await (await route.fetch()).json();
    const models = [{ id: "demo:guide", name: "Demo guide" }];
    await route.fulfill({ json: { ...catalogue, providers: [{ id: "demo", name: "Demo", models }] } });
  });
  await page.route(/\/$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text())
      .replaceAll("openrouter:anthropic/claude-sonnet-4.5", "demo:guide")
      .replaceAll("Anthropic: Claude Sonnet 4.5", "Demo guide");
    await route.fulfill({ response, body });
  });
  await page.goto("/");
}

/** The page as it is where the key of the only provider is refused, or its server is not there. */
export async function withoutLists({ page }: Stage, problem: "key_refused" | "unreachable"): Promise<void> {
  await page.route("**/api/models/state", async (route) => {
    const state = await (await route.fetch()).json();
    const [only] = state.providers.filter(({ id }: { id: string }) => id === "openrouter");
    await route.fulfill({ json: { ...state, providers: [{ ...only, listedAt: null, problem }] } });
  });
  await page.route("**/api/models", async (route) => {
    const catalogue = await (await route.fetch()).json();
    const [only] = catalogue.providers.filter(({ id }: { id: string }) => id === "openrouter");
    await route.fulfill({ json: { ...catalogue, providers: [{ ...only, models: [] }] } });
  });
  await page.goto("/");
}

/** Waits until an empty chat says how many models there are. */
export async function modelsCounted({ page }: Stage): Promise<void> {
  await expect(page.getByRole("main").locator("h2 ~ p").nth(1)).toHaveText(/\d/);
}

/** A page whose parts that come after it cannot be had: of its scripts only those that it names itself. */
export async function withoutLaterParts({ page }: Stage, path: string): Promise<void> {
  let named = "";
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      const response = await route.fetch();
      named = await response.text();
      await route.fulfill({ response, body: named });
    },
  );
  await page.route("**/_next/static/chunks/**", (route) =>
    named.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  );
  await page.goto(path);
}

/** A page whose sidebar has more conversations than came with it, and the server gives no more of them. */
export async function withMoreConversations({ page }: Stage, answer: "never" | "bad"): Promise<void> {
  await page.route(/\/api\/conversations\?before=/, answer === "never" ? never : trouble);
  await page.route(/\/$/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    // as it stands in a script of the page
    const more = body.replace(String.raw`],\"next\":null`, String.raw`],\"next\":1`);
    if (more === body) throw new Error("The page does not say where its list of conversations ends");
    await route.fulfill({ response, body: more });
  });
  await page.goto("/");
}

/** Opens a conversation from another page, so that the page has to ask the server for it. */
export async function openFromSidebar(stage: Stage, answer: "never" | "bad"): Promise<void> {
  const { page, scene } = stage;
  await withAnswer(stage, /\/api\/conversations\/[0-9a-f-]{36}$/, answer, "/archive");
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await stage.openDrawer();
  await page.locator(`a[href="/c/${scene.ids.troubles}"]`).click();
}

/** Another device has written a draft while the one here had changed, too. */
export async function offerDraft({ page, scene, words, button }: Stage): Promise<void> {
  const draft = { text: scene.script.waiting.question, revision: uuidv7(), tab: uuidv7() };
  let written = false;
  await page.route("**/api/drafts/*", (route) => {
    if (route.request().method() !== "GET") return route.abort();
    return route.fulfill({ json: { draft: written ? draft : null } });
  });
  const box = page.getByRole("textbox", { name: words("composer.message") });
  // what is typed before the page's scripts have taken over is none that they know of
  await expect(async () => {
    await box.fill("");
    await box.fill(scene.script.next);
    await expect(button("composer.send")).toBeEnabled({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  written = true;
  // a look that comes while another one is on its way is not taken
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect(button("composer.take-draft")).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

/** The server answers as one of a newer build. */
export async function withNewerBuild({ page, scene }: Stage): Promise<void> {
  const headers = { "x-switchboard-build": "a-newer-one" };
  await page.route("**/api/drafts/*", (route) => route.fulfill({ json: { draft: null }, headers }));
  await page.goto(`/c/${scene.ids.finished}`);
}

/** Waits until the page says what went wrong. */
export async function troubled({ page }: Stage): Promise<void> {
  await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible();
}
