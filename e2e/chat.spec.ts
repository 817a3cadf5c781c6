import { chatOn, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { numberedWords } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("a first message begins a conversation with an address and a line of its own, before the answer ends @sqld", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion("How deep is harbour");
  await chat.chooseModel("openai:scenario/held:after=3,tokens=6");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });

  const id = await chat.id();
  await expect(chat.line(question)).toHaveAttribute("href", `/c/${id}`);
  await expect(chat.line(question)).toHaveAttribute("aria-current", "page");
  await expect(chat.questions).toHaveText(question);
  // the provider still holds the rest back: what came of the answer is on the page already
  await expect(chat.words).toHaveText(numberedWords(3));
  await chat.waitFor("running");
  await expect(chat.stopButton).toBeVisible();
  await expect(chat.box).toBeEditable();
  expect((await storedConversation(clientFor(account), id)).messages.map(({ status }) => status)).toEqual([
    "complete",
    "running",
  ]);

  provider.release({ text: question });
  await chat.waitFor("complete");
  await expect(chat.words).toHaveText(numberedWords(6));
  await expect(chat.sendButton).toBeVisible();
  expect(transcript(await storedConversation(clientFor(account), id))).toEqual([
    ["user", question],
    ["assistant", numberedWords(6)],
  ]);
});

test("what was sent is on the page before more is sent, and nothing else ever is", async ({ page, provider }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("local:scenario/held:after=7,tokens=12");
  // the page itself takes note of what it shows: looking from outside, a busy machine would miss states
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const answer = document.querySelector('article[data-role="assistant"]')?.textContent ?? "";
      const words = /w0( w\d+)*/.exec(answer)?.[0];
      if (words) seen.push(words);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await expect(chat.words).toHaveText(numberedWords(7));
  provider.release({ text: question });
  await chat.waitFor("complete");
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  for (const text of seen) expect(numberedWords(12).startsWith(text)).toBe(true);
  expect(seen).toContain(numberedWords(7));
  expect(seen.at(-1)).toBe(numberedWords(12));
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("CF-7 stop keeps the text and closes the provider's connection within a second @sqld", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=4");
  await chat.send(question);
  await expect(chat.words).toHaveText(numberedWords(4));

  const stop = page.waitForRequest(/\/stop$/);
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  const call = await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" });
  expect((call.finishedAt ?? 0) - (await stop).timing().startTime).toBeLessThan(1000);
  await expect(chat.words).toHaveText(numberedWords(4));
  await expect(chat.answer.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(chat.alert).toHaveCount(0);

  const view = await storedConversation(clientFor(account), await chat.id());
  expect(view.messages.at(-1)).toMatchObject({ status: "stopped", parts: [{ text: numberedWords(4) }] });
  await page.reload();
  await chat.waitFor("stopped");
  await expect(chat.words).toHaveText(numberedWords(4));
});

test("an answer can be stopped before its first word", async ({ page, provider }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" }, 1);
  await expect(chat.sendButton).toBeVisible();
});

test("a stop that overtakes its own message still counts", async ({ page, provider }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const tooEarly = page.waitForResponse((response) => /\/stop$/.test(response.url()) && response.status() === 404);
  await page.route("**/api/chat", async (route) => {
    await tooEarly;
    await route.continue();
  });
  await chat.chooseModel("openai:scenario/held");
  await chat.send(question);
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, finished: "open" })).toEqual([]);
});

test("the next message takes the whole conversation along, one call each and one title @sqld", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  await chat.send(first);
  await chat.waitFor("complete");
  const answered = `Hello from scenario/quick.`;
  await expect(chat.answer).toContainText(answered);
  await provider.waitForCall({ text: first, purpose: "title", finished: "complete" });

  await chat.send(second);
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  await chat.send(third);
  await expect(chat.answers).toHaveCount(3);
  await chat.waitFor("complete");

  const said = (role: string, content: string) => ({ role, content });
  const calls = provider
    .log({ text: first, purpose: "answer" })
    .map(({ body }) => (body as { messages: unknown }).messages);
  expect(calls).toEqual([
    [said("user", first)],
    [said("user", first), said("assistant", answered), said("user", second)],
    [
      said("user", first),
      said("assistant", answered),
      said("user", second),
      said("assistant", answered),
      said("user", third),
    ],
  ]);
  // a title for the second turn would have been asked for before the third one
  expect([first, second, third].map((text) => provider.log({ text, purpose: "title" }).length)).toEqual([1, 0, 0]);
});

test("after a stop the conversation goes on, with what was written", async ({ page, provider }) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion(), newQuestion()];
  await chat.chooseModel("openai:scenario/held:after=2");
  await chat.send(first);
  await expect(chat.words).toHaveText(numberedWords(2));
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  await chat.chooseModel("openai:scenario/quick");
  await chat.send(second);
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  const { body } = await provider.waitForCall({ text: second, purpose: "answer" });
  expect((body as { messages: unknown }).messages).toEqual([
    { role: "user", content: first },
    { role: "assistant", content: numberedWords(2) },
    { role: "user", content: second },
  ]);
});
