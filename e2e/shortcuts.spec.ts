import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, account, signIn, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, account);
  await page.goto("/");
});

test("the help names the keys and is opened by Ctrl and /, from the palette and by its button", async ({ page }) => {
  const chat = chatOn(page);
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(chat.box).toBeFocused();
  await page.keyboard.type("why?");
  await expect(chat.box).toHaveValue("why?");
  await page.keyboard.press("Control+/");
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(chat.box).toBeFocused();

  const button = page.getByRole("button", { name: "Keyboard shortcuts" });
  await button.click();
  await expect(help).toBeVisible();
  await expect(help.getByRole("definition").filter({ hasText: "AltShiftN" })).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await expect(button).toBeFocused();
  // a character alone does nothing, wherever the focus is (WCAG 2.1.4)
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  await page.keyboard.press("Control+/");
  await expect(help).toHaveCount(1);
  await expect(help).toBeVisible();
  // a dialog has the keys for itself
  await page.keyboard.press("Alt+Shift+N");
  await page.keyboard.press("Control+k");
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("shortcuts");
  await page.keyboard.press("Enter");
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("keys do what the table says: copy, stop, answer again, the sidebar, the message box, a new chat", async ({
  page,
}) => {
  const chat = chatOn(page);
  await chat.chooseModel("openai:scenario/quick");
  const question = newQuestion();
  await chat.send(question);
  await chat.waitFor("complete");
  const answer = await chat.answer.getByRole("paragraph").first().textContent();
  await page.keyboard.press("Alt+Shift+C");
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(answer ?? "");
  await expect(chat.box).toBeFocused();

  await page.keyboard.press("Alt+Shift+R");
  await expect(page.getByText("2/2")).toBeVisible();
  await chat.waitFor("complete");

  await chat.chooseModel("openai:scenario/markdown:size=400");
  await chat.send(newQuestion("With code"));
  await chat.waitFor("complete", 20);
  await page.keyboard.press("Alt+Shift+K");
  const code = await chat.answer.getByRole("figure").last().locator("code").textContent();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(code);

  await chat.chooseModel("openai:scenario/slow:tokens=200,delay=50");
  await chat.send(newQuestion("Long"));
  await chat.waitFor("running");
  await page.keyboard.press("Alt+Shift+S");
  await chat.waitFor("stopped");

  const list = page.getByRole("navigation", { name: "Conversations" });
  await page.keyboard.press("Control+\\");
  await expect(list).toBeHidden();
  await page.keyboard.press("Control+\\");
  await expect(list).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).focus();
  await page.keyboard.press("Alt+Shift+M");
  await expect(chat.box).toBeFocused();
  await page.keyboard.press("Alt+Shift+N");
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.box).toBeFocused();
});

test("the focus is never lost: after a step back or forward, and with a closed sidebar", async ({ page }) => {
  const chat = chatOn(page);
  const [one, two] = [newQuestion("One"), newQuestion("Two")];
  for (const question of [one, two]) {
    await chat.newChat.click();
    await chat.send(question);
    await chat.waitFor("complete");
  }
  const focused = () => page.evaluate(() => document.activeElement?.localName);
  await page.goBack();
  await expect.poll(focused).not.toBe("body");
  await page.goForward();
  await expect(chat.questions).toHaveText(two);
  await expect.poll(focused).not.toBe("body");
  await chat.line(one).focus();
  await page.keyboard.press("Control+\\");
  await expect(page.getByRole("button", { name: "Open sidebar" })).toBeFocused();
});
