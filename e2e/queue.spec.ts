import { chatOn, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { numberedWords } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("CF-6 what is written while an answer runs waits in order, and goes by itself, once", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  await chat.chooseModel("openai:scenario/held:after=2,tokens=4");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await chat.chooseModel("openai:scenario/quick");
  // with nothing to send there is nothing but Stop
  await expect(chat.sendButton).toHaveCount(0);
  await chat.box.fill(second);
  await expect(chat.stopButton).toBeVisible();
  await chat.sendButton.dblclick();
  await chat.send(third);
  await expect(chat.box).toHaveValue("");
  await expect(chat.waiting).toContainText([second, third]);
  await expect(chat.waiting.first()).toContainText("Goes when the answer has ended");
  await expect(chat.questions).toHaveText(first);

  provider.release({ text: first });
  await expect(chat.questions).toHaveText([first, second, third]);
  await expect(chat.answers).toHaveCount(3);
  await chat.waitFor("complete");
  await expect(chat.waiting).toHaveCount(0);
  const stored = transcript(await storedConversation(clientFor(account), await chat.id()));
  expect(stored.filter(([role]) => role === "user").map(([, text]) => text)).toEqual([first, second, third]);
  // each call has the questions before it in its history
  const calls = [first, second, third].map((text) => provider.log({ text, purpose: "answer" }).length);
  expect(calls).toEqual([3, 2, 1]);
});

test("a waiting message can be taken back into the box, or thrown away", async ({ page, provider }) => {
  const chat = chatOn(page);
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  await chat.chooseModel("openai:scenario/held:after=1,tokens=2");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await chat.send(second);
  await chat.send(third);
  await expect(chat.waiting).toHaveCount(2);
  await chat.removeWaiting.first().click();
  await expect(chat.waiting).toContainText([third]);
  await expect(chat.box).toBeFocused();
  const notice = page.getByRole("region", { name: "Notices" });
  await expect(notice).toContainText(`The waiting message “${second}`);
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(chat.waiting).toContainText([second, third]);
  await expect(notice).toHaveText("");
  await chat.removeWaiting.first().click();
  await expect(chat.waiting).toHaveCount(1);
  await chat.box.fill("typed meanwhile");
  await chat.editWaiting.click();
  await expect(chat.waiting).toHaveCount(0);
  await expect(chat.box).toHaveValue(`${third}\ntyped meanwhile`);
  await expect(chat.box).toBeFocused();
  provider.release({ text: first });
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText(first);
  expect(provider.log({ text: second })).toHaveLength(0);
});

test("CF-7 stop, then send at once: the new message goes when the old answer has stopped", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  await chat.chooseModel("openai:scenario/held:after=3");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await expect(chat.words).toHaveText(numberedWords(3));
  await chat.chooseModel("openai:scenario/quick");
  await chat.stopButton.click();
  await chat.send(second);
  await expect(chat.questions).toHaveText([first, second]);
  await chat.waitFor("complete");
  await expect(chat.waiting).toHaveCount(0);
  await expect(chat.answers.first()).toHaveAttribute("data-status", "stopped");
  await expect(chat.answers.first().getByRole("paragraph").first()).toHaveText(numberedWords(3));
  await provider.waitForCall({ text: first, purpose: "answer", finished: "client-closed" }, 1);
  // what was stopped does not grow back
  await page.reload();
  await expect(chat.answers.first().getByRole("paragraph").first()).toHaveText(numberedWords(3));
});

test("CF-7 stop before the first byte, twice, and before the server has the message", async ({ page }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held");
  const held = Promise.withResolvers<void>();
  await page.route(
    "**/api/chat",
    async (route) => {
      await held.promise;
      await route.continue();
    },
    { times: 1 },
  );
  await chat.send(question);
  await chat.stopButton.click();
  await chat.stopButton.click();
  held.resolve();
  await chat.waitFor("stopped");
  await expect(chat.sendButton).toBeVisible();
  await expect(chat.alert).toHaveCount(0);
  // a late stop of the old turn is none of the next one's
  const next = newQuestion();
  await chat.chooseModel("openai:scenario/quick");
  await chat.send(next);
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText([question, next]);
});

test("after an answer that failed, what waits stays until it is told to go", async ({ page, provider }) => {
  const chat = chatOn(page);
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  await chat.chooseModel("openai:scenario/held:after=1,tokens=2");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await chat.chooseModel("openai:scenario/no-credit");
  await chat.send(second);
  await chat.send(third);
  provider.release({ text: first });
  await expect(chat.questions).toHaveText([first, second]);
  await chat.waitFor("failed");
  await expect(chat.waiting).toContainText([third]);
  await expect(chat.waiting).toContainText("The last answer did not finish");
  // also after a reload
  await page.reload();
  await expect(chat.waiting).toContainText([third]);
  await chat.chooseModel("openai:scenario/quick");
  expect(provider.log({ text: third })).toHaveLength(0);
  await chat.sendNow.click();
  await expect(chat.questions).toHaveText([first, second, third]);
  await chat.waitFor("complete");
  await expect(chat.waiting).toHaveCount(0);
});

test("what waits survives a reload in mid-answer and goes once, with two tabs open", async ({
  page,
  context,
  provider,
}) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  await chat.chooseModel("openai:scenario/held:after=1,tokens=2");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await chat.send(second);
  await expect(chat.waiting).toContainText([second]);
  const tab = chatOn(await context.newPage());
  await tab.page.goto(page.url());
  await page.reload();
  for (const one of [chat, tab]) await expect(one.waiting).toContainText([second]);
  provider.release({ text: first });
  await provider.waitForCall({ text: second, held: true });
  provider.release({ text: second });
  for (const one of [chat, tab]) {
    await expect(one.questions).toHaveText([first, second]);
    await one.waitFor("complete");
    await expect(one.waiting).toHaveCount(0);
  }
  expect(provider.log({ text: second, purpose: "answer" })).toHaveLength(1);
});
