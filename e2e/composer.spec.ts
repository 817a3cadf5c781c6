import { chatOn, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("Enter sends and Shift+Enter begins a new line", async ({ page, account, clientFor }) => {
  const chat = chatOn(page);
  const [one, two] = [newQuestion("One"), newQuestion("Two")];
  await expect(chat.box).toBeFocused();
  await expect(chat.sendButton).toBeDisabled();
  await page.keyboard.type(one);
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type(two);
  await expect(chat.box).toHaveValue(`${one}\n${two}`);
  await page.keyboard.press("Enter");
  await chat.waitFor("complete");
  await expect(chat.box).toHaveValue("");
  await expect(chat.box).toBeFocused();
  const [question] = transcript(await storedConversation(clientFor(account), await chat.id()));
  expect(question).toEqual(["user", `${one}\n${two}`]);
});

test("Enter that only chooses a candidate of an input method sends nothing", async ({ page, provider }) => {
  const chat = chatOn(page);
  const tag = newQuestion("潮汐");
  await chat.box.fill(`${tag}港`);
  // a browser's own composition cannot be driven from here: these are its key events, Chromium's and Safari's
  for (const sign of [{ isComposing: true }, { keyCode: 229 }]) {
    await chat.box.dispatchEvent("keydown", { key: "Enter", cancelable: true, ...sign });
  }
  await expect(chat.box).toHaveValue(`${tag}港`);
  await page.keyboard.press("Enter");
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText(`${tag}港`);
  expect(provider.log({ text: tag, purpose: "answer" })).toHaveLength(1);
});

for (const [name, press] of [
  ["a double click on Send", (chat) => chat.sendButton.dblclick()],
  ["Enter pressed twice", (chat) => chat.box.press("Enter").then(() => chat.page.keyboard.press("Enter"))],
] satisfies [string, (chat: ReturnType<typeof chatOn>) => Promise<void>][]) {
  test(`CF-6 ${name} is one message and one call, and the answer goes on`, async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openai:scenario/slow:tokens=10,delay=50");
    await chat.box.fill(question);
    await press(chat);
    await chat.waitFor("complete");
    await expect(chat.questions).toHaveText(question);
    await page.reload();
    await expect(chat.questions).toHaveText(question);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  });
}
