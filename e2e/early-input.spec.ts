import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { openUnheard } from "./support/unheard.ts";

// A page is seen before its scripts are there: what is pressed in that time is done when they are.

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
});

for (const how of ["Enter", "the button"] as const) {
  test(`a message sent with ${how} before the page's scripts are there goes out, once`, async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await page.goto("/");
    await chat.chooseModel("openai:scenario/slow:tokens=3");
    const letThem = await openUnheard(page);
    await expect(chat.sendButton).toBeDisabled();
    await chat.box.pressSequentially(question);
    await expect(chat.sendButton).toBeEnabled();
    await (how === "Enter" ? chat.box.press("Enter") : chat.sendButton.click());
    // no new line, and no other page
    await expect(chat.box).toHaveValue(question);
    expect(new URL(page.url()).search).toBe("");
    await letThem();
    await chat.waitFor("complete");
    await expect(chat.questions).toHaveText([question]);
    await expect(chat.box).toHaveValue("");
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
    await chat.box.press("Enter");
    await expect(chat.questions).toHaveCount(1);
  });
}

test("what goes on after Enter, or stands behind a kept text, is not sent before it is seen", async ({ page }) => {
  const chat = chatOn(page);
  const models = page.getByText(/^\d+ models from \d providers$/);
  let letThem = await openUnheard(page);
  await chat.box.pressSequentially("one");
  await chat.box.press("Enter");
  await chat.box.pressSequentially(" two");
  await letThem();
  await expect(models).toBeVisible();
  await expect(chat.box).toHaveValue("one two");
  await expect(chat.questions).toHaveCount(0);
  // a key of the box is its own again
  await chat.box.press("Shift+Enter");
  await chat.box.pressSequentially("kept");
  letThem = await openUnheard(page);
  await chat.box.pressSequentially("three");
  await chat.box.press("Enter");
  await letThem();
  await expect(models).toBeVisible();
  await expect(chat.box).toHaveValue("one two\nkept\nthree");
  await expect(chat.questions).toHaveCount(0);
});

test("Enter that ends a composition, with Shift or in an empty box sends nothing early", async ({ page }) => {
  const chat = chatOn(page);
  const letThem = await openUnheard(page);
  await chat.box.press("Enter");
  await expect(chat.box).toHaveValue("");
  await chat.box.pressSequentially("你");
  await chat.box.evaluate((box) => {
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }));
  });
  await chat.box.press("Shift+Enter");
  await expect(chat.box).toHaveValue("你\n");
  await letThem();
  await expect(page.getByText(/^\d+ models from \d providers$/)).toBeVisible();
  await expect(chat.box).toHaveValue("你\n");
  await expect(chat.questions).toHaveCount(0);
});

test("a button pressed before the page's scripts are there is pressed when they are, once", async ({ page }) => {
  const letThem = await openUnheard(page);
  await page.getByRole("button", { name: "Close sidebar" }).click();
  await letThem();
  await expect(page.getByRole("button", { name: "Open sidebar" })).toBeVisible();
  await page.getByRole("button", { name: "Open sidebar" }).click();
  await expect(page.getByRole("button", { name: "Close sidebar" })).toBeVisible();
});

test("a suggestion pressed early goes behind what was typed; a press is forgotten when writing goes on", async ({
  page,
}) => {
  const chat = chatOn(page);
  const models = page.getByText(/^\d+ models from \d providers$/);
  let letThem = await openUnheard(page);
  await chat.box.pressSequentially("typed");
  await page.getByRole("button", { name: "Explain something" }).click();
  await letThem();
  await expect(chat.box).toHaveValue(/^typed\nExplain how /);

  await chat.box.fill("");
  letThem = await openUnheard(page);
  await chat.modelButton.click();
  await chat.box.pressSequentially("no dialog");
  await chat.box.fill("");
  await expect(chat.sendButton).toBeDisabled();
  await letThem();
  await expect(models).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await chat.box.pressSequentially("again");
  await expect(chat.sendButton).toBeEnabled();
});
