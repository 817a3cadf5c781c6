import { type ConversationView, messageText } from "../lib/conversations/schema.ts";
import { startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// Two processes that share nothing but the database, as behind a load balancer without sticky sessions.

test("SF-15 a turn that one instance runs is followed live and stopped through another @sqld", async ({
  page,
  provider,
  account,
  clientFor,
  secondApp,
}) => {
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "openai:scenario/held:after=5" });
  await clientFor(account).post("/api/chat", turn);
  await provider.waitForCall({ text: question, held: true });

  await enter(page, secondApp, account);
  await page.goto(`${secondApp.url}/c/${turn.conversationId}`);
  const chat = chatOn(page);
  await chat.waitFor("running");
  await expect(chat.words).toHaveText(numberedWords(5));
  await chat.stopButton.click();
  // through the tick that reads the request: one second, and what a busy machine adds
  await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" }, 3);
  await chat.waitFor("stopped");
  await expect(chat.words).toHaveText(numberedWords(5));
  expect((await storedConversation(clientFor(account), turn.conversationId)).messages.at(-1)?.status).toBe("stopped");
});

test("SF-15 another instance's follower gets every word once, while the answer grows @sqld", async ({
  provider,
  account,
  clientFor,
  secondApp,
}) => {
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "local:scenario/slow:tokens=60,delay=40" });
  const here = clientFor(account);
  const there = clientFor(account, secondApp);
  const started = await here.post("/api/chat", turn);
  await provider.waitForCall({ text: question, finished: "open", tokens: 3 });
  const elsewhere = await there.get(`/api/turns/${turn.turnId}/events`);
  const [first, second] = await Promise.all([allEvents(started), allEvents(elsewhere)]);
  expect(textOf(first)).toBe(numberedWords(60));
  expect(second).toEqual(first);
});

test("SF-15 one turn sent to both instances at once is one message and one call @sqld", async ({
  provider,
  account,
  clientFor,
  secondApp,
}) => {
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "local:scenario/slow:tokens=20,delay=20" });
  const clients = [
    clientFor(account),
    clientFor(account, secondApp),
    clientFor(account),
    clientFor(account, secondApp),
  ];
  const answers = await Promise.all(clients.map(async (client) => allEvents(await client.post("/api/chat", turn))));
  expect(answers.map(textOf)).toEqual(clients.map(() => numberedWords(20)));
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  expect(transcript(await storedConversation(clientFor(account), turn.conversationId))).toEqual([
    ["user", question],
    ["assistant", numberedWords(20)],
  ]);
});

test("SF-15 when an instance is killed another one closes its turn, keeps what was written, and tells who follows @sqld", async ({
  app,
  sharedEnv,
  provider,
  account,
  clientFor,
}) => {
  const doomed = await startApp({ provider, env: { ...sharedEnv, DATABASE_URL: app.databaseUrl } });
  try {
    const question = newQuestion();
    const turn = composeTurn(question, { modelId: "openai:scenario/held:after=5" });
    const broken = clientFor(account, doomed)
      .post("/api/chat", turn)
      .then(allEvents)
      .catch(() => null);
    await provider.waitForCall({ text: question, held: true });
    const survivor = clientFor(account);
    const followed = survivor.get(`/api/turns/${turn.turnId}/events`).then(allEvents);
    // on the disk, and so with the other one
    await expect
      .poll(async () => textOfAnswer(await storedConversation(survivor, turn.conversationId)))
      .toBe(numberedWords(5));
    await doomed.stop("SIGKILL");
    await broken;
    expect(textOf(await followed)).toBe(numberedWords(5));
    const { messages } = await storedConversation(survivor, turn.conversationId);
    expect(messages.at(-1)).toMatchObject({ status: "interrupted", error: { code: "turn_orphaned" } });
    expect(textOfAnswer({ messages })).toBe(numberedWords(5));
    // and the conversation goes on there
    const tipId = messages.at(-1)?.id ?? "";
    const next = composeTurn(newQuestion(), { conversationId: turn.conversationId, parentId: tipId, tipId });
    await allEvents(await survivor.post("/api/chat", next));
  } finally {
    await doomed.dispose();
  }
});

const textOfAnswer = ({ messages }: Pick<ConversationView, "messages">) => messageText(messages.at(-1)?.parts ?? []);
