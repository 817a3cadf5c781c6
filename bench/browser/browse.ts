import type { Page } from "playwright";
import type { Figure } from "../report.ts";
import { installWatch, queries, timed, timesFigure, typeAndDelete } from "./page.ts";

const sorts = ["Context", "Input $/1M", "Output $/1M", "Added", "Provider", "Name"];

/** The page of all models: every key in its search field, and every press of a heading to sort by. */
export async function measureBrowse(page: Page, rounds: number, must: string | undefined): Promise<Figure[]> {
  await page.goto(new URL("/models", page.url()).href);
  await page.getByRole("table").waitFor({ timeout: 60_000 });
  await installWatch(page);
  const keys: number[] = [];
  const sorted: number[] = [];
  const search = page.getByRole("searchbox", { name: "Search models" });
  for (let round = 0; round < rounds; round += 1) {
    for (const query of queries) {
      await search.focus();
      const { typed, deleted } = await typeAndDelete(page, query);
      keys.push(...typed, ...deleted);
    }
    for (const name of sorts) {
      const heading = page.getByRole("columnheader", { name }).getByRole("button");
      for (const _direction of ["one way", "the other"]) {
        const time = await timed(page, () => heading.click());
        if (time !== null) sorted.push(time);
      }
    }
  }
  return [timesFigure("/models: every key", keys, must), timesFigure("/models: sorting", sorted)];
}
