import { expect, test } from "./support/fixtures.ts";
import { addConversation } from "./support/long.ts";

// more than a view is high, and not so much that the other answer is taken out of the page
const between = Array.from({ length: 8 }, (_, index) => `Paragraph ${index}: ${"words ".repeat(40)}`).join("\n\n");
const text = (name: string) =>
  `A claim of ${name}[^1].\n\n${between}\n\nClaimed again[^1].\n\n${between}\n\n[^1]: The source of ${name}.`;

test("a footnote's mark leads to its note and back, by pointer and by keyboard, within the conversation", async ({
  page,
  app,
  account,
  signIn,
  clientFor,
}) => {
  const id = await addConversation(app, clientFor(account), [
    { role: "user", text: "First" },
    { role: "assistant", text: text("the first") },
    { role: "user", text: "Second" },
    { role: "assistant", text: text("the second") },
  ]);
  await signIn(page, account);
  await page.goto(`/c/${id}`);
  for (const name of ["the first", "the second"]) {
    const answer = page.getByRole("article").filter({ hasText: `A claim of ${name}` });
    const marks = answer.getByRole("link", { name: "Footnote 1", exact: true });
    const [first, again] = [marks.nth(0), marks.nth(1)];
    const note = answer.getByText(`The source of ${name}.`);
    const back = answer.getByRole("link", { name: "Back to where footnote 1 is referred to" });
    await expect(note).toHaveText(`1 The source of ${name}.`);
    await first.click();
    await expect(note).toBeFocused();
    await expect(note).toBeInViewport();
    await page.keyboard.press("Tab");
    await expect(back).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(first).toBeFocused();
    await expect(first).toBeInViewport();
    // from where one came
    await again.press("Enter");
    await expect(note).toBeInViewport();
    await back.click();
    await expect(again).toBeFocused();
    await expect(again).toBeInViewport();
  }
  expect(new URL(page.url()).hash).toBe("");
  // nothing but the conversation has scrolled
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
  const ids = await page.locator("article [id]").evaluateAll((elements) => elements.map((element) => element.id));
  expect(new Set(ids).size).toBe(ids.length);
});
