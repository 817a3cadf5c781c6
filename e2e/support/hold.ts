import type { Page } from "@playwright/test";

/** Keeps the answers to some of a page's requests back until it is told to let them go. */
export async function hold(page: Page, address: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}
