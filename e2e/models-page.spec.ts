import type { Page } from "@playwright/test";
import type { ModelState } from "../lib/models/schema.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { test as base, expect } from "./support/fixtures.ts";
import { readListing } from "./support/listing.ts";

const entry = (id: string, name: string, change: Record<string, unknown> = {}) => ({
  ...{ id, name, created: 1_700_000_000, context_length: 128_000, supported_parameters: ["temperature"] },
  architecture: { input_modalities: ["text"], output_modalities: ["text"] },
  pricing: { prompt: "0.000001", completion: "0.000002" },
  ...change,
});
const vision = { input_modalities: ["text", "image"], output_modalities: ["text"] };
const models = [
  entry("maker/cheap", "Maker: Cheap", { pricing: { prompt: "0.00000000000000000001", completion: "0.00000005" } }),
  entry("maker/able", "Maker: Able", {
    ...{ architecture: vision, context_length: 1_000_000, created: 1_780_000_000, expiration_date: "2031-02-03" },
    ...{ supported_parameters: ["tools", "reasoning"], pricing: { prompt: "0.000003", completion: "0.000015" } },
    top_provider: { max_completion_tokens: 64_000 },
  }),
  entry("maker/free:free", "Maker: Free", { pricing: { prompt: "0", completion: "0" }, context_length: 8_000 }),
  entry("maker/router", "Maker: Router", { pricing: { prompt: "-1", completion: "-1" } }),
  { id: "maker/silent", name: "Maker: Silent" },
  entry("tongyi/qwen", "通义千问", { created: 9e15, expiration_date: "2031-99-99" }),
  ...Array.from({ length: 300 }, (_, index) => entry(`many/model-${index}`, `Zed ${index}`, { context_length: 1_000 })),
];

// an app of the file's own, which has listed these models
const test = base.extend<object, { app: App }>({
  app: [
    async ({ provider, sharedEnv }, use) => {
      provider.setListing("openrouter", models);
      const env = { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined };
      const app = await startApp({ provider, env: { ...sharedEnv, ...env } });
      await readListing(clientOf(app, await signUp(app)));
      await use(app);
      await app.dispose();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

const id = (model: string) => `openrouter:${model}`;

function browserOn(page: Page) {
  const table = page.getByRole("table", { name: "Models" });
  const row = (name: string) => table.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
  return {
    table,
    row,
    first: table.getByRole("rowheader").first(),
    search: page.getByRole("searchbox", { name: "Search models" }),
    count: page.getByRole("search").getByRole("status"),
    heading: (name: string) => table.getByRole("columnheader", { name }),
    list: page.getByRole("region", { name: "All models" }),
    compare: (name: string) => page.getByRole("checkbox", { name: `Compare ${name}` }),
  };
}

test.describe("on a desk", () => {
  test.use({ viewport: { width: 1440, height: 900 } });
  test.beforeEach(async ({ page, account, signIn, provider }) => {
    provider.setListing("openrouter", models);
    await signIn(page, account);
  });

  test("what is known of a model stands in its row, exact, and what is not is unknown", async ({ page }) => {
    await page.goto("/models");
    const { row, count, table } = browserOn(page);
    await expect(count).toHaveText("306 models.");
    await expect(table).toHaveAttribute("aria-rowcount", "307");
    const cells = async (name: string) => row(name).getByRole("cell").allInnerTexts();
    expect((await cells("Maker: Able")).slice(0, 7)).toEqual([
      ...["OpenRouter", "1M", "64K", "Reads images, Uses tools, Reasons", "$3", "$15", "May 28, 2026"],
    ]);
    await expect(row("Maker: Able")).toContainText("Leaves on Feb 3, 2031");
    expect((await cells("Maker: Cheap")).slice(4, 6)).toEqual(["$0.00000000000001", "$0.05"]);
    expect((await cells("Maker: Free")).slice(4, 6)).toEqual(["Free", "Free"]);
    expect((await cells("Maker: Router")).slice(4, 6)).toEqual(["varies", "varies"]);
    expect((await cells("Maker: Silent")).slice(1, 7)).toEqual(Array(6).fill("unknown"));
    await page.goto("/models?q=通义千问");
    // dates that are none break nothing
    await expect(row("通义千问")).toContainText("2031-99-99");
    await expect(page.getByRole("main")).not.toContainText(/NaN|undefined|Invalid/);
  });

  test("search, filters and order stand in the address: shared, reloaded and gone back to", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Models", exact: true }).click();
    await expect(page).toHaveURL(/\/models$/);
    await expect(page).toHaveTitle("Models · Switchboard");
    const { search, count, heading, first } = browserOn(page);
    await search.fill("able MAKER");
    await expect(count).toHaveText("1 model.");
    await expect(page).toHaveURL(/\?q=able\+MAKER$/);
    await search.fill("maker");
    await expect(count).toHaveText("5 models.");
    await expect(heading("Name")).toHaveAttribute("aria-sort", "ascending");
    await heading("Input $/1M").getByRole("button").click();
    await expect(heading("Input $/1M")).toHaveAttribute("aria-sort", "ascending");
    await expect(heading("Name")).toHaveAttribute("aria-sort", "none");
    await expect(first).toContainText("Maker: Free");
    await heading("Input $/1M").getByRole("button").press("Enter");
    await expect(first).toContainText("Maker: Able");
    await expect(page).toHaveURL(/\?q=maker&sort=-input$/);
    await page.getByRole("button", { name: "Reads images" }).click();
    await expect(count).toHaveText("1 model.");
    await page.reload();
    await expect(count).toHaveText("1 model.");
    await expect(search).toHaveValue("maker");
    await expect(page.getByRole("button", { name: "Reads images" })).toHaveAttribute("aria-pressed", "true");
    await page.goBack();
    await expect(count).toHaveText("5 models.");
    await expect(first).toContainText("Maker: Able");
    await page.goBack();
    await expect(first).toContainText("Maker: Free");
    await search.fill("nothing such");
    await page.getByRole("button", { name: "Free", exact: true }).click();
    await expect(page.getByText("No model has all of this: “nothing such” and Free.")).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(count).toHaveText("306 models.");
    // from elsewhere: the link leads to the usual view again
    await page.getByRole("link", { name: "Models", exact: true }).click();
    await expect(page).toHaveURL(/\/models$/);
    await expect(heading("Name")).toHaveAttribute("aria-sort", "ascending");
  });

  test("only rows near the view are in the page, and the one with the focus stays", async ({ page }) => {
    await page.goto("/models");
    const { list, table, row } = browserOn(page);
    await expect(row("Zed 0")).toHaveCount(1);
    expect(await table.getByRole("row").count()).toBeLessThan(60);
    const star = page.getByRole("button", { name: "Favourite: Maker: Able" });
    await star.focus();
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(row("通义千问")).toBeInViewport();
    await expect(row("通义千问")).toHaveAttribute("aria-rowindex", "307");
    expect(await table.getByRole("row").count()).toBeLessThan(60);
    await expect(star).toBeFocused();
    await list.evaluate((element) => element.scrollTo(0, 0));
    await expect(row("Maker: Cheap")).toBeInViewport();
    await expect(star).toBeFocused();
  });

  test("a search that finds fewer ends where they do, and what is pressed in a row is of the model that it shows", async ({
    page,
  }) => {
    await page.goto("/models");
    const { search, list, table, row, compare } = browserOn(page);
    await expect(row("Zed 0")).toHaveCount(1);
    const hidden = () => list.evaluate((element) => element.scrollHeight - element.clientHeight);
    expect(await hidden()).toBeGreaterThan(10_000);
    await search.fill("maker");
    await expect(table.getByRole("row")).toHaveCount(6);
    expect(await hidden()).toBe(0);
    // of the rows that are kept for the next key nothing is found, heard or come to
    await expect(page.getByText("Zed")).toHaveCount(0);
    const controls = table.locator("tr[aria-hidden=true] :is(input, button, a)");
    expect(await controls.count()).toBeGreaterThan(3);
    for (const control of await controls.all()) await expect(control).toBeHidden();
    await compare("Maker: Free").check();
    await expect(page).toHaveURL(/compare=openrouter:maker\/free:free$/);
    await search.fill("nothing such");
    await expect(page.getByText("No model has all of this: “nothing such”.")).toBeVisible();
    await expect(table).toHaveCount(0);
    expect(await hidden()).toBe(0);
    await search.fill("");
    await expect(row("通义千问")).toHaveCount(0);
    await expect(compare("Maker: Free")).toBeChecked();
    await expect(compare("Maker: Able")).not.toBeChecked();
    await expect(table.getByRole("checkbox", { checked: true })).toHaveCount(1);
    await row("Maker: Silent").getByRole("link", { name: "Start a chat with Maker: Silent" }).click();
    await expect(page.getByRole("button", { name: "Model: Maker: Silent" })).toBeVisible();
  });

  test("another question is answered from its top on, with a row for each place in sight, and can be taken back", async ({
    page,
  }) => {
    await page.goto("/models?q=zzz");
    const { search, list, table, row, compare } = browserOn(page);
    await expect(page.getByText("No model has all of this: “zzz”.")).toBeVisible();
    // who goes away and comes back while nothing is found
    await search.focus();
    await page.evaluate(() => document.dispatchEvent(new FocusEvent("focusin")));
    await search.pressSequentially("x");
    for (const _letter of "zzzx") await search.press("Backspace");
    await expect(row("Maker: Able")).toBeVisible();
    const bottom = () =>
      list.evaluate((element) => {
        const { x, y, height } = element.getBoundingClientRect();
        return document.elementFromPoint(x + 200, y + height - 2)?.closest("tr[data-row]") instanceof Element;
      });
    await expect.poll(bottom).toBe(true);

    await list.evaluate((element) => element.scrollTo(0, 640));
    await expect(row("Zed 12")).toHaveCount(1);
    await compare("Zed 8").check();
    expect(await list.evaluate(({ scrollTop }) => scrollTop)).toBe(640);
    await search.fill("zed");
    await expect(table.getByRole("rowheader").first()).toContainText("Zed 0");
    expect(await list.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    await page.getByRole("button", { name: "Clear search", exact: true }).click();
    await expect(search).toHaveValue("");
    await expect(search).toBeFocused();
    await expect(page.getByRole("button", { name: "Clear search", exact: true })).toBeHidden();
    await expect(row("Maker: Able")).toBeVisible();
  });

  test("a row that has the focus keeps it in another list, and its words are there for a pointer", async ({ page }) => {
    await page.goto("/models?q=maker&sort=-input");
    const { row, first, count, table, heading } = browserOn(page);
    await expect(first).toContainText("Maker: Able");
    await page.getByRole("button", { name: "128K+ tokens" }).click();
    await expect(count).toHaveText("3 models.");
    const star = page.getByRole("button", { name: "Favourite: Maker: Router" });
    await star.focus();
    await page.goBack();
    await expect(count).toHaveText("5 models.");
    await expect(star).toBeFocused();
    await page.goForward();
    await expect(count).toHaveText("3 models.");
    await expect(star).toBeFocused();
    await expect(table.getByRole("row").filter({ has: star })).toContainText("maker/router");
    // a list that has it not leaves the focus to no other model
    await page.goBack();
    await expect(count).toHaveText("5 models.");
    await page.getByRole("button", { name: "Favourite: Maker: Able" }).focus();
    await page.getByRole("button", { name: "Free", exact: true }).dispatchEvent("click");
    await expect(count).toHaveText("1 model.");
    await expect(first).toContainText("Maker: Free");
    expect(await page.evaluate(() => document.activeElement?.closest("tbody"))).toBe(null);
    await page.goBack();
    await expect(count).toHaveText("5 models.");
    // what is cut off can be read where the pointer is, and no other row says it
    const titles = (name: string) => row(name).locator("[title]");
    await row("Maker: Cheap").hover();
    await expect(row("Maker: Cheap").getByText("Maker: Cheap")).toHaveAttribute("title", "Maker: Cheap");
    await expect(titles("Maker: Able")).toHaveCount(0);
    await row("Maker: Able").hover();
    await expect(row("Maker: Able").getByTitle("Reads images, Uses tools, Reasons")).toBeVisible();
    await expect(titles("Maker: Cheap")).toHaveCount(0);

    // it keeps it in a list where its row is far out of sight
    await page.goto("/models");
    await star.focus();
    await heading("Name").getByRole("button").dispatchEvent("click");
    await expect(first).toContainText("通义千问");
    await expect(star).toBeFocused();
    await expect(row("Maker: Router")).toHaveAttribute("aria-rowindex", "304");
  });

  test("models are compared side by side; the address can be shared, and one can be taken out", async ({ page }) => {
    await page.goto("/models?q=maker");
    const { compare } = browserOn(page);
    const bar = page.getByRole("region", { name: "Chosen to compare" });
    await compare("Maker: Able").check();
    await expect(bar.getByRole("button", { name: "Compare 1 model" })).toBeDisabled();
    for (const name of ["Cheap", "Free", "Silent"]) await compare(`Maker: ${name}`).check();
    await expect(compare("Maker: Router")).toBeDisabled();
    await bar.getByRole("button", { name: "Remove Maker: Free" }).click();
    await bar.getByRole("button", { name: "Compare 3 models" }).click();
    const table = page.getByRole("table", { name: "Comparison" });
    await expect(table.getByRole("columnheader")).toHaveText([/Maker: Able/, /Maker: Cheap/, /Maker: Silent/]);
    const values = (fact: string | RegExp) =>
      table
        .getByRole("row")
        .filter({ has: page.getByRole("rowheader", { name: fact }) })
        .getByRole("cell");
    await expect(values("Context, tokens (differs)")).toHaveText(["1M", "128K", "unknown"]);
    await expect(values("Input, per million tokens")).toHaveText(["$3", "$0.00000000000001", "unknown"]);
    await expect(values("Settings it takes")).toHaveText(["reasoning", "temperature", "unknown"]);
    await expect(table.getByRole("rowheader", { name: "Provider", exact: true })).toHaveCount(1);
    await page.getByRole("checkbox", { name: "Only what differs" }).check();
    await expect(table.getByRole("rowheader", { name: "Provider", exact: true })).toHaveCount(0);
    await page.reload();
    await expect(table.getByRole("columnheader")).toHaveCount(3);
    await table.getByRole("button", { name: "Remove Maker: Cheap" }).click();
    await expect(table.getByRole("columnheader")).toHaveCount(2);
    await page.getByRole("button", { name: "All models" }).click();
    await expect(compare("Maker: Able")).toBeChecked();
    await expect(compare("Maker: Cheap")).not.toBeChecked();
    await page.goto(`/models?view=compare&compare=${id("gone")}&compare=${id("maker/able")}`);
    await expect(table.getByRole("columnheader", { name: id("gone") })).toContainText("Not listed here any more");
  });

  test("a favourite marked here is the first in the picker; one that is refused says why", async ({ page }) => {
    await page.goto("/models?q=maker");
    const star = page.getByRole("button", { name: "Favourite: Maker: Router" });
    const stored = page.waitForResponse((response) => response.url().endsWith("/favourites"));
    await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "true");
    // the pointer is still there
    await expect(star).toHaveAttribute("title", "Take the mark away");
    await stored;
    await page.route("**/api/models/favourites", (route) => route.abort());
    await page.getByRole("button", { name: "Favourite: Maker: Able" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
    await page.goto("/");
    const chat = chatOn(page);
    await chat.modelButton.click();
    await expect(chat.models.first()).toHaveAccessibleName(`Maker: Router ${id("maker/router")}`);
    await page.getByRole("link", { name: "Browse all models" }).click();
    await expect(page).toHaveURL(/\/models$/);
    await expect(star).toHaveAttribute("aria-pressed", "true");
  });

  test("a chat begins with a model of the page, and goes on beside it", async ({ page, provider }) => {
    await page.goto("/models?q=able");
    const chat = chatOn(page);
    await page.getByRole("link", { name: "Start a chat with Maker: Able" }).click();
    await expect(page).toHaveURL(/\/$/);
    await expect(chat.modelButton).toHaveAccessibleName("Model: Maker: Able");
    const question = newQuestion();
    await chat.send(question);
    await chat.waitFor("complete");
    expect(provider.log({ text: question, purpose: "answer" })).toMatchObject([{ model: "maker/able" }]);
    const conversation = await chat.id();
    // there and back, by link, by the sidebar and by the browser's own buttons
    await page.getByRole("link", { name: "Models", exact: true }).click();
    await expect(browserOn(page).table).toBeVisible();
    await chat.conversations.getByRole("link").first().click();
    await expect(page).toHaveURL(new RegExp(`/c/${conversation}$`));
    await expect(chat.questions).toHaveText(question);
    await page.goBack();
    await expect(browserOn(page).table).toBeVisible();
    await page.goBack();
    await expect(chat.questions).toHaveText(question);
    await page.goForward();
    await chat.newChat.first().click();
    await expect(chat.box).toBeVisible();
    await expect(chat.questions).toHaveCount(0);
  });

  test("a link names the model of a new chat; one that there is not is refused in words", async ({ page }) => {
    const chat = chatOn(page);
    await page.goto(`/?model=${encodeURIComponent(id("maker/free:free"))}`);
    await expect(chat.modelButton).toHaveAccessibleName("Model: Maker: Free");
    await expect(page).toHaveURL(/\/$/);
    for (const wrong of ["nowhere:gpt-5", "openrouter:", "%00", "a".repeat(400), ""]) {
      await page.goto(`/?model=${wrong}`);
      await expect(chat.alert).toContainText("There is no such model here. Choose another one.");
      await expect(chat.box).toBeVisible();
    }
  });
});

test("with measures, the columns there is room for are there; by the others one can sort all the same", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  provider.setListing("openrouter", models);
  await signIn(page, account);
  await page.route("**/api/models/state", async (route) => {
    const response = await route.fetch();
    const state = (await response.json()) as ModelState;
    const measures: ModelState["measures"] = {
      [id("maker/able")]: { turns: 3, failures: 0, firstTokenMs: 640, tokensPerSecond: 128.4 },
      [id("maker/cheap")]: { turns: 4, failures: 0.25, firstTokenMs: null, tokensPerSecond: null },
    };
    await route.fulfill({ response, json: { ...state, measures } });
  });
  const { table, list, heading, row } = browserOn(page);
  const fits = () => list.evaluate((element) => element.scrollWidth <= element.clientWidth);
  const headings = table.getByRole("columnheader");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("/models?q=maker");
  const [narrow, further] = [
    [
      "Name",
      "Context",
      "Abilities",
      "Input $/1M",
      "Output $/1M",
      "First tokenPace",
      "Failed",
      "Added",
      "Favourite and chat",
    ],
    ["Provider", "Longest answer"],
  ];
  await expect(headings).toHaveText(narrow);
  await expect.poll(fits).toBe(true);
  // each in a line of its own, and what is not known is not there
  expect(await row("Maker: Able").getByRole("cell").nth(4).textContent()).toBe("0.64 s\n128 tokens/s");
  expect(await row("Maker: Able").getByRole("cell").nth(5).textContent()).toBe("0%");
  expect(await row("Maker: Cheap").getByRole("cell").nth(5).textContent()).toBe("25%");
  await expect(row("Maker: Cheap").getByRole("cell").nth(4)).toContainText("unknown");
  await heading("Pace").getByRole("button", { name: "Pace" }).click();
  await expect(page).toHaveURL(/sort=-pace/);
  await expect(heading("Pace")).toHaveAttribute("aria-sort", "descending");
  await expect(table.getByRole("button", { pressed: true, name: "Pace" })).toBeVisible();
  await expect(table.getByRole("button", { pressed: false, name: "First token" })).toBeVisible();
  await expect(table.getByRole("rowheader").first()).toContainText("Maker: Able");
  const sort = page.getByRole("combobox", { name: "Sort by" });
  await sort.selectOption("Longest answer");
  await expect(heading("Longest answer")).toHaveAttribute("aria-sort", "descending");
  await expect(headings).toHaveCount(narrow.length + 1);
  await heading("Name").getByRole("button").click();
  await expect(headings).toHaveText(narrow);
  const star = page.getByRole("button", { name: "Favourite: Maker: Able" });
  await star.focus();
  await page.setViewportSize({ width: 1500, height: 800 });
  await expect(headings).toHaveCount(narrow.length + 2);
  // the row's other cells are others now
  await expect(star).toBeFocused();
  await expect(row("Maker: Able").getByRole("cell").first()).toHaveText("OpenRouter");
  for (const name of further) await expect(heading(name)).toBeVisible();
  await expect(sort).toHaveCount(0);
  await expect.poll(fits).toBe(true);
});

test("who has to sign in first finds the view that was shared", async ({ page, account }) => {
  await page.goto("/models?q=able&sort=-input");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/models\?q=able&sort=-input$/);
  await expect(page.getByRole("searchbox")).toHaveValue("able");
});

test.describe("on a small phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });

  test("cards fit, sort and filter; the comparison scrolls in its own region", async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/models?q=maker");
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const cards = page.getByRole("article");
    await expect(page.getByRole("main").getByRole("listitem").first()).toHaveAttribute("aria-setsize", "5");
    expect(await overflow()).toBe(0);
    await page.getByRole("combobox", { name: "Sort by" }).selectOption("Context");
    await expect(cards.first()).toHaveAccessibleName("Maker: Able");
    await page.getByRole("button", { name: "Greatest first" }).tap();
    await expect(cards.first()).toHaveAccessibleName("Maker: Free");
    for (const name of ["Able", "Cheap", "Free"])
      await page.getByRole("checkbox", { name: `Compare Maker: ${name}` }).check();
    expect(await overflow()).toBe(0);
    await page.getByRole("button", { name: "Compare 3 models" }).tap();
    const region = page.getByRole("region", { name: "Comparison" });
    await expect(region.getByRole("table")).toBeVisible();
    expect(await overflow()).toBe(0);
    expect(await region.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    await region.evaluate((element) => element.scrollTo(300, 0));
    await expect(region.getByRole("rowheader", { name: "Uses tools" })).toBeInViewport({ ratio: 1 });
  });
});

for (const [locale, words] of [
  ["en-US", /^[^一-鿿]*$/],
  ["zh-CN", /[一-鿿]/],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test("every control has a name, and the roles are there", async ({ page, account, signIn }) => {
      await signIn(page, account);
      for (const path of [
        "/models?q=maker",
        `/models?view=compare&compare=${id("maker/able")}&compare=${id("maker/cheap")}`,
      ]) {
        await page.goto(path);
        const main = page.getByRole("main");
        await expect(main.getByRole("table")).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(words);
        await expect(main.getByRole("columnheader").first()).toBeVisible();
        for (const control of await main.locator("button:visible, a:visible, input:visible, select:visible").all()) {
          await expect(control).toHaveAccessibleName(/./);
        }
        const ids = await page.locator("[id]").evaluateAll((elements) => elements.map((element) => element.id));
        expect(new Set(ids).size).toBe(ids.length);
      }
    });
  });
}

test("lists that cannot be had are asked for again; the demo alone says how to add a provider", async ({ page }) => {
  const app = await startApp();
  try {
    const account = await signUp(app);
    const [name = "", value = ""] = account.cookie.split("=", 2);
    await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
    await page.route("**/api/models/state", (route) => route.abort());
    await page.goto(`${app.url}/models`);
    await expect(page.getByRole("alert").getByText("The models could not be loaded.")).toBeVisible();
    await page.unroute("**/api/models/state");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("complementary")).toContainText("OPENAI_API_KEY");
    await expect(page.getByRole("searchbox")).toBeVisible();
  } finally {
    await app.dispose();
  }
});
