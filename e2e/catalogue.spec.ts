import type { Page } from "@playwright/test";
import type { ListedModel, ModelState } from "../lib/models/schema.ts";
import { signUp } from "./support/accounts.ts";
import { type AppEnv, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { testEngine } from "./support/database.ts";
import { expect, test } from "./support/fixtures.ts";
import { readListing } from "./support/listing.ts";
import { allEvents, composeTurn } from "./support/turns.ts";

const routerOnly: AppEnv = { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined };

async function openPicker(page: Page) {
  await chatOn(page).modelButton.click();
  const dialog = page.getByRole("dialog", { name: "Choose a model" });
  const options = dialog.getByRole("listbox").getByRole("option");
  return { dialog, options, search: dialog.getByRole("searchbox"), count: dialog.getByRole("status") };
}

test("the last list of a provider that is away is there after a restart, and says so", async ({ page, provider }) => {
  const app = await startApp({ provider, env: routerOnly });
  try {
    const account = await signUp(app);
    const client = clientOf(app, account);
    const read = () => readListing(client);
    const [before] = (await read()).providers;
    expect(before?.models.length).toBeGreaterThan(3);
    expect(before).toMatchObject({ problem: null, renewing: false });
    provider.failListing("openrouter", "500");
    await app.restart();
    // at once, though the provider has not answered
    const [first] = (await read()).providers;
    // each instance of a fleet has asked for it
    const listedAt = testEngine === "fleet" ? expect.any(String) : before?.listedAt;
    expect(first).toMatchObject({ problem: null, renewing: true, listedAt });
    expect(first?.models).toEqual(before?.models);
    await enter(page, app, account);
    const { dialog, search, count } = await openPicker(page);
    await expect(count).toHaveText(`${before?.models.length} models. OpenRouter cannot be reached right now.`);
    const model = before?.models[0] as ListedModel;
    await search.fill(model.id);
    await expect(dialog.getByRole("option", { name: `${model.name} ${model.id}`, exact: true })).toBeVisible();
  } finally {
    await app.dispose();
  }
});

test("a list of another address is none of this one's", async ({ provider }) => {
  const app = await startApp({ provider, env: routerOnly });
  try {
    const account = await signUp(app);
    await clientOf(app, account).get("/api/models");
    await app.stop();
    const elsewhere = { ...routerOnly, OPENROUTER_BASE_URL: "http://127.0.0.1:9/v1" };
    const moved = await startApp({
      provider,
      directory: app.directory,
      env: { ...elsewhere, BETTER_AUTH_SECRET: app.env.BETTER_AUTH_SECRET },
    });
    try {
      const { providers } = await readListing(clientOf(moved, await signUp(moved)));
      expect(providers).toMatchObject([{ models: [], listedAt: null, problem: "unreachable" }]);
    } finally {
      await moved.dispose();
    }
  } finally {
    await app.dispose();
  }
});

test("favourites are marked from the keyboard and by pointer, come first on every device, and can be taken away", async ({
  page,
  app,
  account,
  browser,
}) => {
  await enter(page, app, account);
  const { dialog, options, search } = await openPicker(page);
  await search.fill("llama3.2");
  await dialog.getByRole("button", { name: "Favourite: llama3.2:latest" }).click();
  await expect(dialog.getByRole("button", { name: "Favourite: llama3.2:latest" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await search.fill("");
  // the list is shown where the chosen model stands
  await search.press("Home");
  await expect(options.first()).toHaveAccessibleName("llama3.2:latest local:llama3.2:latest");
  await expect(dialog.getByText("Favourites", { exact: true })).toBeVisible();
  // by pointer, on the row
  await search.fill("gpt-5-mini");
  await options.first().getByTitle("Mark as a favourite").click();
  await search.fill("");
  await search.press("Home");
  await expect(options.first()).toHaveAccessibleName(/gpt-5-mini/);

  const other = await (await browser.newContext()).newPage();
  await enter(other, app, account);
  const there = await openPicker(other);
  await there.search.press("Home");
  await expect(there.options.nth(1)).toHaveAccessibleName("llama3.2:latest local:llama3.2:latest");
  await there.options.first().getByTitle("Take the mark away").click();
  await expect(there.options.first()).toHaveAccessibleName("llama3.2:latest local:llama3.2:latest");
  await other.context().close();
});

test("a mark moves its model, which stays the active one; a double click on a star marks one model", async ({
  page,
  app,
  account,
}) => {
  await enter(page, app, account);
  const { dialog, options, search } = await openPicker(page);
  await search.fill("openai: scenario");
  await expect(options.nth(3)).toBeVisible();
  await search.press("ArrowDown");
  await search.press("ArrowDown");
  const button = dialog.getByRole("button", { name: /^Favourite: / });
  const name = await button.getAttribute("aria-label");
  for (const pressed of ["true", "false", "true"]) {
    await button.click();
    await expect(button).toHaveAttribute("aria-pressed", pressed);
    await expect(button).toHaveAccessibleName(String(name));
  }
  await expect(options.first()).toHaveAttribute("data-active", "");
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await options.nth(3).hover();
  await options.nth(3).getByTitle("Mark as a favourite").dblclick();
  await expect(dialog.getByText("Favourites", { exact: true })).toBeVisible();
  const marked = dialog.locator(".option-star[data-favourite]").filter({ visible: true });
  await expect(marked).toHaveCount(1);
});

test("a mark that the server does not take goes away again, and says why", async ({ page, app, account }) => {
  await enter(page, app, account);
  const { dialog, search } = await openPicker(page);
  await page.route("**/api/models/favourites", (route) => route.abort());
  await search.fill("llama3.2");
  const button = dialog.getByRole("button", { name: "Favourite: llama3.2:latest" });
  await button.click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  // it has been read when the picker is opened again
  await page.keyboard.press("Escape");
  await chatOn(page).modelButton.click();
  await expect(search).toBeVisible();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
});

test("the models used last come before the others", async ({ page, app, account }) => {
  await enter(page, app, account);
  const chat = chatOn(page);
  await chat.chooseModel("local:scenario/quick");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await chat.chooseModel("local:llama3.2:latest");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  // on the page that is open, and for the server as well
  for (const reloaded of [false, true]) {
    if (reloaded) await page.reload();
    const { dialog, options } = await openPicker(page);
    await expect(dialog.getByText("Used lately")).toBeVisible();
    await expect(options.nth(0)).toHaveAccessibleName("llama3.2:latest local:llama3.2:latest");
    await page.keyboard.press("Escape");
  }
});

test("filters leave what is known to have it, with its facts, and can be cleared", async ({ page, provider }) => {
  const app = await startApp({ provider, env: routerOnly });
  try {
    const account = await signUp(app);
    const { providers } = await readListing(clientOf(app, account));
    const models = providers.flatMap((listed) => listed.models);
    await enter(page, app, account);
    const { dialog, count, search } = await openPicker(page);
    const expectCount = (some: ListedModel[]) =>
      expect(count).toHaveText(
        some.length === 0 ? "No models match." : `${some.length} model${some.length === 1 ? "" : "s"}.`,
      );
    const press = (name: string) => dialog.getByRole("button", { name, exact: true }).click();
    await expectCount(models);
    await press("Reads images");
    await expectCount(models.filter(({ inputs }) => inputs?.includes("image")));
    await press("Uses tools");
    await press("Reasons");
    const able = models.filter(({ inputs, tools, reasons }) => inputs?.includes("image") && tools && reasons);
    await expectCount(able);
    await press("1M+ tokens");
    await expectCount(able.filter(({ contextLength = 0 }) => contextLength >= 1_000_000));
    await press("Clear filters");
    await expectCount(models);
    await press("Free");
    const free = models.filter(
      ({ price }) => typeof price === "object" && Number(price.input) + Number(price.output) === 0,
    );
    await expectCount(free);
    await press("Free");
    const priced = models.find(
      ({ price, contextLength }) => typeof price === "object" && Number(price.input) > 0 && contextLength,
    ) as ListedModel;
    await search.fill(priced.id);
    const option = dialog.getByRole("option", { name: `${priced.name} ${priced.id}`, exact: true });
    await expect(option).toContainText(/\$[\d.]+ in, \$[\d.]+ out per million/);
    await expect(option).toContainText(/tokens/);
    await expect(dialog).not.toContainText(/NaN|undefined/);
  } finally {
    await app.dispose();
  }
});

test("filters that no model fits say so, and not that there are none", async ({ page, provider }) => {
  provider.setListing("openrouter", [{ id: "maker/plain", name: "Plain" }]);
  const app = await startApp({ provider, env: routerOnly });
  try {
    await enter(page, app, await signUp(app));
    const { dialog, count } = await openPicker(page);
    await expect(count).toHaveText("1 model.");
    await dialog.getByRole("button", { name: "Uses tools" }).click();
    await expect(count).toHaveText("No models match.");
    await expect(
      dialog.getByText("No listed model fits all of these filters. Take one away to see more."),
    ).toBeVisible();
    await dialog.getByRole("button", { name: "Clear filters" }).click();
    await expect(dialog.getByRole("option", { name: "Plain openrouter:maker/plain" })).toBeVisible();
  } finally {
    await app.dispose();
  }
});

test("how a model has done on this server stands beside it, once there is something to say", async ({
  page,
  provider,
}) => {
  const app = await startApp({ provider });
  try {
    const account = await signUp(app);
    const client = clientOf(app, account);
    const models = ["local:scenario/slow:tokens=40,delay=20", "local:scenario/key-refused", "local:scenario/quick"];
    const [slow, failing, rare] = models as [string, string, string];
    for (const modelId of [slow, slow, slow, failing, failing, failing, rare]) {
      await allEvents(await client.post("/api/chat", composeTurn("measure", { modelId })));
    }
    const { measures } = await readListing(client);
    expect(measures[slow]).toMatchObject({ turns: 3, failures: 0 });
    expect(measures[slow]?.firstTokenMs).toBeGreaterThan(0);
    expect(measures[slow]?.tokensPerSecond).toBeGreaterThan(20);
    expect(measures[slow]?.tokensPerSecond).toBeLessThan(60);
    expect(measures[failing]).toEqual({ turns: 3, failures: 1, firstTokenMs: null, tokensPerSecond: null });
    expect(measures).not.toHaveProperty([rare]);
    // in the list are those that the provider lists
    await page.route("**/api/models/state", async (route) => {
      const response = await route.fetch();
      const state = (await response.json()) as ModelState;
      const listed = "local:llama3.2:latest";
      await route.fulfill({ response, json: { ...state, measures: { [listed]: state.measures[slow] } } });
    });
    await enter(page, app, account);
    const { dialog, search, options } = await openPicker(page);
    await search.fill("llama3.2");
    await expect(options.first()).toContainText(/[\d.]+ s to start · \d+ tokens\/s · 0% failed/);
    await expect(dialog).toContainText(/Here lately: .*\(3 answers\)/);
    // below its facts: three lines, which have room
    const [beside, lines] = await Promise.all(
      [options.first(), options.first().locator(".option-facts")].map((box) => box.boundingBox()),
    );
    if (!beside || !lines) throw new Error("not in the page");
    expect(lines.y).toBeGreaterThanOrEqual(beside.y + 4);
    expect(lines.y + lines.height).toBeLessThanOrEqual(beside.y + beside.height - 4);
    // on a phone below the name, within its row and beside the star
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(options.first()).toContainText(/[\d.]+ s to start · \d+ tokens\/s · 0% failed/);
    const [row, words, star] = await Promise.all(
      [options.first(), options.first().locator(".option-name"), options.first().locator(".option-star")].map((box) =>
        box.boundingBox(),
      ),
    );
    if (!row || !words || !star) throw new Error("not in the page");
    // three lines, with room above and below them
    expect(row.height).toBe(64);
    expect(words.y).toBeGreaterThanOrEqual(row.y + 4);
    expect(words.y + words.height).toBeLessThanOrEqual(row.y + row.height - 4);
    expect(words.x + words.width).toBeLessThanOrEqual(star.x);
    expect(row.x + row.width).toBeLessThanOrEqual(360);
  } finally {
    await app.dispose();
  }
});

test("a list that is scrolled by hand shows each model once, and keeps the one that Enter would choose", async ({
  page,
  app,
  account,
}) => {
  await enter(page, app, account);
  const { dialog, options, search } = await openPicker(page);
  await expect(options.first()).toBeVisible();
  const active = (await search.getAttribute("aria-activedescendant")) ?? "";
  for (let screen = 0; screen < 6; screen += 1) {
    await dialog.getByRole("listbox").hover();
    await page.mouse.wheel(0, 700);
    await expect(async () => {
      const places = await options.evaluateAll((elements) => elements.map((element) => element.ariaPosInSet));
      expect(new Set(places).size).toBe(places.length);
      // those in sight have come
      expect(Math.max(...places.map(Number))).toBeGreaterThan(13 * (screen + 1));
    }).toPass();
    await expect(page.locator(`[id="${active}"]`)).toHaveAttribute("aria-posinset", /.+/);
  }
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(`[id="${(await search.getAttribute("aria-activedescendant")) ?? ""}"]`)).toBeInViewport();
});
