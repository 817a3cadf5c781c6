import { chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn, provider }) => {
  provider.setTitles("fail");
  await signIn(page, account);
});

test("a conversation is renamed with Enter, and Esc leaves its name alone", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const { conversationId, ...rest } = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", { conversationId, ...rest }));
  await page.goto(`/c/${conversationId}`);
  const field = page.getByRole("textbox", { name: "Title" });

  await chat.chooseFromMenu(question, "Rename");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(question);
  await field.fill("Not this one");
  await field.press("Escape");
  await expect(field).toBeHidden();
  await expect(chat.line(question)).toBeFocused();

  await chat.chooseFromMenu(question, "Rename");
  await field.fill("  Ferries & tides 渡轮  ");
  await field.press("Enter");
  await expect(chat.line("Ferries & tides 渡轮")).toBeFocused();
  await expect(page).toHaveTitle("Ferries & tides 渡轮 · Switchboard");
  await page.reload();
  await expect(chat.line("Ferries & tides 渡轮")).toBeVisible();
  await expect(chat.line(question)).toHaveCount(0);
});

test("a name that cannot be saved is told, and the old one stays", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const turn = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", turn));
  await page.goto(`/c/${turn.conversationId}`);
  await page.route(`**/api/conversations/${turn.conversationId}`, (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue(),
  );
  await chat.chooseFromMenu(question, "Rename");
  await page.getByRole("textbox", { name: "Title" }).fill("Lost");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The conversation could not be renamed.")).toBeVisible();
  await expect(chat.line(question)).toBeVisible();
});

test("a conversation is deleted only when that is confirmed, and is gone then @sqld", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const client = clientFor(account);
  const [doomed, kept] = [composeTurn(newQuestion("Doomed")), composeTurn(newQuestion("Kept"))];
  for (const turn of [kept, doomed]) await allEvents(await client.post("/api/chat", turn));
  const title = doomed.message.parts[0]?.text ?? "";
  await page.goto(`/c/${doomed.conversationId}`);
  const dialog = page.getByRole("dialog", { name: "Delete conversation?" });

  await chat.chooseFromMenu(title, "Delete");
  await expect(dialog).toContainText(title);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(chat.line(title)).toBeVisible();
  expect((await client.get(`/api/conversations/${doomed.conversationId}`)).status).toBe(200);

  await chat.chooseFromMenu(title, "Delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toBeHidden();
  await expect(chat.line(title)).toHaveCount(0);
  await expect(chat.conversations.getByRole("link")).toHaveCount(1);
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.answers).toHaveCount(0);

  const response = await page.goto(`/c/${doomed.conversationId}`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no such conversation" })).toBeVisible();
  expect((await client.get(`/api/conversations/${doomed.conversationId}`)).status).toBe(404);
  await page.goto("/");
  await expect(chat.conversations.getByRole("link")).toHaveCount(1);
});

test("deleting a conversation stops the answer that runs in it @sqld", async ({ page, provider }) => {
  const chat = chatOn(page);
  await page.goto("/");
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=2");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await chat.chooseFromMenu(question, "Delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" }, 3);
  await expect(chat.line(question)).toHaveCount(0);
  // a new chat, ready to be used
  await expect(chat.answers).toHaveCount(0);
  await expect(chat.box).toBeEnabled();
});

test("New chat comes from a conversation, and back again without loading the page", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const turn = composeTurn(question);
  await allEvents(await clientFor(account).post("/api/chat", turn));
  await page.goto(`/c/${turn.conversationId}`);
  await chat.newChat.click();
  await expect(page).toHaveURL(/\/$/);
  await expect(chat.answers).toHaveCount(0);
  await expect(page).toHaveTitle("Switchboard");
  await page.goBack();
  await expect(page).toHaveURL(`/c/${turn.conversationId}`);
  await expect(chat.questions).toHaveText(question);
  await page.goForward();
  await chat.line(question).click();
  await expect(chat.questions).toHaveText(question);
});
