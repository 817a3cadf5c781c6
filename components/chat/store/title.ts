import type { ListStore } from "./list-store.ts";

/** Looks for the title that is made after the first answer, in milliseconds after its end. */
const titleWaitsMs = [400, 800, 1600, 3200, 6400, 12_800];

/** A first answer's title is made on the server after its end; until it is there, or will not come, the list is looked at. */
export async function awaitTitle(
  list: ListStore,
  id: string,
  firstTitle: string,
  onTitle: (title: string) => void,
): Promise<void> {
  for (const wait of titleWaitsMs) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    await list.load();
    const title = list.line(id)?.title;
    if (title === undefined) return;
    onTitle(title);
    if (title !== firstTitle) return;
  }
}
