import type { Page } from "@playwright/test";
import en from "../messages/en.json" with { type: "json" };
import zhCN from "../messages/zh-CN.json" with { type: "json" };
import { clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn } from "./support/turns.ts";
import { watchPolicy } from "./support/watch-policy.ts";

const words = { en, "zh-CN": zhCN };

/** Opens a page and waits until its own script has run. */
async function open(page: Page, address: string) {
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

for (const [locale, theme] of [
  ["en", "light"],
  ["zh-CN", "dark"],
] as const) {
  test(`HD-3 no page breaks the policy (${locale}, ${theme})`, async ({
    app,
    account,
    page,
    context,
    signIn,
    provider,
  }) => {
    const violations = await watchPolicy(context);
    const said = words[locale];
    await context.addCookies(Object.entries({ locale, theme }).map(([name, value]) => ({ name, value, url: app.url })));
    for (const address of ["/", "/sign-in", "/sign-up", "/no/such/page", "/_global-error"]) await open(page, address);

    const turn = composeTurn("A tour, please", { modelId: "openai:scenario/reasoning" });
    await allEvents(await clientFor(app, account).post("/api/chat", turn));
    await signIn(page, account);
    for (const address of [`/c/${turn.conversationId}`, "/c/nothing", "/sign-in", "/no/such/page", "/"])
      await open(page, address);

    // the picker, by its keyboard and its search
    await page.getByRole("button", { name: /^(Model: |模型：)/ }).click();
    const search = page.getByRole("searchbox", { name: said.models.search });
    await search.fill("markdown");
    await page
      .getByRole("option", { name: /scenario\/markdown/ })
      .first()
      .click();

    // an answer with tables, code and Chinese, while it comes, over a reload, and when it is there
    await page.getByRole("textbox", { name: said.composer.message }).fill("All of it");
    const accepted = page.waitForResponse((response) => response.url().endsWith("/api/chat") && response.ok());
    await page.getByRole("button", { name: said.composer.send }).click();
    // the reload below is one in the middle of an answer, not one before the message was accepted
    await accepted;
    const answer = page.getByRole("article").last();
    await expect(answer).toHaveAttribute("data-status", /running|complete/);
    await page.reload();
    await expect(answer).toHaveAttribute("data-status", "complete");
    await expect(answer.getByRole("table")).toBeVisible();

    // one that is being written, one that failed
    for (const [model, status] of [
      ["held:tokens=4,after=2", "running"],
      ["bad-request", "failed"],
    ] as const) {
      await open(page, "/");
      await page.getByRole("button", { name: /^(Model: |模型：)/ }).click();
      await search.fill(`openai:scenario/${model}`);
      await page
        .getByRole("option", { name: `openai:scenario/${model}` })
        .first()
        .click();
      await page.getByRole("textbox", { name: said.composer.message }).fill(`Try ${status}`);
      await page.getByRole("button", { name: said.composer.send }).click();
      await expect(answer).toHaveAttribute("data-status", status);
    }
    provider.release();

    // the settings, the receipt, the pages beside the chat
    await page.getByRole("button", { name: said.settings.title }).click();
    await page.getByRole("combobox", { name: said.presets.begin }).selectOption({ index: 1 });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: said.settings.discard }).click();
    await open(page, `/c/${turn.conversationId}`);
    await page.getByRole("button", { name: new RegExp(`^${said.receipt.title}`) }).click();
    await page.getByRole("dialog", { name: said.receipt.title }).getByRole("term").first().waitFor();
    await page.keyboard.press("Escape");
    for (const address of ["/models", "/usage"]) {
      await open(page, address);
      await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
    }

    // the row's menu, the other theme and the other language
    await page.getByRole("button", { name: said.sidebar.menu }).first().click();
    await page.keyboard.press("Escape");
    await page
      .getByRole("radio", { name: said.account.themes[theme === "dark" ? "light" : "dark"] })
      .check({ force: true });
    expect(violations()).toEqual([]);

    // what is looked for is seen when it happens
    await page.evaluate(() => {
      document.body.insertAdjacentHTML("beforeend", `<img src="https://evil.test/x" onerror="document.title = 'run'">`);
    });
    await expect.poll(() => violations().join()).toMatch(/img-src.*script-src-attr|script-src-attr.*img-src/s);
    expect(await page.title()).not.toBe("run");
  });
}
