import { spawn } from "node:child_process";
import { once } from "node:events";
import { v7 as uuidv7 } from "uuid";
import type { Receipt } from "../lib/turns/receipt-schema.ts";
import { providerKeys } from "./fake-provider/vendors.ts";
import { ask } from "./support/ask.ts";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** Runs what was copied, as a person would paste it. */
async function inShell(command: string, key: string): Promise<{ status: number; output: string }> {
  const shell = spawn("bash", [], { env: { ...process.env, OPENROUTER_API_KEY: key } });
  shell.stdin.end(command);
  let output = "";
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on("data", (data) => {
      output += data;
    });
  }
  const [status] = await once(shell, "close");
  return { status, output };
}

test("a receipt says how an answer came to be, and its command makes the same call again", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  await signIn(page, account);
  await page.goto("/");
  const chat = chatOn(page);
  await chat.chooseModel("openrouter:scenario/usage:is=cost");
  const question = newQuestion(`It's $HOME "today"\n\`id\` 天气 👩‍👩‍👧 \\`);
  await chat.send(question);
  await chat.waitFor("complete");
  const next = newQuestion("And");
  await chat.send(next);
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  const button = chat.answer.getByRole("button", { name: "Receipt: $0.0031" });
  await expect(button).toHaveAttribute("title", "Exactly $0.0031416");
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Receipt" });
  const facts = async () => {
    const [names, values] = [dialog.locator("dt"), dialog.locator("dd")];
    await expect(names.first()).toBeVisible();
    const told = await values.allInnerTexts();
    return Object.fromEntries((await names.allInnerTexts()).map((name, index) => [name, told[index]]));
  };
  const host = new URL(provider.url).host;
  expect(await facts()).toEqual({
    "Model asked": "openrouter:scenario/usage:is=cost",
    "Model that answered": "scenario/usage:is=cost",
    "Run by": "Fakery",
    Provider: `OpenRouter at ${host}`,
    "Answer’s id there": expect.stringMatching(/^gen-/),
    Parameters: "None: the model’s own ways",
    "System prompt": "None",
    Input: "2,006 tokens\nof it from the provider’s cache: 1,920 tokens\nof it kept for later calls: 64 tokens",
    Output: "300 tokens\nof it thoughts: 256 tokens",
    Cost: "$0.0031416\nas the provider reports it",
    "First token after": expect.stringMatching(/^[\d.]+ s$/),
    "Whole answer after": expect.stringMatching(/^[\d.]+ s$/),
    Status: "Complete",
    "Finish reason": "stop",
    When: expect.stringMatching(/20\d\d/),
  });

  const [original] = provider.log({ text: next, purpose: "answer" });
  const known = provider.log().at(-1)?.id ?? 0;
  await dialog.getByRole("button", { name: "Copy as cURL" }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  for (const key of Object.values(providerKeys)) expect(command).not.toContain(key.slice(-8));
  expect(command).toContain('"authorization: Bearer $OPENROUTER_API_KEY"');
  const { status, output } = await inShell(command, providerKeys.openrouter);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining("[DONE]") });
  const again = provider.log().filter(({ id }) => id > known);
  expect(again).toMatchObject([{ path: original?.path, keyOk: true, status: 200 }]);
  expect(again[0]?.body).toEqual(original?.body);
  expect(JSON.stringify(again[0]?.body)).toContain("天气 👩‍👩‍👧");

  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test("what is not known is said to be unknown, and a receipt that cannot be had can be asked for again", async ({
  page,
  account,
  signIn,
  clientFor,
}) => {
  const { turn } = await ask(clientFor(account), "local:scenario/usage:is=strings");
  await signIn(page, account);
  await page.goto(`/c/${turn.conversationId}`);
  await page.context().setOffline(true);
  await chatOn(page).answer.getByRole("button", { name: "Receipt" }).click();
  const dialog = page.getByRole("dialog", { name: "Receipt" });
  await expect(dialog.getByRole("alert")).toContainText("The receipt could not be loaded.The server cannot be reached");
  await page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.locator("dd").filter({ hasText: /^Unknown/ })).toHaveCount(3);
  // its button has gone: the focus is not lost with it
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await expect(dialog).not.toContainText(/NaN|null|undefined/);
});

test("AZ-1 a receipt is its owner's alone @sqld", async ({ account, newAccount, clientFor }) => {
  const mine = clientFor(account);
  const { answer, turn } = await ask(mine, "openai:scenario/quick");
  const response = await mine.get(`/api/messages/${answer.id}/receipt`);
  const receipt = (await response.json()) as Receipt;
  expect(receipt).toMatchObject({
    ...{ turnId: turn.turnId, servedModel: "scenario/quick-2026-04-14", servedBy: null },
    provider: { name: "OpenAI" },
  });
  expect(JSON.stringify(receipt)).not.toContain(providerKeys.openai.slice(-8));
  const other = clientFor(await newAccount());
  const refused = await other.get(`/api/messages/${answer.id}/receipt`);
  const absent = await other.get(`/api/messages/${uuidv7()}/receipt`);
  expect([refused.status, absent.status]).toEqual([404, 404]);
  expect(await refused.text()).toBe(await absent.text());
  expect((await clientFor(null).get(`/api/messages/${answer.id}/receipt`)).status).toBe(401);
});

test.describe("on a phone in Chinese", () => {
  test.use({ locale: "zh-CN", viewport: { width: 320, height: 640 } });

  test("the receipt fills the screen and fits it", async ({ page, account, signIn, clientFor }) => {
    const { turn } = await ask(clientFor(account), "openrouter:scenario/usage:is=cost");
    await signIn(page, account);
    await page.goto(`/c/${turn.conversationId}`);
    await page.getByRole("button", { name: "明细：$0.0031" }).click();
    const dialog = page.getByRole("dialog", { name: "明细" });
    await expect(dialog.getByText("由服务商报告")).toBeVisible();
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 640 });
    const content = dialog.locator("> div").last();
    expect(await content.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await dialog.getByRole("button", { name: "复制为 cURL" }).scrollIntoViewIfNeeded();
    await dialog.getByRole("button", { name: "关闭" }).click();
    await expect(dialog).toBeHidden();
  });
});
