import { chatOn, newQuestion, otherDevice, waitForStored } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { numberedWords } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("stop works after a reload, and what was written is kept", async ({ page, provider }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=5");
  await chat.send(question);
  await provider.waitForCall({ text: question, held: true });
  await page.reload();
  await expect(chat.words).toHaveText(numberedWords(5));
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" }, 1);
  await expect(chat.words).toHaveText(numberedWords(5));
});

test("a closed tab stops nothing: the answer is there on coming back @sqld", async ({
  page,
  context,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=3,tokens=8");
  await chat.send(question);
  const id = await chat.id();
  await provider.waitForCall({ text: question, held: true });
  await expect(chat.words).toHaveText(numberedWords(3));
  await page.close();
  provider.release({ text: question });
  await waitForStored(clientFor(account), id, "complete");
  expect(provider.log({ text: question, purpose: "answer" })).toMatchObject([{ finished: "complete" }]);

  const again = chatOn(await context.newPage());
  await again.page.goto(`/c/${id}`);
  await again.waitFor("complete");
  await expect(again.words).toHaveText(numberedWords(8));
});

test("two tabs and another browser see the same answer grow, and either can stop it @sqld", async ({
  page,
  context,
  provider,
  account,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/held:after=4,tokens=9");
  await chat.send(question);
  const id = await chat.id();
  await provider.waitForCall({ text: question, held: true });

  const tab = chatOn(await context.newPage());
  const laptop = chatOn(await otherDevice(page, account));
  for (const other of [tab, laptop]) {
    await other.page.goto(new URL(`/c/${id}`, page.url()).href);
    await expect(other.questions).toHaveText(question);
    await expect(other.words).toHaveText(numberedWords(4));
    await other.waitFor("running");
  }
  await laptop.stopButton.click();
  for (const one of [chat, tab, laptop]) {
    await one.waitFor("stopped");
    await expect(one.words).toHaveText(numberedWords(4));
    await expect(one.sendButton).toBeVisible();
  }
  await laptop.page.context().close();
});

test("another browser goes on with the conversation and its model @sqld", async ({ page, provider, account }) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  provider.setTitles("fail");
  await chat.chooseModel("local:/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf");
  await chat.send(first);
  await chat.waitFor("complete");

  const phone = chatOn(await otherDevice(page, account));
  await phone.page.goto(new URL("/", page.url()).href);
  await phone.line(first).click();
  await expect(phone.questions).toHaveText(first);
  await expect(phone.modelButton).toHaveAccessibleName("Model: /models/Qwen2.5-7B-Instruct-Q4_K_M.gguf");
  await phone.send(second);
  await expect(phone.questions).toHaveText([first, second]);
  await phone.waitFor("complete");
  const call = await provider.waitForCall({ text: second, purpose: "answer" });
  expect(call).toMatchObject({ mount: "local", model: "/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf" });
  await phone.page.context().close();
});

test("an answer goes on while another conversation is looked at", async ({ page, provider }) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  provider.setTitles("fail");
  await chat.chooseModel("openai:scenario/held:after=2,tokens=6");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await chat.newChat.click();
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.box).toHaveValue("");
  await chat.chooseModel("openai:scenario/quick");
  await chat.send(second);
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText(second);
  // the sidebar tells which of them still answers
  await expect(chat.line(first)).toHaveAccessibleName(`Answering: ${first}`);
  await expect(chat.line(second)).toHaveAccessibleName(second);

  await chat.line(first).click();
  await expect(chat.questions).toHaveText(first);
  await expect(chat.words).toHaveText(numberedWords(2));
  await chat.line(second).click();
  // an answer that ends before the other conversation is there was seen
  await expect(chat.questions).toHaveText(second);
  provider.release({ text: first });
  await expect(chat.line(first)).toHaveAccessibleName(`New answer: ${first}`);
  await chat.line(first).click();
  await chat.waitFor("complete");
  await expect(chat.line(first)).toHaveAccessibleName(first);
  await expect(chat.words).toHaveText(numberedWords(6));
});
