import type { Page } from "@playwright/test";
import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { illegible } from "./support/legibility.ts";
import { addConversation } from "./support/long.ts";
import { seeMainScreens } from "./support/main-screens.ts";

type Size = { width: number; height: number };

/** Letters twice as large, as a browser's settings have them: pictures and lines stay as they are. */
async function doubleLetters(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
}

const ways: { name: string; viewport: Size; letters?: true }[] = [
  { name: "with letters twice as large", viewport: { width: 1280, height: 800 }, letters: true },
  // what is left of 1280 x 800
  { name: "zoomed to 200 %", viewport: { width: 640, height: 400 } },
  { name: "320 px wide", viewport: { width: 320, height: 568 } },
];

for (const { name, viewport, letters } of ways) {
  test.describe(name, () => {
    test.use({ viewport });
    test.beforeEach(async ({ page }) => {
      if (letters) await doubleLetters(page);
    });

    test(`${name} all text can be read, and no page scrolls sideways`, async ({
      page,
      app,
      account,
      signIn,
      clientFor,
    }) => {
      const faults: Record<string, string[]> = {};
      const look = async (screen: string) => {
        // nothing is half way
        await page.evaluate(() =>
          Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
        );
        const found = await illegible(page);
        if (found.length > 0) faults[screen] = found;
      };
      for (const screen of ["sign-in", "sign-up"]) {
        await page.goto(`/${screen}`);
        await expect(page.getByRole("textbox", { name: "Email" })).toBeEditable();
        await look(screen);
      }
      const answer =
        "Some **words**, a [link](https://example.com/) and `code`.\n\n- one\n- two\n\n```js\nconst a = 1;\n```";
      const conversationId = await addConversation(app, clientFor(account), [
        { role: "user", text: "What does it look like when it is large?" },
        { role: "assistant", text: answer },
      ]);
      await signIn(page, account);
      await seeMainScreens(page, { conversationId, see: look });
      expect(faults).toEqual({});
    });

    test(`${name} a message is written, sent and answered in sight`, async ({ page, account, signIn }) => {
      await signIn(page, account);
      await page.goto("/");
      const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      expect(size).toBe(letters ? 32 : 16);
      const chat = chatOn(page);
      await chat.chooseModel("openai:scenario/quick");
      await expect(chat.box).toBeInViewport({ ratio: 1 });
      const question = newQuestion();
      await chat.box.fill(question);
      await expect(chat.sendButton).toBeInViewport({ ratio: 1 });
      await chat.sendButton.click();
      await chat.waitFor("complete");
      await expect(chat.answer.getByRole("paragraph").first()).toBeInViewport({ ratio: 1 });
      // a long one leaves the button where it can be pressed
      await chat.box.fill("line\n".repeat(30));
      await expect(chat.sendButton).toBeInViewport({ ratio: 1 });
    });
  });
}

test("the rows of the model picker are as high as their letters", async ({ page, account, signIn }) => {
  await signIn(page, account);
  const heights: number[] = [];
  for (const letters of [false, true]) {
    if (letters) await doubleLetters(page);
    await page.goto("/");
    const chat = chatOn(page);
    await chat.modelButton.click();
    const option = chat.models.first();
    await expect(option).toBeVisible();
    heights.push((await option.boundingBox())?.height ?? 0);
    await page.keyboard.press("End");
    const active = page.locator('[role="option"][data-active]');
    await expect(active).toBeInViewport({ ratio: 1 });
  }
  expect(heights[1]).toBe((heights[0] ?? 0) * 2);
});
