import { randomBytes } from "node:crypto";
import { type App, startApp } from "./support/app.ts";
import { chatOn } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

// What somebody meets who starts the site for the first time: no key, no secret, no account.

let own: App;
test.beforeEach(async () => {
  own = await startApp({ env: { BETTER_AUTH_SECRET: undefined, BETTER_AUTH_URL: undefined, TRUST_PROXY: undefined } });
});
test.afterEach(() => own.dispose());

test("the start tells the address, where the data lies and which settings are missing @file", () => {
  const output = own.output();
  expect(output).toContain(`Switchboard is ready: ${own.url}`);
  expect(output).toContain(`${own.directory}/switchboard.db`);
  expect(output).toContain("only the built-in demo: no provider key is set");
  expect(output).toMatch(/Not set\s+OPENAI_API_KEY, OPENROUTER_API_KEY, CUSTOM_PROVIDERS/);
  expect(output).toContain("set one of those in the file .env and start again");
  expect(output).not.toMatch(/\b(error|warn(ing)?|deprecat\w*)\b/i);
});

test.setTimeout(120_000);

test("from signing up to a streamed answer of the demo, and all of it is there after a restart @file", async ({
  page,
}) => {
  const chat = chatOn(page);
  const email = `first-${randomBytes(6).toString("hex")}@example.com`;
  await page.goto(own.url);
  await expect(page).toHaveURL(`${own.url}/sign-in`);
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Ada");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill("analytical-engine");
  await page.getByRole("button", { name: "Sign up" }).click();

  await expect(page.getByRole("heading", { name: "What’s on your mind, Ada?" })).toBeVisible();
  const note = page.getByRole("complementary", { name: "You are talking to the built-in demo" });
  await expect(note).toContainText("into the file .env, then restart");
  for (const setting of ["OPENAI_API_KEY=", "OPENROUTER_API_KEY=", "CUSTOM_PROVIDERS="])
    await expect(note).toContainText(setting);
  await expect(chat.modelButton).toHaveAccessibleName("Model: Demo guide");

  await chat.send("How do I begin?");
  // in the middle of the answer: its first words are there and its last are not
  await expect(chat.answer).toContainText("You asked: How do I begin?");
  await chat.waitFor("running");
  await expect(chat.answer).not.toContainText("rename or delete this conversation");
  await chat.waitFor("complete");
  await expect(chat.answer).toContainText("a demo that is built into Switchboard");
  await expect(chat.answer).toContainText("To talk to a real model, add one of these and start the site again");
  await expect(chat.answer.getByText("OPENROUTER_API_KEY=sk-or-...")).toBeVisible();
  await expect(chat.line("How do I begin?")).toBeVisible();

  await page.getByRole("button", { name: "New chat" }).click();
  await chat.send("Show me a table and code, please");
  // it is long, and comes at the pace of a real model
  await chat.waitFor("complete", 40);
  await expect(chat.answer.getByRole("heading", { name: "A long answer, to try the page with" })).toBeVisible();
  await expect(chat.answer.getByRole("table").getByRole("columnheader")).toHaveText([
    "What you can do",
    "While an answer runs",
    "After a restart",
  ]);
  await expect(chat.answer.getByRole("list").first().getByRole("listitem").first()).toContainText("Pick a model");
  await expect(chat.answer.getByRole("blockquote")).toContainText("A turn is a durable thing");
  await expect(chat.answer.getByRole("button", { name: "Copy code" })).toBeVisible();
  // markdown became elements: none of its marks is left
  await expect(chat.answer).not.toContainText("**");
  await expect(chat.answer).not.toContainText("```");

  await own.restart();
  await page.reload();
  await expect(chat.conversations.getByRole("link")).toHaveText([
    "Show me a table and code, please",
    "How do I begin?",
  ]);
  await expect(chat.answer.getByRole("table")).toBeVisible();
  await chat.line("How do I begin?").click();
  await expect(chat.questions).toHaveText("How do I begin?");
  await expect(chat.answer).toContainText("a demo that is built into Switchboard");

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${own.url}/sign-in`);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill("something-else");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText("That email and password do not match.");
  await page.getByRole("textbox", { name: "Password" }).fill("analytical-engine");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(chat.line("How do I begin?")).toBeVisible();
});
