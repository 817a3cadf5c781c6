import { expect, type Page } from "@playwright/test";
import { chatOn } from "./chat.ts";
import { settingsOn } from "./settings.ts";

/** Names of the pages and dialogs that a person has to do with, in the order in which they are gone through. */
export const mainScreens = [
  "new chat",
  "chat",
  "sidebar",
  "picker",
  "picker, searched",
  "settings",
  "receipt",
  "palette",
  "shortcuts",
  "usage",
  "models",
  "archive",
  "trash",
] as const;
export type MainScreen = (typeof mainScreens)[number];

/**
 * Goes through the main screens of somebody who is signed in, by the ways that a person takes, at any size.
 * @param see called on each of them, when it is there
 * @param question the first line of a conversation
 */
export async function seeMainScreens(
  page: Page,
  { conversationId, see }: { conversationId: string; see: (screen: MainScreen) => Promise<void> },
): Promise<void> {
  const chat = chatOn(page);
  const dialog = page.locator("dialog[open]");
  const close = async () => {
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  };
  await page.goto("/");
  await expect(chat.box).toBeEditable();
  await see("new chat");
  await page.goto(`/c/${conversationId}`);
  await expect(chat.answer).toHaveAttribute("data-status", "complete");
  await see("chat");

  const opener = page.getByRole("button", { name: "Open sidebar" });
  const drawer = await opener.isVisible();
  if (drawer) await opener.click();
  await expect(chat.conversations.getByRole("link").first()).toBeVisible();
  await see("sidebar");
  if (drawer) await page.keyboard.press("Escape");

  await chat.modelButton.click();
  await expect(chat.models.first()).toBeVisible();
  await see("picker");
  await page.getByRole("searchbox", { name: "Search models" }).fill("gpt");
  await expect(chat.models.first()).toBeVisible();
  await see("picker, searched");
  await close();
  const settings = settingsOn(page);
  await settings.open();
  await see("settings");
  await close();
  await chat.answer.locator("footer button[aria-haspopup=dialog]").click();
  await expect(dialog.getByRole("heading").first()).toBeVisible();
  await see("receipt");
  await close();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(dialog.getByRole("option").first()).toBeVisible();
  await see("palette");
  await close();
  await page.keyboard.press("ControlOrMeta+/");
  await expect(dialog.getByRole("definition").first()).toBeVisible();
  await see("shortcuts");
  await close();

  for (const screen of ["usage", "models", "archive", "trash"] as const) {
    await page.goto(`/${screen}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
    await see(screen);
  }
}
