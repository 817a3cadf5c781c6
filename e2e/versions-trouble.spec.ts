import { chatOn, newQuestion, storedConversation } from "./support/chat.ts";
import { talk } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";
import { hold } from "./support/hold.ts";
import { button, held, on, words } from "./support/message-buttons.ts";
import { numberedWords } from "./support/turns.ts";

test.beforeEach(({ page, account, signIn }) => signIn(page, account));

test("a fork opens with what there was up to its message, and goes its own way", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  const { id } = await talk(clientFor(account), [first, second], words(2));
  await page.goto(`/c/${id}`);
  await on(chat.answers.first()).fromMenu("Fork from here");
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  await expect(chat.questions).toContainText([first]);
  await expect(chat.answers).toHaveCount(1);
  await expect(chat.box).toBeFocused();
  await expect(chat.conversations.getByRole("link")).toHaveCount(2);
  await chat.send(third);
  await expect(chat.questions).toContainText([first, third]);
  await chat.waitFor("complete");
  await page.goBack();
  await expect(chat.questions).toContainText([first, second]);
  expect((await storedConversation(clientFor(account), id)).messages).toHaveLength(4);
});

test("a fork that takes its time says so where it was asked for", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const { id } = await talk(clientFor(account), [newQuestion()], words(2));
  await page.goto(`/c/${id}`);
  const release = await hold(page, `**/api/conversations/${id}/fork`);
  await on(chat.answers.first()).fromMenu("Fork from here");
  const spinner = button(chat.answers.first(), "More options").locator(".animate-spin");
  await expect(spinner).toBeVisible();
  release();
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  await expect(chat.answers).toHaveCount(1);
  await expect(spinner).toHaveCount(0);
});

test("CF-5 while another tab's answer runs nothing is begun: the old version is back, and the reason is told", async ({
  page,
  context,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [question, second, edited] = [newQuestion(), newQuestion("Second"), newQuestion("Edited")];
  const { id } = await talk(clientFor(account), [question], words(2));
  await page.goto(`/c/${id}`);
  const message = on(chat.questions.first());
  await message.editButton.focus();
  await page.keyboard.press("Enter");
  await message.field.fill(edited);
  // a page that has not heard of the other one's turn
  await page.route(`**/api/conversations/${id}`, (route) => route.abort());
  const other = chatOn(await context.newPage());
  await other.page.goto(`/c/${id}`);
  await other.chooseModel(held);
  await other.send(second);
  await provider.waitForCall({ text: second, held: true });
  await page.bringToFront();

  await message.send.click();
  await expect(chat.alert).toContainText("still being written");
  await expect(message.field).toHaveValue(edited);
  await expect(message.field).toBeFocused();
  await expect(chat.words).toHaveText(numberedWords(2));
  await page.keyboard.press("Escape");
  await page.unroute(`**/api/conversations/${id}`);
  await on(chat.answer).regenerate.click();
  // told again, and now what the other tab does is followed
  await expect(chat.questions).toContainText([question, second]);
  await chat.waitFor("running");
  await expect(on(chat.answers.first()).regenerate).toBeDisabled();
  provider.release({ text: second });
  await chat.waitFor("complete");
  expect(provider.log({ text: edited, purpose: "answer" })).toEqual([]);
  expect((await storedConversation(clientFor(account), id)).messages).toHaveLength(4);
});

test("CF-6 an edit whose acknowledgement got lost arrives once, and its answer is followed", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [question, edited] = [newQuestion(), newQuestion("Edited")];
  const { id } = await talk(clientFor(account), [question], words(2));
  await page.goto(`/c/${id}`);
  await page.route(
    "**/api/chat",
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
  await on(chat.questions.first()).edit(edited);
  await expect(chat.questions).toContainText([edited]);
  await chat.waitFor("complete");
  await expect(on(chat.questions.first()).place).toHaveText("2/2");
  await expect(chat.alert).toHaveCount(0);
  expect(provider.log({ text: edited, purpose: "answer" })).toHaveLength(1);
});

test("offline the old version is back, with the text of an edit, and goes out once when it is sent again", async ({
  page,
  context,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [question, edited] = [newQuestion(), newQuestion("Edited")];
  const { id } = await talk(clientFor(account), [question], words(2));
  await page.goto(`/c/${id}`);
  await expect(chat.box).toBeEditable();
  await context.setOffline(true);
  await on(chat.answer).regenerate.click();
  await expect(chat.alert).toContainText("cannot be reached");
  await expect(chat.words).toHaveText(numberedWords(2));
  await expect(on(chat.answer).place).toBeHidden();
  const message = on(chat.questions.first());
  await message.edit(edited);
  await expect(message.field).toHaveValue(edited);
  await context.setOffline(false);
  await message.send.click();
  await expect(chat.questions).toContainText([edited]);
  await chat.waitFor("complete");
  expect(provider.log({ text: edited, purpose: "answer" })).toHaveLength(1);
});

test("CF-13 a session that ends while a message is edited: after signing in the text is still there", async ({
  page,
  context,
  account,
  clientFor,
  signIn,
}) => {
  const chat = chatOn(page);
  const [question, edited] = [newQuestion(), newQuestion("Edited")];
  const { id } = await talk(clientFor(account), [question], words(2));
  await page.goto(`/c/${id}`);
  const message = on(chat.questions.first());
  await message.editButton.focus();
  await page.keyboard.press("Enter");
  await message.field.fill(edited);
  await context.clearCookies();
  await message.send.click();
  await expect(chat.alert).toBeVisible();
  await expect(message.field).toHaveValue(edited);
  await signIn(page, account);
  await page.reload();
  await message.editButton.focus();
  await page.keyboard.press("Enter");
  await expect(message.field).toHaveValue(edited);
  await expect(message.field).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(message.place).toHaveText("2/2");
  await chat.waitFor("complete");
  // what has arrived is kept no longer, and neither is what was given up
  await message.previous.click();
  await expect(message.place).toHaveText("1/2");
  await message.editButton.focus();
  await page.keyboard.press("Enter");
  await expect(message.field).toHaveValue(question);
  await expect(message.field).toBeFocused();
  await page.keyboard.type("!");
  await page.keyboard.press("Escape");
  await page.reload();
  await message.editButton.focus();
  await page.keyboard.press("Enter");
  await expect(message.field).toHaveValue(question);
});

test("the message whose version is chosen stays where it is, whatever follows it", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const questions = ["First", "Second", "Third", "Fourth"].map((name) => newQuestion(name));
  const { id } = await talk(clientFor(account), questions, words(400));
  await page.goto(`/c/${id}`);
  const message = on(chat.questions.nth(1));
  await message.edit(newQuestion("Edited"));
  await expect(message.place).toHaveText("2/2");
  await chat.waitFor("complete");
  await message.previous.scrollIntoViewIfNeeded();
  const top = async () => Math.round((await message.previous.boundingBox())?.y ?? Number.NaN);
  for (const go of [message.previous, message.next, message.previous]) {
    const before = await top();
    const place = await message.place.textContent();
    await go.click();
    await expect(message.place).not.toHaveText(place ?? "");
    expect(Math.abs((await top()) - before)).toBeLessThan(3);
  }
});
