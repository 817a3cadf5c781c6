import type { ConversationPage, ConversationView } from "../lib/conversations/schema.ts";
import type { PresetList } from "../lib/settings/presets-schema.ts";
import { chatOn, newQuestion, otherDevice, storedConversation } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";
import { sentMessages, settingsOn } from "./support/settings.ts";
import { allEvents, composeTurn } from "./support/turns.ts";

test.beforeEach(async ({ page, account, signIn }) => {
  await signIn(page, account);
  await page.goto("/");
});

test("what is set for a new chat survives a reload, goes with its first message, and is there on another device", async ({
  page,
  app,
  provider,
  account,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("local:scenario/quick");
  await settings.open();
  await settings.system.fill("Answer in rhyme.");
  await settings.field("Temperature").fill("0,4");
  await settings.field("Maximum tokens").fill("300");
  await settings.save.click();
  await expect(settings.dialog).toBeHidden();
  await expect(settings.button).toBeFocused();
  await expect(settings.button).toHaveAccessibleDescription("set: System prompt and 2 parameters");
  const question = newQuestion();
  await chat.box.fill(question);
  await page.reload();
  await expect(chat.box).toHaveValue(question);
  await expect(settings.button).toHaveAccessibleDescription("set: System prompt and 2 parameters");
  await expect(chat.modelButton).toHaveAccessibleName("Model: local:scenario/quick");
  await chat.sendButton.click();
  await chat.waitFor("complete");
  const [call] = provider.log({ text: question, purpose: "answer" });
  expect(call?.mount).toBe("local");
  expect(call?.body).toMatchObject({
    messages: [
      { role: "system", content: "Answer in rhyme." },
      { role: "user", content: question },
    ],
    temperature: 0.4,
    max_tokens: 300,
  });
  const turn = await readRow(app, `SELECT * FROM "Turn" WHERE "conversationId" = ?`, [await chat.id()]);
  const sent = { parameters: { temperature: 0.4, maxTokens: 300 }, notes: [], examplesHash: null };
  expect(JSON.parse(String(turn?.settings))).toEqual(sent);
  expect(turn?.systemPromptHash).toMatch(/^[0-9a-f]{64}$/);

  const phone = await otherDevice(page, account);
  await phone.goto(page.url());
  const there = settingsOn(phone);
  await there.open();
  await expect(there.system).toHaveValue("Answer in rhyme.");
  await expect(there.field("Temperature")).toHaveValue("0.4");
  await there.field("Temperature").fill("");
  await there.system.fill("Answer in prose.");
  await there.save.click();
  await expect(there.dialog).toBeHidden();
  const next = newQuestion("Next");
  await chatOn(phone).send(next);
  await chatOn(phone).waitFor("complete");
  const [second] = provider.log({ text: next, purpose: "answer" });
  expect(second?.body).toMatchObject({ messages: [{ role: "system", content: "Answer in prose." }, {}, {}, {}] });
  expect(second?.body).not.toHaveProperty("temperature");
  await phone.context().close();

  // a new chat begins with nothing of it
  await chat.newChat.click();
  await expect(settings.button).not.toHaveAccessibleDescription(/set:/);
});

test("several system messages and examples go before the conversation as they are written", async ({
  page,
  provider,
  account,
  clientFor,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  const first = "  你是一位翻译。\n\n# “Rules”\n- keep 👩‍🔬 <tags> & $HOME  ";
  await settings.open();
  await settings.system.fill(first);
  await settings.press("Add a system message");
  await settings.field("System message 2").fill("Second.");
  await settings.press("Add an example");
  await settings.field("Text of example 1").fill("你好");
  await settings.press("Add an example");
  await expect(settings.dialog.getByRole("combobox", { name: "Who says example 2" })).toHaveValue("assistant");
  await settings.field("Text of example 2").fill("Hello");
  await settings.save.click();
  const question = newQuestion();
  const models = ["openai:scenario/quick", "openrouter:scenario/quick", "local:scenario/quick"];
  for (const [index, model] of models.entries()) {
    await chat.chooseModel(model);
    await chat.send(question);
    await expect(chat.answers).toHaveCount(index + 1);
    await chat.waitFor("complete");
    const call = provider.log({ text: question, purpose: "answer" }).at(-1);
    expect(call?.mount).toBe(model.split(":")[0]);
    expect(sentMessages(call).slice(0, 5)).toEqual([
      { role: "system", content: first },
      { role: "system", content: "Second." },
      { role: "user", content: "你好" },
      { role: "assistant", content: "Hello" },
      { role: "user", content: question },
    ]);
  }
  // examples are no messages of the conversation
  const view = await storedConversation(clientFor(account), await chat.id());
  expect(view.messages).toHaveLength(6);
  expect(view.settings.systemPrompt).toEqual([first, "Second."]);
});

test("a system prompt alone is a question", async ({ page, provider }) => {
  provider.setTitles("fail");
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:scenario/quick");
  await expect(chat.sendButton).toBeDisabled();
  const prompt = newQuestion("Say the date of");
  await settings.open();
  await settings.system.fill(prompt);
  await settings.save.click();
  await expect(chat.sendButton).toHaveAttribute("title", "Send the system prompt alone");
  await chat.sendButton.click();
  await chat.waitFor("complete");
  await expect(chat.questions).toContainText("Only the system prompt was sent.");
  const [call] = provider.log({ text: prompt, purpose: "answer" });
  expect(sentMessages(call)).toEqual([{ role: "system", content: prompt }]);
  await expect(chat.line(prompt)).toBeVisible();
  const next = newQuestion("And");
  await chat.send(next);
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  const [second] = provider.log({ text: next, purpose: "answer" });
  expect(sentMessages(second).map(({ role }) => role)).toEqual(["system", "assistant", "user"]);
});

test("another model keeps what still applies, and what does not is said", async ({ page, provider }) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:gpt-4o");
  await settings.open();
  await settings.field("Temperature").fill("0.4");
  await settings.field("Seed").fill("7");
  await settings.save.click();
  await chat.chooseModel("openai:gpt-5-mini");
  const note = page.getByRole("status").filter({ hasText: "Not sent to" });
  await expect(note).toHaveText("Not sent to gpt-5-mini, which does not take it: Temperature.");
  await settings.open();
  await expect(settings.field("Temperature")).toHaveValue("0.4");
  await expect(settings.field("Temperature")).toHaveAccessibleDescription(
    "gpt-5-mini does not take this: it is kept here, and not sent.",
  );
  await expect(settings.field("Maximum tokens")).toBeVisible();
  // not taken, and not set: not offered
  await expect(settings.field("Top P")).toBeHidden();
  await expect(settings.dialog.getByText("gpt-5-mini does not take: Top P, ")).toBeVisible();
  await settings.field("Maximum tokens").fill("500000");
  await expect(settings.field("Maximum tokens")).toHaveAccessibleDescription(
    "gpt-5-mini goes only to 128,000: that is sent. Sent as max_completion_tokens.",
  );
  await settings.save.click();
  const question = newQuestion();
  await chat.send(question);
  await chat.waitFor("complete");
  const [call] = provider.log({ text: question, purpose: "answer" });
  expect(call?.body).toMatchObject({ seed: 7, max_completion_tokens: 128_000 });
  expect(call?.body).not.toHaveProperty("temperature");
  await chat.chooseModel("openai:gpt-4o");
  await expect(note).toBeHidden();
  const again = newQuestion("Again");
  await chat.send(again);
  await expect(chat.answers).toHaveCount(2);
  await chat.waitFor("complete");
  expect(provider.log({ text: again, purpose: "answer" })[0]?.body).toMatchObject({ seed: 7, temperature: 0.4 });
});

test("IV-6 a wrong number is told beside its field, unsaved changes are asked about, and a failed save loses nothing", async ({
  page,
  context,
  app,
}) => {
  const [chat, settings] = [chatOn(page), settingsOn(page)];
  await chat.chooseModel("openai:scenario/quick");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const before = await readRow(app, `SELECT "settings" FROM "Conversation" WHERE "id" = ?`, [await chat.id()]);
  await settings.open();
  for (const [typed, told] of [
    ["99", "This must be between 0 and 2."],
    ["-1", "This must be between 0 and 2."],
    ["NaN", "This is not a number."],
    ["1e400", "This is not a number."],
  ]) {
    await settings.field("Temperature").fill(typed ?? "");
    await settings.save.click();
    await expect(settings.field("Temperature")).toBeFocused();
    await expect(settings.field("Temperature")).toHaveAccessibleDescription(told ?? "");
  }
  await page.keyboard.press("Escape");
  await expect(settings.dialog.getByRole("alert")).toHaveText("There are changes that are not saved.");
  await settings.field("Temperature").fill("1");
  await context.setOffline(true);
  await settings.save.click();
  await expect(settings.dialog.getByRole("alert")).toContainText("The server cannot be reached.");
  await expect(settings.field("Temperature")).toHaveValue("1");
  expect(await readRow(app, `SELECT "settings" FROM "Conversation" WHERE "id" = ?`, [await chat.id()])).toEqual(before);
  await context.setOffline(false);
  await settings.save.click();
  await expect(settings.dialog).toBeHidden();
  await settings.open();
  await settings.field("Temperature").fill("2");
  await page.keyboard.press("Escape");
  await settings.press("Discard");
  await settings.open();
  await expect(settings.field("Temperature")).toHaveValue("1");
  await page.keyboard.press("Escape");
  await expect(settings.dialog).toBeHidden();
});

test("IV-6 parameters out of range or of another kind are refused by the name of the field, and nothing is written", async ({
  account,
  clientFor,
  provider,
}) => {
  const client = clientFor(account);
  const own = composeTurn("mine");
  await allEvents(await client.post("/api/chat", own));
  const calls = provider.log({ purpose: "answer" }).length;
  const wrong: [name: string, value: string][] = [
    ...["-1", "99", '"1"', "1e400", "null", "[1]", "true"].map((value) => ["temperature", value] as [string, string]),
    ...["-0.1", "1.01"].map((value) => ["topP", value] as [string, string]),
    ...["-3", "2.5"].flatMap((value) => [
      ["frequencyPenalty", value] as [string, string],
      ["presencePenalty", value] as [string, string],
    ]),
    ...["0", "-1", "1.5", "1e300", '"5"'].map((value) => ["maxTokens", value] as [string, string]),
    ...["0.5", "1e300"].map((value) => ["seed", value] as [string, string]),
    ...["[]", '"x"', '["a","b","c","d","e"]', '[""]'].map((value) => ["stop", value] as [string, string]),
    ["reasoningEffort", '"extreme"'],
  ];
  for (const [name, value] of wrong) {
    const settings = `{"systemPrompt":[],"examples":[],"parameters":{"${name}":${value}}}`;
    const turn = composeTurn("hello");
    const bodies: [method: string, path: string, body: string][] = [
      ["POST", "/api/chat", `${JSON.stringify(turn).slice(0, -1)},"settings":${settings}}`],
      ["PATCH", `/api/conversations/${own.conversationId}`, `{"settings":${settings}}`],
      ["POST", "/api/presets", `{"id":"${turn.turnId}","name":"x","modelId":null,"settings":${settings}}`],
    ];
    for (const [method, path, body] of bodies) {
      // in a change it takes the parameter away
      if (method === "PATCH" && value === "null") continue;
      const response = await client.send(method, path, body);
      expect.soft(response.status, `${path} ${name} ${value}`).toBe(400);
      const { error } = (await response.json()) as { error: { params?: { field: string } } };
      expect.soft(error.params?.field, `${path} ${name} ${value}`).toContain(name);
    }
  }
  // what JSON cannot say at all
  for (const value of ["NaN", "Infinity"]) {
    const body = `{"settings":{"systemPrompt":[],"examples":[],"parameters":{"temperature":${value}}}}`;
    expect((await client.send("PATCH", `/api/conversations/${own.conversationId}`, body)).status).toBe(400);
  }
  expect(provider.log({ purpose: "answer" })).toHaveLength(calls);
  const view = (await (await client.get(`/api/conversations/${own.conversationId}`)).json()) as ConversationView;
  expect(view.settings).toEqual({ systemPrompt: [], examples: [], parameters: {} });
  const list = (await (await client.get("/api/conversations")).json()) as ConversationPage;
  expect(list.conversations.map(({ id }) => id)).toEqual([own.conversationId]);
  const { presets } = (await (await client.get("/api/presets")).json()) as PresetList;
  expect(presets.filter(({ shipped }) => !shipped)).toEqual([]);
});
