import { chatOn, newQuestion } from "./support/chat.ts";
import { talk } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";

// What a person has in hand (a text, an open menu, the place they read at, the focus) is not taken away by what else happens.

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("an example goes behind what was typed, and the box has the focus", async ({ page }) => {
  const chat = chatOn(page);
  await chat.box.fill("my own words");
  await page.getByRole("main").getByRole("listitem").first().getByRole("button").click();
  await expect(chat.box).toHaveValue(/^my own words\n\S/);
  await expect(chat.box).toBeFocused();
});

test("a menu stays open while an answer grows, at its button, and has the focus", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const { id } = await talk(clientFor(account), ["What is a cord?"]);
  await page.goto(`/c/${id}`);
  await chat.chooseModel("openai:scenario/markdown:repeat=60,delay=8,size=12");
  await chat.send(newQuestion());
  const list = page.getByRole("region", { name: "Conversation" });
  const height = () => list.evaluate(({ scrollHeight }) => scrollHeight);
  await expect.poll(height).toBeGreaterThan(1_500);
  // up to the first answer, which stays where it is while the end grows away from it
  await list.evaluate((element) => {
    element.scrollTop = -element.scrollHeight;
  });
  const more = chat.answers.first().getByRole("button", { name: "More options" });
  await more.click();
  const item = page.getByRole("menuitem").first();
  await expect(item).toBeFocused();
  const before = await height();
  await expect.poll(height).toBeGreaterThan(before + 1_500);
  await expect(item).toBeFocused();
  // out of sight with its button
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  await chat.stopButton.click();
  await chat.waitFor("stopped");
});

test("who reads further up stays there when a waiting message goes by itself", async ({ page, provider }) => {
  const chat = chatOn(page);
  const list = page.getByRole("region", { name: "Conversation" });
  await chat.chooseModel("openai:scenario/markdown:repeat=12,delay=1");
  await chat.send(newQuestion());
  await chat.waitFor("complete", 30);
  await chat.chooseModel("openai:scenario/held:after=3,tokens=8");
  const [held, next] = [newQuestion(), newQuestion()];
  await chat.send(held);
  await provider.waitForCall({ text: held, held: true });
  await chat.send(next);
  await expect(chat.waiting).toHaveCount(1);
  await list.evaluate((element) => {
    element.scrollTop = -1_500;
  });
  const top = () => list.evaluate(({ scrollTop }) => scrollTop);
  provider.release({ text: held });
  await provider.waitForCall({ text: next, held: true });
  await expect(chat.waiting).toHaveCount(0);
  await expect(chat.questions.filter({ hasText: next })).toHaveCount(1);
  expect(await top()).toBeLessThan(-1_000);
  provider.release({ text: next });
  await chat.waitFor("complete");
  expect(await top()).toBeLessThan(-1_000);
});

test("going from a conversation that is answering to a finished one does not announce an end", async ({
  page,
  account,
  clientFor,
  provider,
}) => {
  const chat = chatOn(page);
  const { id } = await talk(clientFor(account), ["What is a cord?"]);
  await page.goto(`/c/${id}`);
  await chat.waitFor("complete");
  await chat.newChat.click();
  await chat.chooseModel("openai:scenario/held:after=3,tokens=8");
  const question = newQuestion();
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await expect(chat.words).toHaveText("w0 w1 w2");
  await chat.conversations.locator(`[data-conversation="${id}"]`).click();
  await chat.waitFor("complete");
  await expect(page.getByRole("status").filter({ hasText: "The answer is finished." })).toHaveCount(0);
  // it is said of the one that is shown
  await page.goBack();
  await expect(chat.answer).toHaveAttribute("data-status", "running");
  provider.release({ text: question });
  await expect(page.getByRole("status").filter({ hasText: "The answer is finished." })).toHaveCount(1);
});

test("where Stop was pressed by a key and goes away, the focus is not lost", async ({ page, provider }) => {
  const chat = chatOn(page);
  await chat.chooseModel("openai:scenario/held:after=3,tokens=8");
  const question = newQuestion();
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await chat.stopButton.focus();
  provider.release({ text: question });
  await chat.waitFor("complete");
  await expect(chat.stopButton).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe("main");
});

test("what is copied in a dialog is announced within it, also where only the old way of copying works", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const { id } = await talk(clientFor(account), ["What is a cord?"]);
  await page.goto(`/c/${id}`);
  await page.evaluate(() => {
    // as over plain http
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await chat.answer.getByRole("button", { name: "Receipt" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /cURL/ }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
});

test("text that is too much for markdown is laid out in parts, without gaps between them", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  provider.setAnswer("flood", "word ".repeat(60_000));
  await chat.chooseModel("local:flood");
  await chat.send(newQuestion());
  await chat.waitFor("complete", 30);
  const style = await chat.answer
    .locator(".plain-part")
    .nth(1)
    .evaluate((part) => {
      const { contentVisibility, marginTop, marginBottom } = getComputedStyle(part);
      return [contentVisibility, marginTop, marginBottom];
    });
  expect(style).toEqual(["auto", "0px", "0px"]);
});

test("paragraphs of languages that are written from the right begin there, code does not", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  provider.setAnswer("hebrew", "שלום עולם.\n\nPlain words.\n\n`code()`");
  await chat.chooseModel("local:hebrew");
  await chat.send("שלום");
  await chat.waitFor("complete");
  const sides = await chat.answer.locator(".markdown > p").evaluateAll((paragraphs) =>
    paragraphs.map((paragraph) => {
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const [text, box] = [range.getBoundingClientRect(), paragraph.getBoundingClientRect()];
      return text.left - box.left > box.right - text.right ? "right" : "left";
    }),
  );
  expect(sides).toEqual(["right", "left", "left"]);
  await chat.box.fill("שלום");
  expect(await chat.box.evaluate((box) => getComputedStyle(box).direction)).toBe("rtl");
});

test("a part that cannot be loaded says so in its place, and comes when it is asked for again", async ({
  page,
  account,
  clientFor,
}) => {
  const { id } = await talk(clientFor(account), ["What is a cord?"]);
  // scripts that the page does not begin with, as when a deploy has taken them away
  await page.goto(`/c/${id}`);
  const begun = new Set(await page.evaluate(() => [...document.scripts].map(({ src }) => src)));
  await page.route("**/_next/static/**/*.js", (route) =>
    begun.has(route.request().url()) ? route.continue() : route.abort(),
  );
  await page.reload();
  const chat = chatOn(page);
  await chat.waitFor("complete");
  await page.getByRole("button", { name: "Search in this conversation" }).first().click();
  const told = page.getByRole("dialog", { name: "Search in this conversation" });
  await expect(told.getByRole("alert")).toContainText("This part of the page could not be loaded.");
  await expect(told.getByRole("heading", { name: "Search in this conversation" })).toBeVisible();
  await expect(told.getByRole("button", { name: "Try again" })).toBeFocused();
  await told.getByRole("button", { name: "Close" }).click();
  await expect(told).toHaveCount(0);
  await page.getByRole("button", { name: "Search in this conversation" }).first().click();
  await expect(told.getByRole("alert")).toBeVisible();
  await expect(chat.box).toHaveCount(1);
  await page.unrouteAll({ behavior: "wait" });
  await told.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("searchbox", { name: "Search in this conversation" })).toBeFocused();
});

test("messages whose part of the page cannot be loaded are sent, and shown when it is asked for again", async ({
  page,
}) => {
  const chat = chatOn(page);
  // scripts that the page does not begin with
  const html = await (await page.request.get("/")).text();
  await page.route("**/_next/static/**/*.js", (route) =>
    html.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  );
  await page.reload();
  const question = newQuestion();
  await chat.send(question);
  await expect(chat.alert).toContainText("Try again");
  await expect(chat.box).toHaveValue("");
  await page.unrouteAll({ behavior: "wait" });
  await chat.alert.getByRole("button", { name: "Try again" }).click();
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText([question]);
});
