import type { Page } from "@playwright/test";
import { marks } from "./fake-provider/scenarios.ts";
import { chatOn } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { addConversation, addSources, said } from "./support/long.ts";

const longLine = `const words = ["${"unbroken".repeat(40)}"];`;
const answer = [
  "# The answer",
  "Read [the handbook](https://example.com/handbook?page=7), or <https://example.org/> itself.",
  `\`\`\`js\n${longLine}\n\`\`\``,
  `| one | two |\n| --- | --- |\n| ${"cell ".repeat(30)} | ${"wide".repeat(60)} |`,
  ...Array.from({ length: 60 }, (_, number) => `Paragraph ${number}: ${"words and more words ".repeat(12)}`),
].join("\n\n");

/** Pages of a PDF. */
const pagesOf = (pdf: Buffer) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

/** What Chromium would see sideways of the paper: elements that reach out of it. */
const tooWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("article, article *")]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
      .map(({ tagName, className }) => `${tagName} ${className}`),
  );

test("a conversation is printed as a document: title, who says what, all of it, and in the light colours", async ({
  page,
  app,
  account,
  signIn,
  clientFor,
}) => {
  const id = await addConversation(app, clientFor(account), [
    { role: "user", text: "What is there to print?" },
    { role: "assistant", text: answer },
  ]);
  await clientFor(account).send("PATCH", `/api/conversations/${id}`, JSON.stringify({ title: "On paper" }));
  await signIn(page, account);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`/c/${id}`);
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator(".code-block [class^=code-]").first()).toBeVisible();
  // as wide as A4 without its margins
  await page.setViewportSize({ width: 680, height: 900 });

  await page.emulateMedia({ media: "print" });
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText("On paper");
  await expect(title).toBeVisible();
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page.getByText("Paragraph 59:")).toBeVisible();
  for (const gone of [
    page.getByRole("navigation", { includeHidden: true }).first(),
    page.getByRole("textbox", { name: "Message", includeHidden: true }),
    page.getByRole("button", { name: "Send message", includeHidden: true }),
    page.getByRole("button", { name: "Copy message", includeHidden: true }).first(),
  ]) {
    await expect(gone).toHaveCount(1);
    await expect(gone).toBeHidden();
  }
  await expect(page.getByRole("button")).toHaveCount(0);
  const looks = await page.evaluate(() => {
    const style = (selector: string, pseudo?: string) =>
      getComputedStyle(document.querySelector(selector) ?? document.body, pseudo);
    return {
      ground: style("html").backgroundColor,
      ink: style("article .markdown p").color,
      who: [...document.querySelectorAll("article")].map((article) => getComputedStyle(article, "::before").content),
      leads: [...document.querySelectorAll("article a")].map((link) => getComputedStyle(link, "::after").content),
      list: style('main section[tabindex="0"]').overflowY,
    };
  });
  expect(looks).toEqual({
    ground: "rgb(255, 255, 255)",
    ink: "rgb(26, 29, 27)",
    who: ['"You"', '"Answer from openai:scenario/quick"'],
    leads: ['" (https://example.com/handbook?page=7)"', "none"],
    list: "visible",
  });
  expect(await tooWide(page)).toEqual([]);
  const top = (await title.boundingBox())?.y ?? 0;
  expect(top).toBeLessThan((await page.getByRole("article").first().boundingBox())?.y ?? 0);

  // the whole of it, and not what fits the window
  expect(pagesOf(await page.pdf({ format: "A4" }))).toBeGreaterThan(3);
});

test("an answer that came while it was looked at is printed whole: nothing of it is skipped on paper", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  // held on its way: what comes all at once was not looked at
  provider.setAnswer("printer", answer.replace("Paragraph 9:", `${marks.hold}$&`));
  await signIn(page, account);
  const chat = chatOn(page);
  await page.goto("/?model=local:printer");
  await expect(chat.modelButton).toContainText("printer");
  await chat.send("What is there to print?");
  await expect(chat.answer).toContainText("Paragraph 8:");
  provider.release({ text: "What is there to print?" });
  await chat.waitFor("complete");
  await expect(chat.answer).toContainText("Paragraph 59:");
  const skipped = () =>
    chat.answer
      .locator(".markdown > *")
      .evaluateAll((blocks) => blocks.filter((block) => getComputedStyle(block).contentVisibility === "auto").length);
  // on the screen the browser may leave out what is out of sight
  expect(await skipped()).toBeGreaterThan(50);
  await page.emulateMedia({ media: "print" });
  expect(await skipped()).toBe(0);
});

test("a long conversation is printed with all that was loaded of it, and says what was not", async ({
  page,
  app,
  account,
  signIn,
  clientFor,
}) => {
  const count = 400;
  const id = await addConversation(app, clientFor(account), said(count));
  await signIn(page, account);
  await page.goto(`/c/${id}`);
  const articles = page.getByRole("article");
  await expect(articles.last()).toContainText(`Answer ${count - 1}`);
  const list = page.getByRole("region", { name: "Conversation", exact: true });
  await list.hover();
  const jump = page.getByRole("button", { name: "Jump to latest" });
  // until the page hears of it
  await expect(async () => {
    await page.mouse.wheel(0, -700);
    await expect(jump).toBeVisible({ timeout: 500 });
  }).toPass();
  const places = () =>
    list.evaluate((element) =>
      [...element.querySelectorAll("article")].map(
        (article) => `${article.dataset.messageId} ${Math.round(article.getBoundingClientRect().top)}`,
      ),
    );
  const before = await places();
  // after the page's own listener
  await page.evaluate(() => {
    const note = () => {
      const { length } = document.querySelectorAll("article");
      const missing = document.querySelector("main section > div > p")?.textContent ?? "";
      Object.assign(window, { printed: { length, missing } });
    };
    addEventListener("beforeprint", note);
  });
  const pdf = await page.pdf({ format: "A4" });
  const printed = await page.evaluate(
    () => (window as unknown as { printed: { length: number; missing: string } }).printed,
  );
  expect(printed.length).toBeGreaterThan(before.length);
  const missing = Number(/^(\d+) earlier messages are not printed/.exec(printed.missing)?.[1]);
  expect(printed.length + missing).toBe(count);
  expect(pagesOf(pdf)).toBeGreaterThan(5);
  // what is read is where it was, and the page is as light as before
  await expect.poll(places).toEqual(before);
  await expect(page.getByText("are not printed")).toBeHidden();
});

const extras = [
  "```mermaid\nflowchart TD\n  A[Drawn before] --> B\n```",
  // more than are drawn in one go
  Array.from({ length: 100 }, (_, index) => `$\\frac{x_{${index}}}{\\sqrt{y + ${index}}}$`).join(" "),
  `| row |\n| --- |\n${Array.from({ length: 201 }, (_, row) => `| row ${row + 1} |\n`).join("")}`,
].join("\n\n");

test("what is not in the page when it is printed is printed with its formulas, diagrams, all rows and all sources", async ({
  page,
  app,
  account,
  signIn,
  clientFor,
}) => {
  test.setTimeout(180_000);
  const id = await addConversation(app, clientFor(account), [
    { role: "user", text: "Everything, please" },
    { role: "assistant", text: extras },
    ...said(38),
  ]);
  await addSources(app, id, 2, 6);
  await signIn(page, account);
  await page.goto(`/c/${id}`);
  const list = page.getByRole("region", { name: "Conversation", exact: true });
  const articles = page.getByRole("article");
  await expect(articles.last()).toContainText("Answer 37");
  // gone to, so that the diagram is drawn and what draws formulas is here, and left again
  const picture = page.getByRole("img", { name: "Diagram: flowchart TD" });
  await expect(async () => {
    await list.evaluate((element) => {
      element.scrollTop = -element.scrollHeight;
    });
    await expect(picture).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.locator("[data-math='drawn']").first()).toBeVisible({ timeout: 30_000 });
  await expect(async () => {
    await list.evaluate((element) => {
      element.scrollTop = 0;
    });
    await expect(picture).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  // after the page's own listener
  await page.evaluate(() => {
    const note = () => {
      const count = (selector: string) => document.querySelectorAll(`article:has(table) ${selector}`).length;
      const printed = {
        diagrams: count("figure img"),
        formulas: count("[data-math='drawn'] .katex"),
        notDrawn: count("[data-math='source']"),
        rows: count("tbody tr"),
        sources: count("[aria-label='Sources'] li"),
      };
      Object.assign(window, { printed });
    };
    addEventListener("beforeprint", note);
  });
  await page.pdf({ format: "A4" });
  expect(await page.evaluate(() => (window as unknown as { printed: object }).printed)).toEqual({
    diagrams: 1,
    formulas: 100,
    notDrawn: 0,
    rows: 201,
    sources: 6,
  });
  // where a browser says nothing before it prints, at least nothing to press is on the paper
  await list.evaluate((element) => {
    element.scrollTop = -element.scrollHeight;
  });
  await expect(page.getByRole("button", { name: "Show 1 more row" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button")).toHaveCount(0);
});
