import { readFileSync } from "node:fs";
import { v7 as uuidv7 } from "uuid";
import type { Account } from "./support/accounts.ts";
import type { App } from "./support/app.ts";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { openDatabase } from "./support/open-database.ts";
import { reportOf } from "./support/usage.ts";

/** Calls of the past, as they would have been noted. */
async function past(
  app: App,
  account: Account,
  calls: [daysAgo: number, modelId: string, cost: string | null, source?: string][],
) {
  const database = await openDatabase(app.databaseUrl);
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
  await expect(
    main.getByRole("img", { name: /^Cost per day, .* at least ≈ \$1\.55 in all, highest \$1\.25 on / }),
  ).toBeVisible();
  await expect(
    main.getByRole("img", { name: /^Tokens per day, .* 5,200 tokens in all, highest 2,600 tokens on/ }),
  ).toBeVisible();
  await main.getByText("Show as a table").first().click();
  const perDay = main.getByRole("region", { name: "Cost per day" }).getByRole("row");
  await expect(perDay).toHaveCount(4);
  const cells = (row: number) => perDay.nth(row).getByRole("cell");
  await expect(perDay.first().getByRole("columnheader")).toHaveText([
    ...["Day", "openrouter:anthropic/claude-sonnet-4.5", "openai:gpt-5", "In all"],
  ]);
  await expect(cells(1)).toHaveText(["$1.25", "–", "$1.25"]);
  // of that day one call's cost is estimated, and one's is not known
  await expect(cells(2)).toHaveText(["–", "≈ $0.20", "at least ≈ $0.20"]);
  await expect(cells(3)).toHaveText(["–", "$0.10", "$0.10"]);
  await main.getByText("Show as a table").last().click();
  const tokensPerDay = main.getByRole("region", { name: "Tokens per day" }).getByRole("row");
  await expect(tokensPerDay.first().getByRole("columnheader")).toHaveText([
    ...["Day", "Input", "Output", "In all", "Cached", "Thoughts"],
  ]);
  await expect(tokensPerDay.nth(2).getByRole("cell")).toHaveText([
    ...["2,000 tokens", "600 tokens", "2,600 tokens", "400 tokens", "80 tokens"],
  ]);

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
  await expect(main.getByRole("alert")).toContainText("Your usage could not be loaded.The server cannot be reached");
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
