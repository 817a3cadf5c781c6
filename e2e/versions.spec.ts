import { chatOn, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { talk } from "./support/conversations.ts";
import { expect, test } from "./support/fixtures.ts";
import { button, held, on, words } from "./support/message-buttons.ts";
import { numberedWords } from "./support/turns.ts";

test.beforeEach(({ page, account, signIn }) => signIn(page, account));

test("an answer given again stands beside the first one, and a reload shows the one last chosen @sqld", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const { id } = await talk(clientFor(account), [question], words(3));
  await page.goto(`/c/${id}`);
  await expect(on(chat.answer).place).toBeHidden();
  await chat.chooseModel(held);
  await on(chat.answer).regenerate.click();

  // the first version has given way at once, and nothing else can be begun
  await provider.waitForCall({ text: question, model: held.slice(7), held: true });
  await expect(chat.words).toHaveText(numberedWords(2));
  await expect(on(chat.answer).place).toHaveText("2/2");
  await expect(on(chat.answer).previous).toBeDisabled();
  await expect(on(chat.answer).regenerate).toBeHidden();
  provider.release({ text: question });
  await chat.waitFor("complete");
  await expect(chat.words).toHaveText(numberedWords(4));

  await expect(on(chat.answer).next).toBeDisabled();
  await on(chat.answer).previous.click();
  await expect(chat.words).toHaveText(numberedWords(3));
  await expect(on(chat.answer).place).toHaveText("1/2");
  await expect(on(chat.answer).previous).toBeDisabled();
  await expect(on(chat.answer).previous).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "Version 1 of 2" })).toHaveCount(1);
  await page.reload();
  await expect(chat.words).toHaveText(numberedWords(3));
  await expect(on(chat.answer).place).toHaveText("1/2");
  await on(chat.answer).next.click();
  await expect(chat.words).toHaveText(numberedWords(4));
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(2);
});

test("another model gives an answer again, and goes on with the conversation", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const { id } = await talk(clientFor(account), [newQuestion()], words(2));
  await page.goto(`/c/${id}`);
  await on(chat.answer).fromMenu("Regenerate with another model");
  await page.getByRole("searchbox", { name: "Search models" }).fill("local:scenario/slow:tokens=5,delay=0");
  await page.keyboard.press("Enter");
  await expect(chat.words).toHaveText(numberedWords(5));
  await chat.waitFor("complete");
  await expect(chat.answer).toContainText("local:scenario/slow:tokens=5");
  await expect(chat.answer).toBeFocused();
  await expect(chat.modelButton).toHaveAccessibleName(/local:scenario\/slow/);
  const { messages, modelId } = await storedConversation(clientFor(account), id);
  expect([messages.at(-1)?.modelId, modelId]).toEqual(Array(2).fill("local:scenario/slow:tokens=5,delay=0"));
  await page.reload();
  await expect(on(chat.answer).place).toHaveText("2/2");
});

test("an earlier answer given again leaves the path after it, which comes back with its version", async ({
  page,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  const { id } = await talk(clientFor(account), [first, second], words(2));
  await page.goto(`/c/${id}`);
  await chat.chooseModel(words(3));
  await on(chat.answers.first()).regenerate.click();
  await expect(chat.questions).toContainText([first]);
  await expect(chat.words).toHaveText(numberedWords(3));
  await chat.waitFor("complete");
  await on(chat.answer).previous.click();
  await expect(chat.questions).toContainText([first, second]);
  await expect(chat.answers).toHaveCount(2);
});

test("a first message is edited in its place, and each version keeps what followed it @sqld", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const [first, second, edited] = [newQuestion("First"), newQuestion("Second"), newQuestion("Edited")];
  const { id } = await talk(clientFor(account), [first, second], words(2));
  await page.goto(`/c/${id}`);
  await on(chat.questions.first()).edit(edited);
  await expect(chat.questions).toContainText([edited]);
  await chat.waitFor("complete");
  await expect(chat.answers).toHaveCount(1);
  const { body } = await provider.waitForCall({ text: edited, purpose: "answer" });
  expect((body as { messages: unknown }).messages).toEqual([{ role: "user", content: edited }]);

  const question = on(chat.questions.first());
  await expect(question.place).toHaveText("2/2");
  await question.previous.click();
  await expect(chat.questions).toContainText([first, second]);
  await page.reload();
  await expect(chat.questions).toContainText([first, second]);
  await question.next.click();
  await expect(chat.questions).toContainText([edited]);
  expect(transcript(await storedConversation(clientFor(account), id))).toEqual([
    ["user", edited],
    ["assistant", numberedWords(2)],
  ]);
});

test("versions nest: each one comes back with the versions that were chosen in it, in another browser, too", async ({
  page,
  browser,
  baseURL,
  account,
  clientFor,
  signIn,
}) => {
  const chat = chatOn(page);
  const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
  const { id } = await talk(clientFor(account), [first, second, third], words(1));
  await page.goto(`/c/${id}`);
  const [middle, otherMiddle] = [newQuestion("Middle"), newQuestion("Other middle")];
  const secondMessage = on(chat.questions.nth(1));
  await secondMessage.edit(middle);
  await expect(chat.questions).toContainText([first, middle]);
  await chat.waitFor("complete");
  await chat.chooseModel(words(2));
  await on(chat.answer).regenerate.click();
  await expect(chat.words).toHaveText(numberedWords(2));
  await chat.waitFor("complete");
  await secondMessage.edit(otherMiddle);
  await expect(chat.questions).toContainText([first, otherMiddle]);
  await chat.waitFor("complete");
  await expect(secondMessage.place).toHaveText("3/3");

  await secondMessage.previous.click();
  await expect(secondMessage.place).toHaveText("2/3");
  await expect(on(chat.answer).place).toHaveText("2/2");
  await on(chat.answer).previous.click();
  await expect(chat.words).toHaveText(numberedWords(1));
  await secondMessage.previous.click();
  await expect(chat.questions).toContainText([first, second, third]);
  await secondMessage.next.click();
  await expect(chat.words).toHaveText(numberedWords(1));
  await expect(on(chat.answer).place).toHaveText("1/2");

  const context = await browser.newContext({ baseURL: baseURL ?? "" });
  const other = await context.newPage();
  await signIn(other, account);
  await other.goto(`/c/${id}`);
  await expect(chatOn(other).questions).toContainText([first, middle]);
  await expect(on(chatOn(other).answer).place).toHaveText("1/2");
  await context.close();
});

test("Esc leaves an edit, Enter of an input method sends none, Shift+Enter begins a line", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  const { id } = await talk(clientFor(account), [question], words(1));
  await page.goto(`/c/${id}`);
  const message = on(chat.questions.first());
  await message.editButton.focus();
  await page.keyboard.press("Enter");
  await expect(message.field).toBeFocused();
  await expect(message.field).toHaveValue(question);
  await page.keyboard.type(" More");
  await page.keyboard.press("Escape");
  await expect(chat.questions).toContainText([question]);
  await expect(message.editButton).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(message.field).toBeFocused();
  await page.keyboard.type(" 港");
  for (const sign of [{ isComposing: true }, { keyCode: 229 }]) {
    await message.field.dispatchEvent("keydown", { key: "Enter", cancelable: true, ...sign });
    await message.field.dispatchEvent("keydown", { key: "Escape", cancelable: true, ...sign });
  }
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("B");
  await expect(message.field).toHaveValue(`${question} 港\nB`);
  await page.keyboard.press("Enter");
  await expect(message.place).toHaveText("2/2");
  await expect(chat.answer).toBeFocused();
  await chat.waitFor("complete");
  const [sent] = transcript(await storedConversation(clientFor(account), id));
  expect(sent).toEqual(["user", `${question} 港\nB`]);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(2);
});

test("Retry of a failed answer asks the same again, of the model that is chosen now, and the failure is kept", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await page.goto("/");
  await chat.chooseModel("openai:scenario/empty");
  await chat.send(question);
  await chat.waitFor("failed");
  await chat.chooseModel("openai:scenario/quick");
  await button(chat.answer, "Retry").click();
  await chat.waitFor("complete");
  await expect(chat.alert).toHaveCount(0);
  await expect(chat.answer).toBeFocused();
  await on(chat.answer).previous.click();
  await chat.waitFor("failed");
  await expect(chat.alert).toContainText("returned nothing");
  expect(provider.log({ text: question, purpose: "answer", model: "scenario/quick" })).toHaveLength(1);
});

for (const [ending, model, kept] of [
  ["interrupted", "openai:scenario/cut", 5],
  ["complete", "openai:scenario/length", 5],
  ["stopped", "openai:scenario/held:after=3", 3],
] as const) {
  test(`Continue goes on behind the text of an answer that is ${ending}, without a seam`, async ({
    page,
    provider,
    account,
    clientFor,
  }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await page.goto("/");
    await chat.chooseModel(model);
    await chat.send(question);
    await expect(chat.words).toHaveText(numberedWords(kept));
    if (ending === "stopped") await chat.stopButton.click();
    await chat.waitFor(ending);
    await chat.chooseModel("openai:scenario/held:tokens=2");
    // the page itself takes note of what it shows: looking from outside would miss a moment
    await page.evaluate(() => {
      const seen = new Set<string>();
      Object.assign(window, { seen });
      new MutationObserver(() => {
        seen.add(document.querySelector('article[data-role="assistant"] p')?.textContent ?? "");
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await button(chat.answer, "Continue").click();
    await provider.waitForCall({ text: question, model: "scenario/held:tokens=2", held: true });
    await chat.waitFor("running");
    await expect(chat.words).toHaveText(numberedWords(kept));
    const waiting = chat.answer.getByText("Waiting for the first words…");
    await expect(waiting).toBeAttached();
    provider.release({ text: question });
    await chat.waitFor("complete");
    await expect(waiting).toHaveCount(0);
    const whole = `${numberedWords(kept)}w0 w1`;
    await expect(chat.words).toHaveText(whole);
    const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    for (const text of seen) {
      expect(whole.startsWith(text)).toBe(true);
      expect(text.length).toBeGreaterThanOrEqual(numberedWords(kept).length);
    }
    const stored = await storedConversation(clientFor(account), await chat.id());
    expect(transcript(stored).at(-1)).toEqual(["assistant", whole]);
    await on(chat.answer).previous.click();
    await expect(chat.words).toHaveText(numberedWords(kept));
  });
}
