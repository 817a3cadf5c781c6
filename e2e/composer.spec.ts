import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
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
  test(`${name} is one message and one call, and the answer goes on`, async ({ page, provider }) => {
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

test("while an answer runs the next message can be written, and is sent after it", async ({ page, provider }) => {
  const chat = chatOn(page);
  const [first, second] = [newQuestion(), newQuestion()];
  await chat.chooseModel("openai:scenario/held:after=1,tokens=3");
  await chat.send(first);
  await provider.waitForCall({ text: first, held: true });
  await chat.send(second);
  await expect(chat.box).toHaveValue(second);
  provider.release({ text: first });
  await chat.waitFor("complete");
  await chat.chooseModel("openai:scenario/quick");
  await chat.sendButton.click();
  await expect(chat.questions).toHaveText([first, second]);
  await chat.waitFor("complete");
});

test("a message written offline stays in the box, and goes out once when the network is back", async ({
  page,
  context,
  provider,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await chat.send(question);
  await expect(chat.alert).toHaveText("The server cannot be reached. Check your connection, then try again.");
  await expect(chat.box).toHaveValue(question);
  await expect(chat.questions).toHaveCount(0);
  await expect(chat.line(question)).toHaveCount(0);

  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toBeHidden();
  await chat.sendButton.click();
  await chat.waitFor("complete");
  await expect(chat.alert).toHaveCount(0);
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("a message whose acknowledgement got lost is not asked twice @sqld", async ({ page, provider }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await page.route(
    "**/api/chat",
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
  await chat.send(question);
  await expect(chat.alert).toBeVisible();
  await expect(chat.box).toHaveValue(question);
  await chat.sendButton.click();
  await chat.waitFor("complete");
  await expect(chat.answer).toContainText("Hello from scenario/quick.");
  await page.reload();
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("a message that the stopped site could not take is sent when it is back", async ({ page, provider }) => {
  const own = await startApp({ provider });
  try {
    const chat = chatOn(page);
    const question = newQuestion();
    await enter(page, own, await signUp(own));
    await own.stop();
    await chat.send(question);
    await expect(chat.alert).toContainText("The server cannot be reached.");
    await expect(chat.box).toHaveValue(question);
    await own.restart();
    await chat.sendButton.click();
    await chat.waitFor("complete");
    await expect(chat.questions).toHaveText(question);
  } finally {
    await own.dispose();
  }
});

test("a message that was on its way when the page was reloaded is offered again, and goes out once", async ({
  page,
  provider,
}) => {
  const chat = chatOn(page);
  const question = newQuestion();
  let held = () => {};
  const arrived = new Promise<void>((resolve) => {
    held = resolve;
  });
  // the first request never gets to the server
  await page.route("**/api/chat", () => held(), { times: 1 });
  await chat.send(question);
  await arrived;
  const id = await chat.id();
  await page.reload();
  await expect(page).toHaveURL(new RegExp(id));
  await expect(chat.alert).toContainText("has not been sent yet");
  await expect(chat.box).toHaveValue(question);
  await chat.sendButton.click();
  await chat.waitFor("complete");
  await page.reload();
  await expect(chat.questions).toHaveText(question);
  await expect(chat.box).toHaveValue("");
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("a message of a known conversation that never arrived is back in the box after a reload", async ({ page }) => {
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const question = newQuestion("And");
  let held = () => {};
  const arrived = new Promise<void>((resolve) => {
    held = resolve;
  });
  await page.route("**/api/chat", () => held(), { times: 1 });
  await chat.send(question);
  await arrived;
  await page.reload();
  await expect(chat.box).toHaveValue(question);
  await expect(chat.questions).toHaveCount(1);
  await chat.sendButton.click();
  await expect(chat.questions).toHaveCount(2);
  await chat.waitFor("complete");
});
