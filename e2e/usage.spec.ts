import { readFileSync } from "node:fs";
import { createClient } from "@libsql/client";
import type { Browser, Page } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { CallUsage, Spending, UsageReport } from "../lib/usage/schema.ts";
import { type Account, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { ask } from "./support/ask.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { type Client, clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { on } from "./support/message-buttons.ts";
import { readRow } from "./support/read-row.ts";

const gpt5 = { prompt: "0.00000125", completion: "0.00001", input_cache_read: "0.000000125" };
const priced = (...ids: string[]) => ids.map((id) => ({ id, object: "model", created: 1, pricing: gpt5 }));
const reports = [
  ...["absent", "zero", "negative", "fractions", "strings", "details", "contradicting", "endless", "full", "cost"],
  ...["free", "bad-cost"],
];
const model = (is: string) => `scenario/usage:is=${is}`;

// an app of its own: a process asks for the lists once, and these have prices
let priceyApp: App;
test.beforeAll(async ({ provider }) => {
  const usages = reports.map(model);
  provider.setListing("openai", priced(...usages, "gpt-5"));
  provider.setListing("openrouter", priced(...usages));
  provider.setListing("local", usages);
  priceyApp = await startApp({ provider });
  const client = clientOf(priceyApp, await signUp(priceyApp));
  await expect(async () => {
    const listing = await (await client.get("/api/models")).json();
    expect((listing as { providers: { problem: unknown }[] }).providers.map(({ problem }) => problem)).toEqual([
      null,
      null,
      null,
    ]);
  }).toPass();
});
test.afterAll(() => priceyApp.dispose());

const names = [
  "inputTokens",
  "cachedTokens",
  "cacheWriteTokens",
  "outputTokens",
  "reasoningTokens",
  "cost",
  "costSource",
];
const columns = names.map((name) => `"${name}"`).join(", ");
const usageOf = (app: App, table: "Message" | "Usage", id: string) =>
  readRow(app, `SELECT ${columns} FROM "${table}" WHERE "id" = ?`, [id]).then((row) => row && { ...row });

type Stored = Partial<CallUsage>;
const tokens = (inputTokens: number | null, outputTokens: number | null): Stored => ({ inputTokens, outputTokens });
const unknown: Stored = { ...tokens(null, null), cost: null, costSource: null };
const estimated = (cost: string): Stored => ({ cost, costSource: "estimated" });
const reported = (cost: string): Stored => ({ cost, costSource: "reported" });
const noCost: Stored = { cost: null, costSource: null };

type Line = string | RegExp;
const counted = "Receipt: 2,306 tokens";

/** What has to become of each report: what is stored, and what the button beneath the answer is called. */
const expected: Record<string, Record<"openai" | "openrouter" | "local", [Stored, Line]>> = {
  full: {
    openai: [
      { ...tokens(2006, 300), cachedTokens: 1920, reasoningTokens: 256, ...estimated("0.0033475") },
      "Receipt: ≈ $0.0033",
    ],
    openrouter: [{ cachedTokens: 1920, reasoningTokens: 256, ...estimated("0.0033475") }, "Receipt: ≈ $0.0033"],
    local: [{ ...tokens(2006, 300), cachedTokens: 1920, ...noCost }, counted],
  },
  cost: {
    // OpenAI's package reads no cost
    openai: [{ ...tokens(2006, 300), cacheWriteTokens: 64, ...estimated("0.0033475") }, "Receipt: ≈ $0.0033"],
    openrouter: [
      { ...tokens(2006, 300), cachedTokens: 1920, cacheWriteTokens: 64, ...reported("0.0031416") },
      "Receipt: $0.0031",
    ],
    local: [{ cacheWriteTokens: 64, ...reported("0.0031416") }, "Receipt: $0.0031"],
  },
  free: {
    openai: [estimated("0.0055075"), "Receipt: ≈ $0.0055"],
    openrouter: [reported("0"), "Receipt: $0"],
    local: [reported("0"), "Receipt: $0"],
  },
  "bad-cost": {
    openai: [estimated("0.0055075"), "Receipt: ≈ $0.0055"],
    openrouter: [estimated("0.0055075"), "Receipt: ≈ $0.0055"],
    local: [{ ...tokens(2006, 300), ...noCost }, counted],
  },
};
const absurd: Record<string, [Stored, Line]> = {
  ...Object.fromEntries(
    ["absent", "zero", "negative", "fractions", "strings", "endless"].map((is) => [is, [unknown, "Receipt"]]),
  ),
  details: [{ ...tokens(2006, 300), cachedTokens: null, ...noCost }, counted],
  contradicting: [{ ...tokens(2006, 300), cachedTokens: null, ...noCost }, counted],
};

async function open(browser: Browser, app: App, account: Account, path: string): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "Europe/Berlin", baseURL: app.url });
  const page = await context.newPage();
  await enter(page, app, account);
  await page.goto(app.url + path);
  return page;
}

for (const mount of ["openai", "openrouter", "local"] as const) {
  test(`PF-22 ${mount}: what an answer took is stored as far as it makes sense, and shown, live and later`, async ({
    browser,
  }) => {
    test.slow();
    const account = await signUp(priceyApp);
    const client = clientOf(priceyApp, account);
    const page = await open(browser, priceyApp, account, "/");
    const cases = { ...absurd, ...Object.fromEntries(Object.entries(expected).map(([is, of]) => [is, of[mount]])) };
    for (const [is, [stored, name]] of Object.entries(cases)) {
      const { answer, turn, events } = await ask(client, `${mount}:${model(is)}`);
      expect(answer, is).toMatchObject({ status: "complete", error: null });
      expect(await usageOf(priceyApp, "Message", answer.id), is).toMatchObject(stored);
      expect(await usageOf(priceyApp, "Usage", turn.turnId), is).toMatchObject(stored);
      // who follows is told the same as who comes later
      const last = events.findLast(({ data }) => "messageMetadata" in data)?.data as { messageMetadata: object };
      expect((last.messageMetadata as { usage?: object }).usage, is).toEqual(answer.usage);
      await page.goto(`${priceyApp.url}/c/${turn.conversationId}`);
      await expect(chatOn(page).answer.getByRole("button", { name: /^Receipt/ }), is).toHaveAccessibleName(name);
      await expect(page.locator("body"), is).not.toContainText(/NaN|undefined|Infinity/);
    }
    await page.context().close();
  });
}

test("a stopped answer, a cut one and a refused one have no cost that nobody named", async ({
  app,
  account,
  clientFor,
  provider,
}) => {
  const client = clientFor(account);
  const cut = await ask(client, "openrouter:scenario/usage:is=cost,end=cut");
  expect(cut.answer.status).toBe("interrupted");
  expect(await usageOf(app, "Usage", cut.turn.turnId)).toMatchObject(unknown);
  const refused = await ask(client, "openrouter:scenario/no-credit");
  expect(refused.answer.status).toBe("failed");
  expect(await usageOf(app, "Usage", refused.turn.turnId)).toBeNull();

  const held = ask(client, "openrouter:scenario/held:after=2,tokens=4", { turnId: uuidv7() });
  await provider.waitForCall({ mount: "openrouter", held: true });
  const row = await readRow(app, `SELECT "id" FROM "Turn" WHERE "status" = 'running' AND "modelId" LIKE 'openrouter%'`);
  await client.post(`/api/turns/${row?.id}/stop`);
  const stopped = await held;
  expect(stopped.answer.status).toBe("stopped");
  expect(await usageOf(app, "Usage", stopped.turn.turnId)).toMatchObject(unknown);
  expect(
    await readRow(app, `SELECT "servedModel", "responseId" FROM "Turn" WHERE "id" = ?`, [stopped.turn.turnId]),
  ).toMatchObject({
    servedModel: "scenario/held:after=2,tokens=4",
    responseId: expect.stringMatching(/^gen-/),
  });
});

test("a chat's total grows with each answer, versions and title included, and outlives the conversation", async ({
  page,
  app,
  account,
  signIn,
  clientFor,
}) => {
  const client = clientFor(account);
  await signIn(page, account);
  await page.goto("/");
  const chat = chatOn(page);
  await chat.chooseModel("openrouter:scenario/usage:is=cost");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const id = await chat.id();
  const total = page.getByText(/^This chat: /);
  const live = await chat.answer.getByRole("button", { name: /^Receipt/ }).textContent();
  expect(live).toBe("$0.0031");
  // the title's call cost something, too
  await expect.poll(async () => (await spendingOf(client, id)).titles).toBe(1);
  const withTitle = await spendingOf(client, id);
  expect(withTitle).toMatchObject({ answers: 1, unknownCost: 0, estimated: 0 });
  await page.reload();
  await expect(total).toHaveText(/^This chat: \$0\.00\d+ · [\d,]+ tokens$/);
  await expect(chat.answer.getByRole("button", { name: /^Receipt/ })).toHaveText("$0.0031");
  const before = await total.textContent();
  await on(chat.answer).regenerate.click();
  await expect(total).not.toHaveText(before ?? "");
  await chat.waitFor("complete");
  const both = await spendingOf(client, id);
  expect(both).toMatchObject({ answers: 2, titles: 1 });
  expect(both.inputTokens - withTitle.inputTokens).toBe(2006);

  await client.delete(`/api/conversations/${id}`);
  expect((await client.get(`/api/conversations/${id}/usage`)).status).toBe(404);
  expect((await reportOf(client)).total).toMatchObject({ answers: 2, cost: both.cost });
  const rows = await readRow(app, `SELECT COUNT(*) AS "count" FROM "Usage" WHERE "conversationId" = ?`, [id]);
  expect(rows?.count).toBe(3);
});

const spendingOf = async (client: Client, id: string) =>
  (await (await client.get(`/api/conversations/${id}/usage`)).json()) as Spending;
const reportOf = async (client: Client, query = "") =>
  (await (await client.get(`/api/usage${query}`)).json()) as UsageReport;

/** Calls of the past, as they would have been noted. */
async function past(
  app: App,
  account: Account,
  calls: [daysAgo: number, modelId: string, cost: string | null, source?: string][],
) {
  const database = createClient({ url: app.databaseUrl });
  try {
    const { rows } = await database.execute({
      sql: `SELECT "id" FROM "User" WHERE "email" = ?`,
      args: [account.email],
    });
    await database.batch(
      calls.map(([daysAgo, modelId, cost, source = "reported"]) => ({
        sql: `INSERT INTO "Usage" ("id", "userId", "conversationId", "modelId", "purpose", "inputTokens", "cachedTokens",
            "outputTokens", "reasoningTokens", "cost", "costSource", "endedAt")
          VALUES (?, ?, 'c', ?, 'answer', 1000, 200, 300, 40, ?, ?, ?)`,
        args: [
          ...[uuidv7(), String(rows[0]?.id), modelId, cost, cost === null ? null : source],
          new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
        ],
      })),
      "write",
    );
  } finally {
    database.close();
  }
}

test("the usage page shows sums, plots, tables and a file of the range that its address names", async ({
  page,
  app,
  account,
  signIn,
}) => {
  await past(app, account, [
    [0, "openai:gpt-5", "0.1"],
    [1, "openai:gpt-5", "0.2", "estimated"],
    [1, "local:llama3.2:latest", null],
    [20, "openrouter:anthropic/claude-sonnet-4.5", "1.25"],
    [400, "=HYPERLINK(1)", "3"],
  ]);
  await signIn(page, account);
  await page.goto("/");
  await page.getByRole("link", { name: "Usage" }).click();
  await expect(page).toHaveURL(/\/usage$/);
  await expect(page).toHaveTitle("Usage · Switchboard");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Usage");
  const main = page.getByRole("main");
  const lines = main.getByRole("table", { name: "By model" }).getByRole("row");
  await expect(lines).toHaveText([
    /Model.*Remarks/,
    /^openrouter:anthropic\/claude-sonnet-4\.5\$1\.2511,00020030040$/,
    /^openai:gpt-5\$0\.3022,00040060080\$0\.20 estimated$/,
    /^local:llama3\.2:latestUnknown11,000200300401 unknown$/,
  ]);
  await expect(main.getByText("≈ $1.55")).toHaveAttribute("title", "$1.55");
  await expect(main.getByText("At least: of 1 call the cost is unknown.")).toBeVisible();
  await expect(main.getByRole("img", { name: /^Cost per day, .* \$1\.55 in all, at most \$1\.25 on / })).toBeVisible();
  await expect(
    main.getByRole("img", { name: /^Tokens per day, .* 5,200 tokens in all, at most 2,600 tokens on/ }),
  ).toBeVisible();
  await main.getByText("Show as a table").first().click();
  const perDay = main.getByRole("region", { name: "Cost per day" }).getByRole("row");
  await expect(perDay).toHaveCount(4);
  await expect(perDay.nth(1)).toContainText("$1.25");

  await main.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/\?days=7$/);
  await expect(lines).toHaveCount(3);
  await main.getByRole("link", { name: "All" }).click();
  await expect(main.getByRole("img", { name: /^Cost per month/ })).toBeVisible();
  await page.goBack();
  await expect(lines).toHaveCount(3);
  await page.reload();
  await expect(lines).toHaveCount(3);
  await expect(main.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "true");

  await main.getByRole("link", { name: "All" }).click();
  await expect(lines).toHaveCount(5);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    main.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("switchboard-usage.csv");
  const csv = readFileSync(await file.path(), "utf8");
  expect(csv.startsWith("\uFEFFtime,conversation_id,model,")).toBe(true);
  expect(csv.trim().split("\r\n")).toHaveLength(6);
  expect(csv).toContain(",c,'=HYPERLINK(1),answer,1000,200,,300,40,3,reported\r\n");
  expect(csv).toContain(",c,local:llama3.2:latest,answer,1000,200,,300,40,,\r\n");
});

test("from the usage page a conversation opens, a new chat begins, and the way back leads there", async ({
  page,
  account,
  signIn,
}) => {
  await signIn(page, account);
  await page.goto("/");
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.send(question);
  await chat.waitFor("complete");
  const id = await chat.id();
  await page.getByRole("link", { name: "Usage" }).click();
  await expect(page).toHaveURL(/\/usage$/);
  await expect(page.getByRole("table", { name: "By model" })).toBeVisible();
  await page.locator(`a[href="/c/${id}"]`).click();
  await expect(chat.questions).toHaveText([question]);
  await chat.send("and then?");
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  await page.goBack();
  await expect(page.getByRole("table", { name: "By model" })).toBeVisible();
  // the page that the browser kept knows less than the store
  await page.goForward();
  await expect(chat.answers).toHaveCount(2);
  await page.getByRole("link", { name: "Usage" }).click();
  await chat.newChat.first().click();
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.box).toBeVisible();
  await expect(chat.questions).toHaveCount(0);
});

test("who has used nothing is told so, and so is who is offline", async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/usage?days=nonsense");
  const main = page.getByRole("main");
  await expect(main.getByText("Nothing was used in this time")).toBeVisible();
  await expect(main.getByRole("link", { name: "30 days" })).toHaveAttribute("aria-current", "true");
  await page.context().setOffline(true);
  await main.getByRole("link", { name: "7 days" }).click();
  await expect(main.getByRole("alert")).toContainText("The server cannot be reached");
  await page.context().setOffline(false);
  await main.getByRole("button", { name: "Try again" }).click();
  await expect(main.getByText("Nothing was used in this time")).toBeVisible();
});

test("AZ-1 nobody sees what another used, and a question that makes no sense is refused @sqld", async ({
  app,
  account,
  newAccount,
  clientFor,
}) => {
  await past(app, account, [[0, "openai:gpt-5", "0.1"]]);
  const other = clientFor(await newAccount());
  expect(await reportOf(other, "?days=all")).toMatchObject({ models: [], total: { answers: 0, cost: "0" } });
  expect((await (await other.get("/api/usage/csv")).text()).trim().split("\r\n")).toHaveLength(1);
  const mine = clientFor(account);
  expect((await reportOf(mine, "?days=7&zone=Asia/Shanghai")).zone).toBe("Asia/Shanghai");
  for (const query of [
    "?zone=Mars/Olympus",
    "?days=8",
    "?days=-7",
    "/csv?from=x",
    "/csv?zone=1",
    "/csv?to=2026-13-01",
  ]) {
    const response = await mine.get(`/api/usage${query}`);
    expect(response.status, query).toBe(400);
    expect(await response.json(), query).toMatchObject({ error: { code: "invalid_request" } });
  }
  for (const path of ["/api/usage", "/api/usage/csv"]) expect((await clientFor(null).get(path)).status).toBe(401);
});

test("on a phone the page is no wider than the screen", async ({ page, app, account, signIn }) => {
  await past(app, account, [
    [0, "openrouter:a-very-long-name/of-a-model-that-somebody-has-made-up:free", "0.00000042"],
  ]);
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, account);
  await page.goto("/usage");
  await expect(page.getByRole("table", { name: "By model" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const main = await page.getByRole("main").boundingBox();
  expect(main?.width).toBe(320);
});
