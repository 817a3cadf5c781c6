import type { Page } from "@playwright/test";
import { chatOn, newQuestion } from "./support/chat.ts";
import { talk } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
});

const paletteOn = (page: Page) => {
  // not by its role: with thousands of lines in the page, looking through all of them takes long
  const dialog = page.locator("dialog[open]");
  const options = dialog.getByRole("option");
  return {
    dialog,
    options,
    field: dialog.getByRole("combobox", { name: "Search everything: conversations, models and actions" }),
    option: (name: string | RegExp) => dialog.getByRole("option", { name }),
    active: async () => {
      const id = await dialog.getByRole("combobox").getAttribute("aria-activedescendant");
      return page.locator(`[id="${id}"]`);
    },
    open: async () => {
      await page.keyboard.press("ControlOrMeta+k");
      await expect(dialog).toBeVisible();
    },
  };
};

test("by keys alone: a chat is found and opened, also by Chinese words, and Esc goes back to where one was", async ({
  page,
  account,
  clientFor,
}) => {
  const client = clientFor(account);
  const [tides, moon] = [newQuestion("Tides"), newQuestion("月亮与潮汐")];
  const views = [await talk(client, [tides]), await talk(client, [moon])];
  for (const [index, title] of [`${tides} title`, moon].entries())
    await client.patch(`/api/conversations/${views[index]?.id}`, { title });
  await page.goto("/");
  const [chat, palette] = [chatOn(page), paletteOn(page)];
  await expect(chat.box).toBeFocused();

  await palette.open();
  await expect(palette.dialog).toHaveAccessibleName("Search and commands");
  await expect(palette.field).toBeFocused();
  // the last one first
  await expect(palette.options.first()).toHaveText(moon);
  await page.keyboard.press("Escape");
  await expect(palette.dialog).toBeHidden();
  await expect(chat.box).toBeFocused();
  await palette.open();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette.dialog).toBeHidden();
  await expect(chat.box).toBeFocused();

  await palette.open();
  await page.keyboard.insertText("潮汐");
  await expect(palette.options).toHaveText([moon]);
  await expect(await palette.active()).toHaveText(moon);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/c/${views[1]?.id}$`));
  await expect(chat.questions).toHaveText(moon);
  await expect(chat.box).toBeFocused();
});

test("by keys alone: a model is chosen and things are done, and the focus is never lost", async ({ page }) => {
  await page.goto("/");
  const [chat, palette] = [chatOn(page), paletteOn(page)];
  await expect(chat.box).toBeFocused();
  await palette.open();
  await page.keyboard.insertText("gpt-5-mini");
  await expect(palette.option(/openai:gpt-5-mini$/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(chat.modelButton).toHaveAttribute("title", "openai:gpt-5-mini");
  await expect(chat.box).toBeFocused();

  await palette.open();
  await page.keyboard.insertText("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect(chat.box).toBeFocused();
});

test("by keys alone: dialogs and pages are opened, and the focus is never lost", async ({ page }) => {
  await page.goto("/");
  const [chat, palette] = [chatOn(page), paletteOn(page)];
  await expect(chat.box).toBeFocused();
  await page.keyboard.insertText("kept");
  await palette.open();
  await page.keyboard.insertText("conversation settings");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Conversation settings" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(chat.box).toBeFocused();

  await palette.open();
  await page.keyboard.insertText("usage");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/usage$/);
  await expect(page.getByRole("main")).toBeFocused();
  for (const name of ["Archive", "Trash"]) {
    await palette.open();
    await page.keyboard.insertText(name);
    await expect(await palette.active()).toHaveText(name);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/${name.toLowerCase()}$`));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(page.getByRole("main")).toBeFocused();
    // there already
    await palette.open();
    await page.keyboard.insertText(name);
    await expect(palette.option(name)).toHaveCount(0);
    await page.keyboard.press("Escape");
  }
  await palette.open();
  await page.keyboard.insertText("new chat");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.box).toBeFocused();
  await expect(chat.box).toHaveValue("kept");
});

test("arrows go round, an unknown word finds nothing, and the visible button opens it, too", async ({ page }) => {
  await page.goto("/");
  const palette = paletteOn(page);
  const button = page.getByRole("button", { name: "Search", exact: true });
  // it names its keys once the page's scripts have taken over, which a press has to come after
  await expect(button).toContainText("K");
  await button.click();
  await expect(palette.field).toBeFocused();
  const first = await palette.options.first().textContent();
  await expect(await palette.active()).toHaveText(first ?? "");
  await page.keyboard.press("ArrowUp");
  const last = await palette.active();
  await expect(last).toBeVisible();
  expect(await last.getAttribute("aria-posinset")).toBe(await last.getAttribute("aria-setsize"));
  await page.keyboard.press("ArrowDown");
  await expect(await palette.active()).toHaveText(first ?? "");
  await page.keyboard.insertText("nothing of this kind");
  await expect(palette.dialog.getByText("Nothing matches.").first()).toBeVisible();
  await expect(palette.options).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("a chat beyond those of the sidebar is found by the server; without it the page says what it searches", async ({
  page,
  account,
  clientFor,
  context,
}) => {
  const client = clientFor(account);
  const view = await talk(client, [newQuestion("First")]);
  await client.patch(`/api/conversations/${view.id}`, { title: "The lighthouse keeper" });
  // a list that does not reach it
  await page.route(/\/api\/conversations(\?|$)/, (route) => route.fulfill({ json: { conversations: [], next: null } }));
  await page.goto("/");
  await expect(chatOn(page).box).toBeFocused();
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(chatOn(page).line("The lighthouse keeper")).toHaveCount(0);
  const palette = paletteOn(page);
  await palette.open();
  await page.keyboard.insertText("LIGHT keep");
  await expect(palette.options).toHaveText(["The lighthouse keeper"]);
  await context.setOffline(true);
  await page.keyboard.type("e");
  await expect(palette.dialog.getByRole("status").filter({ hasText: "only what is loaded here" })).toBeVisible();
  await context.setOffline(false);
  await page.keyboard.type("r");
  await expect(palette.options).toHaveText(["The lighthouse keeper"]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/c/${view.id}$`));
});

test("with many chats only rows near the view are in the page, and keys move through them", async ({ page }) => {
  test.slow();
  const conversations = Array.from({ length: 1000 }, (_, index) => ({
    id: `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`,
    title: `Conversation ${index} about ${index % 7 === 0 ? "whales" : "birds"}`,
    modelId: "openai:gpt-5",
    tipId: null,
    running: false,
    unseen: false,
    updatedAt: new Date(0).toISOString(),
  }));
  await page.route(/\/api\/conversations(\?|$)/, (route) => route.fulfill({ json: { conversations, next: null } }));
  await page.goto("/");
  await expect(chatOn(page).box).toBeFocused();
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const palette = paletteOn(page);
  await expect(page.locator('a[href^="/c/00000000"]').first()).toBeAttached();
  await palette.open();
  await page.keyboard.insertText("whales");
  await expect(palette.dialog.getByRole("status").filter({ hasText: "143 results." })).toBeAttached({
    timeout: 30_000,
  });
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect(await palette.active()).toHaveText("Conversation 112 about whales");
  await expect(await palette.active()).toBeInViewport({ ratio: 1 });
  expect(await palette.options.count()).toBeLessThan(40);
});
