import type { Page } from "@playwright/test";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

test("the drawer opens, closes with Esc, the shade and a choice, and gives the focus back", async ({
  page,
  account,
  signIn,
}) => {
  const chat = chatOn(page);
  const opener = page.getByRole("button", { name: "Open sidebar" });
  const drawer = page.getByRole("dialog", { name: "Sidebar" });
  await signIn(page, account);
  await page.goto("/");
  const question = newQuestion();
  await chat.box.fill(question);
  await chat.sendButton.tap();
  await chat.waitFor("complete");
  await expect(chat.conversations).toBeHidden();

  await opener.tap();
  await expect(drawer).toBeVisible();
  await expect(chat.line(question)).toBeVisible();
  // what lies behind cannot be reached
  await expect(page.getByRole("main")).toHaveAttribute("inert", "");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(opener).toBeFocused();

  await opener.tap();
  await page.touchscreen.tap(380, 400);
  await expect(drawer).toBeHidden();
  await opener.tap();
  await drawer.getByRole("button", { name: "New chat" }).tap();
  await expect(drawer).toBeHidden();
  await expect(page).toHaveURL(/\/$/);
  await opener.tap();
  await chat.line(question).tap();
  await expect(drawer).toBeHidden();
  await expect(chat.questions).toHaveText(question);
});

test("no page scrolls sideways, whatever an answer holds", async ({ page, account, signIn }) => {
  const chat = chatOn(page);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const path of ["/sign-in", "/sign-up", "/c/nothing"]) {
    await page.goto(path);
    expect(await overflow()).toBe(0);
  }
  await signIn(page, account);
  await page.goto("/");
  expect(await overflow()).toBe(0);
  await chat.chooseModel("openai:scenario/markdown:size=200");
  await chat.send(`${newQuestion()} ${"unbrokenword".repeat(40)}`);
  await chat.waitFor("complete");
  expect(await overflow()).toBe(0);
  const list = page.getByRole("region", { name: "Conversation" });
  expect(await list.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await chat.modelButton.tap();
  await expect(page.getByRole("searchbox")).toBeVisible();
  expect(await overflow()).toBe(0);
});

test("the message box stays in sight and grows with the text", async ({ page, account, signIn }) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  // unasked, the focus would open the keyboard over the page
  await expect(chat.box).not.toBeFocused();
  await expect(chat.box).toBeInViewport({ ratio: 1 });
  const before = (await chat.box.boundingBox())?.height ?? 0;
  await chat.box.fill("line\n".repeat(30));
  await expect(chat.sendButton).toBeInViewport({ ratio: 1 });
  const after = (await chat.box.boundingBox())?.height ?? 0;
  expect(after).toBeGreaterThan(before * 3);
  expect(after).toBeLessThan(844 * 0.45);
});

/** The part of the page that is seen gets this height, as where a keyboard comes up over it (Safari), or somebody zooms in. */
async function see(page: Page, height: number, scale = 1): Promise<void> {
  await page.evaluate(
    ([seen, zoom]) => {
      const viewport = window.visualViewport as VisualViewport;
      Object.defineProperty(viewport, "height", { configurable: true, value: seen });
      Object.defineProperty(viewport, "scale", { configurable: true, value: zoom });
      viewport.dispatchEvent(new Event("resize"));
    },
    [height, scale] as const,
  );
}

test("with the keyboard over the page the message box and Send are above it, and the page is as before when it goes", async ({
  page,
  account,
  signIn,
}) => {
  const chat = chatOn(page);
  await signIn(page, account);
  await page.goto("/");
  await chat.box.fill(newQuestion());
  await chat.sendButton.tap();
  await chat.waitFor("complete");
  const bottom = (of: typeof chat.box) => of.evaluate((element) => element.getBoundingClientRect().bottom);
  const [box, send] = [await bottom(chat.box), await bottom(chat.sendButton)];
  expect(send).toBeGreaterThan(700);

  await see(page, 420);
  await chat.box.fill("line\n".repeat(30));
  expect(await bottom(chat.box)).toBeLessThan(420);
  expect(await bottom(chat.sendButton)).toBeLessThanOrEqual(420);
  // and something of what is answered is still seen above them
  expect((await chat.box.boundingBox())?.y).toBeGreaterThan(60);
  await chat.box.fill("");

  await see(page, 844);
  expect([await bottom(chat.box), await bottom(chat.sendButton)]).toEqual([box, send]);
  // who has zoomed in sees a part on purpose
  await see(page, 422, 2);
  expect([await bottom(chat.box), await bottom(chat.sendButton)]).toEqual([box, send]);
});
