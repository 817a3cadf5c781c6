import type { ModelCatalogue } from "../lib/models/schema.ts";
import { signUp } from "./support/accounts.ts";
import { type AppEnv, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readListing } from "./support/listing.ts";
import { readRow } from "./support/read-row.ts";

// a zone that is not the server's: times are the person's
test.use({ timezoneId: "Asia/Shanghai" });

const routerOnly: AppEnv = { OPENAI_API_KEY: undefined, CUSTOM_PROVIDERS: undefined, DEFAULT_MODEL: undefined };

for (const [failure, sentence] of [
  ["500", "OpenRouter cannot be reached right now."],
  ["flood", "OpenRouter sent a list that is too long to be read."],
  ["garbage", "OpenRouter sent a list that cannot be read."],
] as const) {
  test(`PF-26 a provider whose list is ${failure}: the last list is shown, and what is wrong is said`, async ({
    page,
    provider,
  }) => {
    const app = await startApp({ provider, env: routerOnly });
    try {
      const account = await signUp(app);
      const before = await readListing(clientOf(app, account));
      const count = before.providers[0]?.models.length ?? 0;
      provider.failListing("openrouter", failure);
      await app.restart();
      await enter(page, app, account);
      await page.goto(`${app.url}/models`);
      await expect(page.getByRole("main")).toContainText(sentence, { timeout: 20_000 });
      const date = await page.evaluate(
        (listedAt) =>
          new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" }).format(
            new Date(listedAt),
          ),
        before.providers[0]?.listedAt ?? "",
      );
      await expect(page.getByRole("main")).toContainText(`What it listed on ${date} is shown.`);
      await expect(page.getByRole("search").getByRole("status")).toHaveText(`${count} models.`);
      await expect(page.getByRole("main")).not.toContainText(/NaN|undefined/);
      // a list that could not be had does not tell that a model has gone
      await page.goto(`${app.url}/models?view=compare&compare=openrouter:gone&compare=openrouter:scenario/quick`);
      const gone = page.getByRole("table", { name: "Comparison" }).getByRole("columnheader", { name: "gone" });
      await expect(gone).toContainText(sentence);
      await expect(gone).not.toContainText("Not listed here any more");
      await page.goto(app.url);
      const chat = chatOn(page);
      await chat.chooseModel("openrouter:scenario/quick");
      await chat.send(newQuestion());
      await chat.waitFor("complete");
    } finally {
      await app.dispose();
    }
  });
}

test("PF-26 entries that are nonsense take nothing else along, and show as unknown", async ({ page, provider }) => {
  provider.setListing("openrouter", [
    { id: "odd/one", name: 7, context_length: "NaN", pricing: { prompt: "NaN", completion: "x" }, created: -1 },
    { id: "odd/two", name: "Two", pricing: [], architecture: "none", supported_parameters: {}, created: 9e15 },
    { id: "odd/three", name: "Three", pricing: { prompt: "1e-7", completion: "1e400" }, context_length: 1e15 },
    { id: "odd/four", name: "<b>Four</b>", expiration_date: "never", top_provider: { max_completion_tokens: -5 } },
  ]);
  const app = await startApp({ provider, env: routerOnly });
  try {
    await enter(page, app, await signUp(app));
    for (const sort of ["name", "-context", "input", "-output", "-newest", "first-token"]) {
      await page.goto(`${app.url}/models?sort=${sort}`);
      await expect(page.getByRole("search").getByRole("status")).toHaveText("4 models.");
      await expect(page.getByText("<b>Four</b>")).toBeVisible();
      await expect(page.getByRole("main")).not.toContainText(/NaN|undefined|Infinity|Invalid/);
    }
  } finally {
    await app.dispose();
  }
});

test("PF-26 a list of 10 MB is read, and is there after a restart while its provider is down", async ({
  page,
  provider,
}) => {
  test.slow();
  const models = Array.from({ length: 20_000 }, (_, index) => ({
    ...{ id: `maker/model-${index}`, name: `Model ${index}`, context_length: 1_000 + index },
    ...{ description: `What model ${index} is good for. `.repeat(15), pricing: { prompt: "0.1", completion: "0.2" } },
  }));
  expect(JSON.stringify(models).length).toBeGreaterThan(10_000_000);
  provider.setListing("openrouter", models);
  const app = await startApp({ provider, env: routerOnly });
  try {
    const account = await signUp(app);
    const count = async () => (await readListing(clientOf(app, account))).providers[0]?.models.length;
    await expect.poll(count).toBe(20_000);
    // it is kept behind the answer
    const isKept = () => readRow(app, `SELECT 1 FROM "ProviderModels" WHERE "providerId" = ?`, ["openrouter"]);
    await expect.poll(isKept).toBeTruthy();
    provider.failListing("openrouter", "500");
    await app.restart();
    await enter(page, app, account);
    await page.goto(`${app.url}/models`);
    await expect(page.getByRole("search").getByRole("status")).toHaveText("20,000 models.");
    await expect(page.getByRole("main")).toContainText("OpenRouter cannot be reached right now.", { timeout: 20_000 });
    await page.getByRole("searchbox").fill("model-19999");
    await expect(page.getByRole("rowheader").first()).toContainText("Model 19999");
  } finally {
    await app.dispose();
  }
});

test("PF-26 with 50,000 models the lists cross the line once, and page and picker stay usable", async ({
  page,
  provider,
}) => {
  test.slow();
  const models = Array.from({ length: 50_000 }, (_, index) => ({
    ...{ id: `maker/model-${index}`, name: `Model ${index}`, context_length: 1_000 + index, created: 1_700_000_000 },
    pricing: { prompt: "0.000001", completion: "0.000002" },
  }));
  provider.setListing("openrouter", models);
  const app = await startApp({ provider, env: routerOnly });
  try {
    const account = await signUp(app);
    const client = clientOf(app, account);
    await expect(async () => expect((await readListing(client)).providers[0]?.models.length).toBe(50_000)).toPass();
    let tag = "";
    // each instance of a fleet reads the list itself
    await expect(async () => {
      const first = await client.get("/api/models");
      tag = first.headers.get("etag") ?? "";
      expect(((await first.json()) as ModelCatalogue).providers[0]?.models.length).toBe(50_000);
      const again = await client.get("/api/models", { headers: { "if-none-match": tag } });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    }).toPass();
    // and whoever is nobody learns not even that
    expect((await clientOf(app, null).get("/api/models", { headers: { "if-none-match": tag } })).status).toBe(401);

    await enter(page, app, account);
    const sizes: number[] = [];
    page.on("requestfinished", async (request) => {
      if (request.url().endsWith("/api/models")) sizes.push((await request.sizes()).responseBodySize);
    });
    for (const _load of ["first", "again"]) {
      await page.goto(`${app.url}/models`);
      await expect(page.getByRole("search").getByRole("status")).toHaveText("50,000 models.");
    }
    await expect.poll(() => sizes.length).toBeGreaterThan(1);
    expect(sizes.at(-1)).toBeLessThan(10_000);
    await page.getByRole("columnheader", { name: "Context" }).getByRole("button").click();
    await expect(page.getByRole("rowheader").first()).toContainText("Model 49999");
    await page.getByRole("searchbox").fill("model-4321");
    await expect(page.getByRole("search").getByRole("status")).toHaveText("11 models.");
    expect(await page.getByRole("row").count()).toBeLessThan(60);
    await page.getByRole("button", { name: "New chat" }).first().click();
    const chat = chatOn(page);
    await chat.chooseModel("openrouter:maker/model-49998");
    await expect(chat.modelButton).toHaveAccessibleName("Model: Model 49998");
  } finally {
    await app.dispose();
  }
});
