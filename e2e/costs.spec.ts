import type { Browser, Page } from "@playwright/test";
import { v7 as uuidv7 } from "uuid";
import type { CallUsage } from "../lib/usage/schema.ts";
import { type Account, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { ask } from "./support/ask.ts";
import { chatOn, enter, newQuestion } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readListing } from "./support/listing.ts";
import { on } from "./support/message-buttons.ts";
import { readRow } from "./support/read-row.ts";
import { reportOf, spendingOf } from "./support/usage.ts";

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
    const { providers } = await readListing(client);
    expect(providers.map(({ problem }) => problem)).toEqual([null, null, null]);
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
  const total = page.getByText(/^Total: /);
  const live = await chat.answer.getByRole("button", { name: /^Receipt/ }).textContent();
  expect(live).toBe("$0.0031");
  // the title's call cost something, too
  await expect.poll(async () => (await spendingOf(client, id)).titles).toBe(1);
  const withTitle = await spendingOf(client, id);
  expect(withTitle).toMatchObject({ answers: 1, unknownCost: 0, estimated: 0 });
  await page.reload();
  await expect(total).toHaveText(/^Total: \$0\.00\d+ · [\d,]+ tokens$/);
  await expect(chat.answer.getByRole("button", { name: /^Receipt/ })).toHaveText("$0.0031");
  await total.click();
  const parts = page.getByRole("dialog", { name: "What this conversation has taken" });
  const figure = (name: string) => parts.locator("dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");
  await expect(figure("Cost")).toHaveText(`$${withTitle.cost}`);
  await expect(figure("Input")).toHaveText(`${withTitle.inputTokens.toLocaleString("en")} tokens`);
  await expect(figure("cache")).toHaveText(`${withTitle.cachedTokens.toLocaleString("en")} tokens`);
  await expect(figure("Output")).toHaveText(`${withTitle.outputTokens.toLocaleString("en")} tokens`);
  await expect(figure("thoughts")).toHaveText(`${withTitle.reasoningTokens.toLocaleString("en")} tokens`);
  await expect(figure("Answers")).toHaveText("1and 1 title");
  await page.keyboard.press("Escape");
  await expect(total).toBeFocused();
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
