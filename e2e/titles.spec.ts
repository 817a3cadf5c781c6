import { faultless } from "./fake-provider/wire-schema.ts";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { chatOn, newQuestion, storedConversation, waitForStored } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { composeTurn } from "./support/turns.ts";

test.describe("in the page", () => {
  test.beforeEach(async ({ page, account, signIn }) => {
    await signIn(page, account);
    await page.goto("/");
  });

  test("the model's title comes into the sidebar, the heading and the window @sqld", async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    const title = `On ${newQuestion("the depth of")}`;
    provider.setTitles({ text: `"${title}"\n` });
    await chat.chooseModel("openai:scenario/held:after=1,tokens=3");
    await chat.send(question);
    await provider.waitForCall({ text: question, held: true });
    await expect(chat.line(question)).toBeVisible();
    await expect(page).toHaveTitle(`${question} · Switchboard`);
    provider.release({ text: question });
    await expect(chat.line(title)).toBeVisible();
    await expect(page).toHaveTitle(`${title} · Switchboard`);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(chat.conversations.getByRole("link")).toHaveCount(1);
    // asked of the model that answered, apart from the conversation
    const [call] = provider.log({ text: question, purpose: "title" });
    expect(call).toMatchObject({ mount: "openai", model: "scenario/held:after=1,tokens=3", schemaErrors: faultless });
  });

  test("a title that fails leaves the first words", async ({ page, provider, account, clientFor }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    provider.setTitles("fail");
    await chat.send(question);
    await provider.waitForCall({ text: question, purpose: "title", finished: "complete" });
    await page.reload();
    await expect(chat.line(question)).toBeVisible();
    await expect(chat.alert).toHaveCount(0);
    expect((await storedConversation(clientFor(account), await chat.id())).title).toBe(question);
  });

  test("a title that hangs holds up neither the answer nor the next message", async ({ page, provider }) => {
    const chat = chatOn(page);
    const [first, second] = [newQuestion(), newQuestion()];
    provider.setTitles("hang");
    await chat.send(first);
    await chat.waitFor("complete");
    await provider.waitForCall({ text: first, purpose: "title", finished: "open" });
    await expect(chat.line(first)).toBeVisible();
    await chat.send(second);
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    expect(provider.log({ text: first, purpose: "title", finished: "open" })).toHaveLength(1);
  });

  test("a long first message gives its first words, cut at a word", async ({ page, provider }) => {
    const chat = chatOn(page);
    provider.setTitles("fail");
    const question = newQuestion("Tell me\n\neverything   that you know about the harbours of the north and their");
    await chat.send(question);
    await expect(chat.line("Tell me everything that you know about the harbours of the…")).toBeVisible();
  });

  test("a name that a person gave while the answer ran stays", async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openai:scenario/held:after=2");
    await chat.send(question);
    await provider.waitForCall({ text: question, held: true });
    await chat.chooseFromMenu(question, "Rename");
    await page.getByRole("textbox", { name: "Title" }).fill("My own name");
    await page.keyboard.press("Enter");
    await expect(chat.line("My own name")).toBeVisible();
    provider.release({ text: question });
    await provider.waitForCall({ text: question, purpose: "title", finished: "complete" });
    await page.reload();
    await expect(chat.line("My own name")).toBeVisible();
    await expect(page).toHaveTitle("My own name · Switchboard");
  });
});

test("TITLE_MODEL makes the titles when it is set, without delaying anything", async ({ provider }) => {
  const app = await startApp({ provider, env: { TITLE_MODEL: "local:llama3.2:latest" } });
  try {
    const client = clientOf(app, await signUp(app));
    const question = newQuestion();
    const request = composeTurn(question);
    await (await client.post("/api/chat", request)).text();
    const call = await provider.waitForCall({ text: question, purpose: "title", finished: "complete" });
    expect(call).toMatchObject({ mount: "local", model: "llama3.2:latest", schemaErrors: faultless });
    expect(provider.log({ text: question, purpose: "answer" })).toMatchObject([{ mount: "openai" }]);
    const view = await waitForStored(client, request.conversationId, "complete");
    // the next message goes to the conversation's model, not to the title's
    expect(view.modelId).toBe("openai:scenario/quick");
    await expect
      .poll(async () => (await storedConversation(client, request.conversationId)).title)
      .toMatch(/^Title for /);
  } finally {
    await app.dispose();
  }
});
