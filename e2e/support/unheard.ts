import { expect, type Page } from "@playwright/test";
import { chatOn } from "./chat.ts";

/**
 * Opens the new chat as it stands before its scripts have come.
 * @returns lets them come
 */
export async function openUnheard(page: Page): Promise<() => Promise<void>> {
  // it stays on: to end it while requests are on their way holds one of them for good now and then
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await released;
    await route.continue();
  });
  // scripts hold the page's load event back
  await page.goto("/", { waitUntil: "commit" });
  await expect(chatOn(page).box).toBeVisible();
  return async () => {
    release();
    await page.waitForLoadState("load");
  };
}
