import type { Page } from "@playwright/test";
import { chatOn } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { addConversation, numbersIn, said } from "./support/long.ts";

/** The texts that are marked, and the one that is looked at. */
const marked = (page: Page) =>
  page.evaluate(() => {
    const texts = (name: string) => [...(CSS.highlights.get(name) ?? [])].map((range) => String(range));
    return { all: texts("find-match"), here: texts("find-current") };
  });

/** Whether the place that is looked at is within the list's view. */
const isHereSeen = (page: Page) =>
  page.evaluate(() => {
    const [range] = CSS.highlights.get("find-current") ?? [];
    const view = document.querySelector('section[aria-label="Conversation"]')?.getBoundingClientRect();
    if (!(range instanceof Range) || !view) return false;
    const { top, bottom } = range.getBoundingClientRect();
    return top >= view.top && bottom <= view.bottom && bottom > top;
  });

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
});

test("a search finds what is not on the page, goes there and back, and marks it", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  const messages = said(1_500);
  messages[3] = { role: "assistant", text: "Question 3. Die **Vermittlung** (Ｖermittlung) verbindet." };
  messages[700] = { role: "user", text: "Question 700: was ist eine VERMITTLUNG?" };
  messages[1_495] = { role: "assistant", text: "Answer 1495. `vermittlung` in code" };
  const id = await addConversation(app, clientFor(account), messages);
  await page.goto(`/c/${id}`);
  const chat = chatOn(page);
  await page.getByText("Answer 1499").waitFor();
  await chat.box.focus();
  await page.keyboard.press("ControlOrMeta+Shift+F");
  const bar = page.getByRole("search");
  const field = bar.getByRole("searchbox", { name: "Search in this conversation" });
  const status = bar.getByRole("status");
  await expect(field).toBeFocused();
  await field.fill("vermittlung");
  await expect(status).toHaveText("4 of 4");
  await expect.poll(() => marked(page)).toEqual({ all: [], here: ["vermittlung"] });
  await expect.poll(() => isHereSeen(page)).toBe(true);

  await page.keyboard.press("Enter");
  await expect(status).toHaveText("3 of 4");
  await expect.poll(async () => (await marked(page)).here).toEqual(["VERMITTLUNG"]);
  await expect.poll(() => isHereSeen(page)).toBe(true);
  await bar.getByRole("button", { name: "Previous match" }).click();
  await expect(status).toHaveText("2 of 4");
  await expect.poll(() => marked(page)).toEqual({ all: ["Vermittlung"], here: ["Ｖermittlung"] });
  await expect.poll(() => isHereSeen(page)).toBe(true);
  expect((await numbersIn(page)).length).toBeLessThan(60);
  // over both ends
  await field.press("Enter");
  await expect(status).toHaveText("1 of 4");
  await field.press("Enter");
  await expect(status).toHaveText("4 of 4");
  await expect.poll(() => isHereSeen(page)).toBe(true);
  await field.press("Shift+Enter");
  await expect(status).toHaveText("1 of 4");

  await field.press("Escape");
  await expect(bar).toBeHidden();
  await expect(chat.box).toBeFocused();
  expect(await marked(page)).toEqual({ all: [], here: [] });
});

test("a search in Chinese finds a word within a sentence, however wide its letters are written", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  const messages = said(60);
  messages[5] = { role: "assistant", text: "**电话**总机用 ＧＰＴ-5 接线。\n\n- 总机房" };
  messages[40] = { role: "user", text: "电话总机是什么？" };
  const id = await addConversation(app, clientFor(account), messages);
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 59").waitFor();
  const open = page.getByRole("button", { name: "Search in this conversation" });
  await open.click();
  const bar = page.getByRole("search");
  const field = bar.getByRole("searchbox");
  await field.fill("电话总机");
  await expect(bar.getByRole("status")).toHaveText("2 of 2");
  await expect.poll(async () => (await marked(page)).here).toEqual(["电话总机"]);
  await field.press("Enter");
  await expect(bar.getByRole("status")).toHaveText("1 of 2");
  await expect.poll(() => isHereSeen(page)).toBe(true);
  await field.fill("gpt-5");
  await expect(bar.getByRole("status")).toHaveText("1 of 1");
  await expect.poll(async () => (await marked(page)).here).toEqual(["ＧＰＴ-5"]);
  await field.fill("没有这样的话");
  await expect(bar.getByRole("status")).toHaveText("No matches");
  await expect(bar.getByRole("button", { name: "Next match" })).toBeDisabled();
  await field.press("Escape");
  await expect(open).toBeFocused();
});

test("a search that the server does not answer says so, and still finds what is on the page", async ({
  page,
  app,
  account,
  clientFor,
}) => {
  const id = await addConversation(app, clientFor(account), said(400));
  await page.route("**/matches?*", (route) => route.abort());
  await page.goto(`/c/${id}`);
  await page.getByText("Answer 399").waitFor();
  await page.getByRole("button", { name: "Search in this conversation" }).click();
  const bar = page.getByRole("search");
  await bar.getByRole("searchbox").fill("Question 398");
  await expect(bar.getByRole("status")).toHaveText("Earlier messages could not be searched. Try again.");
  await expect.poll(async () => (await marked(page)).here).toEqual(["Question 398"]);
});
