import type { Locator, Page } from "@playwright/test";
import { chatOn } from "./support/chat.ts";
import { look } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";
import { seedLines } from "./support/seed.ts";

const count = 10_000;

test.beforeEach(async ({ page, account, signIn, app }) => {
  await signIn(page, account);
  await seedLines(app, account, count);
  await page.goto("/");
});

const elements = (page: Page) => page.locator("*").count();
const title = (row: number) => `Chat ${count - row}`;

test("LD-6 of 10,000 conversations only those in sight are in the page, and one can scroll to the last", async ({
  page,
}) => {
  // fifty pages, one after the other
  test.slow();
  const { conversations, line } = chatOn(page);
  await expect(line(title(0))).toBeVisible();
  expect(await elements(page)).toBeLessThan(500);
  let most = 0;
  await expect(async () => {
    await conversations.evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
    most = Math.max(most, await elements(page));
    await expect(line("Chat 1").and(page.locator(":text-is('Chat 1')"))).toBeInViewport({ timeout: 100 });
  }).toPass({ intervals: [20], timeout: 150_000 });
  expect(most).toBeLessThan(500);
  await expect(conversations.getByRole("heading").last()).toHaveText("Older");
  // each row stands right below the one before it; but for the first one, which stays in the page as the list's stop for
  // Tab, as far above as all that is left out between them is high: rows and headings
  const tops = (of: Locator) =>
    of.evaluateAll((elements) => elements.map((element) => Math.round(element.getBoundingClientRect().top)));
  const places = await tops(conversations.locator("[data-conversation]"));
  const gaps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(10);
  expect(gaps.slice(1).filter((gap) => gap !== 36)).toEqual([]);
  const headings = await conversations.getByRole("heading").count();
  expect((places.at(-1) ?? 0) - (places[0] ?? 0)).toBe((count - 1 + headings - 1) * 36);

  await line("Chat 1").and(page.locator(":text-is('Chat 1')")).click();
  await expect(page).toHaveURL(/\/c\//);
  await expect(line("Chat 1").and(page.locator(":text-is('Chat 1')"))).toBeInViewport();
});

test("the place in the list outlives going to other pages, and a reload", async ({ page }) => {
  const { conversations, line } = chatOn(page);
  const top = () => conversations.evaluate((list) => Math.round(list.scrollTop));
  await expect(line(title(0))).toBeVisible();
  await expect(async () => {
    await conversations.evaluate((list) => list.scrollTo({ top: 700 * 36 }));
    await expect(line(title(700))).toBeInViewport({ timeout: 100 });
  }).toPass({ intervals: [20], timeout: 20_000 });
  const before = await top();
  await page.getByRole("link", { name: "Usage" }).click();
  await expect(page).toHaveURL(/\/usage$/);
  expect(await top()).toBe(before);
  await line(title(700)).click();
  await expect(page).toHaveURL(/\/c\//);
  expect(await top()).toBe(before);
  await page.reload();
  await expect(line(title(700))).toBeInViewport();
  await expect.poll(top).toBe(before);
  expect(await elements(page)).toBeLessThan(500);
});

test("one stop for Tab; arrows, End and Home lead through the list, and the row with the focus stays", async ({
  page,
}) => {
  const { conversations, line, newChat } = chatOn(page);
  await expect(line(title(0))).toBeVisible();
  await newChat.focus();
  for (const name of ["Search", "Models", "Usage", title(0), "Conversation options", "Archive"]) {
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus")).toHaveAccessibleName(name);
  }
  await line(title(0)).focus();
  for (let row = 1; row <= 60; row++) await page.keyboard.press("ArrowDown");
  await expect(line(title(60))).toBeFocused();
  await expect(line(title(60))).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("PageUp");
  await expect(line(title(50))).toBeFocused();
  // scrolled away, it keeps the focus
  await conversations.evaluate((list) => list.scrollTo({ top: 0 }));
  await expect(line(title(0))).toBeInViewport();
  await expect(line(title(50))).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(line(title(49))).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Home");
  await expect(line(title(0))).toBeFocused();
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue(title(0));
});

test("far down the list, too, another device's changes are seen at the next look", async ({
  page,
  account,
  clientFor,
}) => {
  const { conversations, line } = chatOn(page);
  await expect(async () => {
    await conversations.evaluate((list) => list.scrollTo({ top: 300 * 36 }));
    await expect(line(title(300))).toBeInViewport({ timeout: 100 });
  }).toPass({ intervals: [20], timeout: 20_000 });
  const idOf = async (name: string) => (await line(name).getAttribute("href"))?.slice(3);
  const client = clientFor(account);
  await client.patch(`/api/conversations/${await idOf(title(301))}`, { title: "Renamed elsewhere" });
  await client.delete(`/api/conversations/${await idOf(title(302))}`);
  await client.patch(`/api/conversations/${await idOf(title(303))}`, { pinned: true });
  await look(page);
  await expect(line("Renamed elsewhere")).toBeVisible();
  await expect(line(title(302))).toHaveCount(0);
  await expect(line(title(303))).not.toBeInViewport();
  await expect(line(title(304))).toBeVisible();
});
