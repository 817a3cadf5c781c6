import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, otherDevice, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("CF-8 a message written offline waits where it can be seen, and goes out once by itself", async ({
  page,
  context,
  provider,
}) => {
  const chat = chatOn(page);
  const [question, more] = [newQuestion("First"), newQuestion("Second")];
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await chat.send(question);
  await chat.send(more);
  await expect(chat.waiting).toContainText([question, more]);
  await expect(chat.waiting.first()).toContainText("Waits for the connection");
  await expect(chat.box).toHaveValue("");
  await expect(chat.questions).toHaveCount(0);
  // a conversation that is nowhere but here can be found again
  await expect(chat.line(question)).toBeVisible();

  await context.setOffline(false);
  await expect(chat.questions).toHaveText([question, more]);
  await chat.waitFor("complete");
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.waiting).toHaveCount(0);
  await expect(chat.alert).toHaveCount(0);
  // the second call has the first question in its history
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(2);
  expect(provider.log({ text: more, purpose: "answer" })).toHaveLength(1);
  await page.reload();
  await expect(chat.questions).toHaveText([question, more]);
});

test("CF-6 a message whose acknowledgement got lost is sent again by itself, and asked once @sqld", async ({
  page,
  provider,
}) => {
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
  await chat.waitFor("complete");
  await expect(chat.answer).toContainText("Hello from scenario/quick.");
  await expect(chat.waiting).toHaveCount(0);
  await page.reload();
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("CF-8 a message that the stopped site could not take goes when it is back, though the page was reloaded", async ({
  page,
  provider,
}) => {
  const own = await startApp({ provider });
  try {
    const chat = chatOn(page);
    const question = newQuestion();
    await enter(page, own, await signUp(own));
    await own.stop();
    await chat.send(question);
    await expect(chat.waiting).toContainText([question]);
    await own.restart();
    await chat.waitFor("complete", 45);
    await expect(chat.questions).toHaveText(question);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  } finally {
    await own.dispose();
  }
});

for (const at of ["the same address", "the start page"]) {
  test(`CF-8 what was on its way when the page went goes out once from ${at}`, async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    const { promise: arrived, resolve: held } = Promise.withResolvers<void>();
    // the first request never gets to the server
    await page.route("**/api/chat", () => held(), { times: 1 });
    await chat.send(question);
    await arrived;
    const id = await chat.id();
    if (at === "the same address") await page.reload();
    else await page.goto("/");
    await provider.waitForCall({ text: question, purpose: "answer" });
    await chat.line(question.slice(0, 20)).or(chat.line("Title for")).first().click();
    await expect(page).toHaveURL(new RegExp(id));
    await chat.waitFor("complete");
    await expect(chat.questions).toHaveText(question);
    await expect(chat.box).toHaveValue("");
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  });
}

test("CF-8 a message of a known conversation that never arrived goes out after a reload", async ({ page }) => {
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const question = newQuestion("And");
  const { promise: arrived, resolve: held } = Promise.withResolvers<void>();
  await page.route("**/api/chat", () => held(), { times: 1 });
  await chat.send(question);
  await arrived;
  await page.reload();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.questions.last()).toHaveText(question);
  await chat.waitFor("complete");
});

test("CF-8 a message that arrived while the next page was rendered is on that page", async ({ page, context }) => {
  const chat = chatOn(page);
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const address = page.url();
  // as the server renders it before it has the second message
  const before = await context.request.get(address, { headers: { accept: "text/html" } });
  const { promise: leaving, resolve: leave } = Promise.withResolvers<void>();
  await page.route("**/api/chat", async (route) => {
    await leaving;
    await route.continue();
  });
  const accepted = page.waitForResponse((response) => response.url().endsWith("/api/chat"));
  await page.route(address, async (route) => {
    leave();
    await accepted;
    await route.fulfill({ response: before });
  });
  const question = newQuestion("And");
  await chat.send(question);
  await page.reload();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.questions.last()).toHaveText(question);
  await chat.waitFor("complete");
});

test("CF-8 two tabs with one outbox send what waits once", async ({ page, context, provider }) => {
  const chat = chatOn(page);
  const first = newQuestion("First");
  await chat.send(first);
  await chat.waitFor("complete");
  const tab = chatOn(await context.newPage());
  await tab.page.goto(page.url());
  await expect(tab.questions).toHaveText(first);
  const question = newQuestion("Second");
  await context.setOffline(true);
  await chat.send(question);
  for (const one of [chat, tab]) await expect(one.waiting).toContainText([question]);
  await context.setOffline(false);
  for (const one of [chat, tab]) {
    await expect(one.questions).toHaveText([first, question]);
    await one.waitFor("complete");
    await expect(one.waiting).toHaveCount(0);
  }
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("CF-8 a tab that waited for another one's turn to send shows what that one sent, though nobody told it", async ({
  page,
  context,
}) => {
  const chat = chatOn(page);
  const first = newQuestion("First");
  await chat.send(first);
  await chat.waitFor("complete");
  const tab = chatOn(await context.newPage());
  // told of nothing from the moment both are offline
  await tab.page.addInitScript(() => {
    window.addEventListener("storage", (event) => {
      if (Object.hasOwn(window, "deaf")) event.stopImmediatePropagation();
    });
  });
  await tab.page.goto(page.url());
  await expect(tab.questions).toHaveText(first);
  const question = newQuestion("Second");
  await context.setOffline(true);
  await chat.send(question);
  for (const one of [chat, tab]) await expect(one.waiting).toContainText([question]);
  await tab.page.evaluate(() => Object.assign(window, { deaf: true }));
  await tab.page.route("**/api/chat", (route) => route.abort());
  const { promise: inLine, resolve: letGo } = Promise.withResolvers<void>();
  await page.route("**/api/chat", async (route) => {
    await inLine;
    await route.continue();
  });
  await context.setOffline(false);
  await tab.page.waitForFunction(async () => ((await navigator.locks.query()).pending?.length ?? 0) > 0);
  letGo();
  for (const one of [chat, tab]) {
    await expect(one.questions).toHaveText([first, question]);
    await one.waitFor("complete");
    await expect(one.waiting).toHaveCount(0);
  }
});

test("CF-5 two devices send at once: one message wins, the other one is told and keeps the text", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  const first = newQuestion("First");
  await chat.send(first);
  await chat.waitFor("complete");
  const id = await chat.id();
  const phone = chatOn(await otherDevice(page, account));
  await phone.page.goto(page.url());
  await expect(phone.questions).toHaveText(first);
  const questions = [newQuestion("Mine"), newQuestion("Theirs")] as const;
  await Promise.all([chat.box.fill(questions[0]), phone.box.fill(questions[1])]);
  await Promise.all([chat.box.press("Enter"), phone.box.press("Enter")]);
  const told = /went on somewhere else|still being written/;
  await expect(async () => {
    const told = await Promise.all([chat.alert.count(), phone.alert.count()]);
    expect(told.sort()).toEqual([0, 1]);
  }).toPass();
  const winner = (await chat.alert.count()) === 0 ? 0 : 1;
  const [won, lost] = winner === 0 ? [chat, phone] : [phone, chat];
  await won.waitFor("complete");
  await expect(lost.alert).toContainText(told);
  await expect(lost.box).toHaveValue(questions[1 - winner] ?? "");
  for (const one of [chat, phone]) await expect(one.questions).toHaveText([first, questions[winner] ?? ""]);
  const stored = transcript(await storedConversation(clientFor(account), id));
  expect(stored.filter(([role]) => role === "user").map(([, text]) => text)).toEqual([first, questions[winner]]);
  expect(provider.log({ text: questions[1 - winner] ?? "", purpose: "answer" })).toHaveLength(0);
  await phone.page.context().close();
});

test("CF-8 a message written offline to a conversation that went on elsewhere is held back, and says why", async ({
  page,
  context,
  account,
}) => {
  const chat = chatOn(page);
  await chat.send(newQuestion("First"));
  await chat.waitFor("complete");
  const phone = chatOn(await otherDevice(page, account));
  await phone.page.goto(page.url());
  await context.setOffline(true);
  const mine = newQuestion("Mine");
  await chat.send(mine);
  await expect(chat.waiting).toContainText([mine]);
  await phone.send(newQuestion("Theirs"));
  await phone.waitFor("complete");
  await expect(phone.answers).toHaveCount(2);
  await context.setOffline(false);
  await expect(chat.waiting).toContainText("went on somewhere else");
  await expect(chat.questions).toHaveCount(2);
  await chat.sendNow.click();
  await expect(chat.questions).toHaveCount(3);
  await expect(chat.questions.last()).toHaveText(mine);
  await chat.waitFor("complete");
  await phone.page.context().close();
});

test("a message whose conversation was deleted meanwhile is kept where a new one begins", async ({
  page,
  context,
  account,
  clientFor,
}) => {
  const chat = chatOn(page);
  await chat.send(newQuestion("First"));
  await chat.waitFor("complete");
  const id = await chat.id();
  await context.setOffline(true);
  const question = newQuestion("Second");
  await chat.send(question);
  await expect(chat.waiting).toContainText([question]);
  expect((await clientFor(account).delete(`/api/conversations/${id}`)).ok).toBe(true);
  await context.setOffline(false);
  await expect(page.getByText("There is no such conversation")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "New chat" }).last().click();
  await expect(chat.box).toHaveValue(question);
  await expect(chat.alert).toContainText("deleted before your message could be sent");
});

test("a message that is refused for good is back in the box with the reason", async ({ page, provider }) => {
  const chat = chatOn(page);
  const question = newQuestion();
  await page.route(
    "**/api/chat",
    (route) => route.continue({ postData: { ...route.request().postDataJSON(), modelId: "nobody:model" } }),
    { times: 1 },
  );
  await chat.send(question);
  await expect(chat.alert).toContainText("There is no such model here.");
  await expect(chat.box).toHaveValue(question);
  await expect(chat.waiting).toHaveCount(0);
  await expect(page).toHaveURL("/");
  await chat.sendButton.click();
  await chat.waitFor("complete");
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});
