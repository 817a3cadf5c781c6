import { expect, type Route } from "@playwright/test";
import type { Stage } from "./looks.ts";

const never = () => new Promise<void>(() => {});
const trouble = (route: Route) => route.fulfill({ status: 500, json: { error: { code: "internal" } } });

/** Has the server answer never, or badly, to what a page asks for once it is there. */
export async function withAnswer(stage: Stage, url: RegExp, answer: "never" | "bad", path: string): Promise<void> {
  await stage.page.route(url, answer === "never" ? never : trouble);
  await stage.page.goto(path);
}

/** Opens a conversation from another page, so that the page has to ask the server for it. */
export async function openFromSidebar(stage: Stage, answer: "never" | "bad"): Promise<void> {
  const { page, scene } = stage;
  await withAnswer(stage, /\/api\/conversations\/[0-9a-f-]{36}$/, answer, "/archive");
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await stage.openDrawer();
  await page.locator(`a[href="/c/${scene.ids.troubles}"]`).click();
}

/** Waits until the page says what went wrong. */
export async function troubled({ page }: Stage): Promise<void> {
  await expect(page.getByRole("main").getByRole("alert").first()).toBeVisible();
}
