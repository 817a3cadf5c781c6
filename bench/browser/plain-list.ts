import type { Page } from "playwright";
import type { Figure } from "../report.ts";
import { installWatch, queries, timesFigure, typeAndDelete } from "./page.ts";

type Named = { id: string; name: string };

/**
 * The floor: a page of a field and twelve rows of two lines, without a framework, that searches the same models by name
 * and id. Nothing that answers a key with a list can do much less.
 */
export async function measurePlainList(page: Page, models: readonly Named[], rounds: number): Promise<Figure[]> {
  await page.setContent('<!doctype html><main><input type="search"><div></div></main>');
  await page.evaluate((all) => {
    const field = document.querySelector("input");
    const list = document.querySelector("div");
    if (!field || !list) return;
    const texts = all.map(({ id, name }) => `${name} ${id}`.toLowerCase());
    const rows = Array.from({ length: 12 }, () => {
      const row = document.createElement("div");
      const [name, id] = [document.createElement("div"), document.createElement("div")];
      row.append(name, id);
      list.append(row);
      return { row, name, id };
    });
    const show = () => {
      const words = field.value.toLowerCase().split(/\s+/);
      const found = all.filter((_, at) => words.every((word) => texts[at]?.includes(word)));
      for (const [at, { row, name, id }] of rows.entries()) {
        const model = found[at];
        row.hidden = model === undefined;
        name.textContent = model?.name ?? "";
        id.textContent = model?.id ?? "";
      }
    };
    show();
    field.addEventListener("input", show);
    field.focus();
  }, models);
  await installWatch(page);
  const keys: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const query of queries) {
      const { typed, deleted } = await typeAndDelete(page, query);
      keys.push(...typed, ...deleted);
    }
  }
  return [timesFigure("A bare page of twelve rows: every key", keys)];
}
