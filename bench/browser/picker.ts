import type { Page } from "playwright";
import type { Figure } from "../report.ts";
import { installWatch, queries, timed, timesFigure, typeAndDelete } from "./page.ts";

/** The picker: opening it, and every key in its search field. */
export async function measurePicker(page: Page, rounds: number, must: string | undefined): Promise<Figure[]> {
  await page.goto(new URL("/", page.url()).href);
  const button = page.getByRole("button", { name: /^Model: / });
  const search = page.getByRole("searchbox", { name: "Search models" });
  await button.waitFor();
  await installWatch(page);
  const opened: number[] = [];
  const typed: number[] = [];
  const deleted: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const query of queries) {
      const opening = await timed(page, () => button.click());
      // the list may still be on its way when the page is new
      await page.getByRole("dialog").getByRole("option").first().waitFor({ timeout: 60_000 });
      if (opening !== null) opened.push(opening);
      const times = await typeAndDelete(page, query);
      typed.push(...times.typed);
      deleted.push(...times.deleted);
      await search.press("Escape");
      await search.waitFor({ state: "hidden" });
    }
  }
  return [
    timesFigure("Picker: it opens", opened, "p95 below 1,000 ms (PF-26)"),
    timesFigure("Picker: a key is typed", typed, must),
    timesFigure("Picker: a key is deleted", deleted, must),
    timesFigure("Picker: every key", [...typed, ...deleted], must),
  ];
}
