import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript, waitForStored } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { keepConnection } from "./support/kept-connection.ts";
import { allEvents, composeTurn, numberedWords, readEvents, textOf } from "./support/turns.ts";

let own: App;
test.beforeEach(async ({ provider, sharedEnv }) => {
  own = await startApp({ provider, env: sharedEnv });
});
test.afterEach(() => own.dispose());

test("a killed process loses no more than half a second: the conversation is there and goes on @sqld", async ({
  page,
  provider,
}) => {
  const account = await signUp(own);
  const client = clientOf(own, account);
  await enter(page, own, account);
  const chat = chatOn(page);
  const [first, second] = [newQuestion("First"), newQuestion("Second")];
  await chat.chooseModel("openai:scenario/slow:tokens=400,delay=20");
  await chat.send(first);
  await expect(chat.words).toContainText("w30 ");
  await own.stop("SIGKILL");
  const seen = ((await chat.words.textContent()) ?? "").split(" ").length;
  const id = await chat.id();
  const sent = (await provider.waitForCall({ text: first, purpose: "answer", finished: "client-closed" })).tokens;

  await own.restart();
  const begin = Date.now();
  await expect(chat.answer).toHaveAttribute("data-status", "interrupted", { timeout: 10_000 });
  const view = await waitForStored(client, id, "interrupted");
  expect(Date.now() - begin).toBeLessThan(10_000);
  expect(view.messages.at(-1)?.error).toEqual({ code: "turn_orphaned" });
  expect(view.modelId).toBe("openai:scenario/slow:tokens=400,delay=20");
  const [question, answer] = transcript(view);
  expect(question).toEqual(["user", first]);
  const kept = answer?.[1].split(" ").length ?? 0;
  expect(answer?.[1]).toBe(numberedWords(kept));
  // half a second is 25 words at this pace; a machine that was held up for a moment gets more of them at once
  expect(kept).toBeGreaterThanOrEqual(seen - 40);
  expect(kept).toBeLessThanOrEqual(sent);

  await page.reload();
  await expect(chat.words).toHaveText(numberedWords(kept));
  await expect(chat.alert).toHaveText("The server stopped while it was answering. What came is kept.");
  await chat.send(second);
  // a stop that comes before it leaves nobody asked
  const call = await provider.waitForCall({ text: second, purpose: "answer" });
  await chat.stopButton.click();
  await chat.waitFor("stopped");
  expect((call.body as { messages: unknown }).messages).toEqual([
    { role: "user", content: first },
    { role: "assistant", content: numberedWords(kept) },
    { role: "user", content: second },
  ]);
  expect(call.model).toBe("scenario/slow:tokens=400,delay=20");
});

test("an asked-for end closes running answers in good order", async ({ provider }) => {
  const client = clientOf(own, await signUp(own));
  const turn = composeTurn(newQuestion(), { modelId: "openai:scenario/held:after=5" });
  const events = readEvents(await client.post("/api/chat", turn));
  for await (const { data } of events) if (data.type === "text-delta" && data.delta.endsWith("w4")) break;
  const { code, milliseconds } = await own.stop("SIGTERM");
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(10_000);
  await own.restart();
  const { messages, running } = await storedConversation(client, turn.conversationId);
  expect(running).toBeNull();
  expect(messages.at(-1)).toMatchObject({
    status: "interrupted",
    error: { code: "turn_orphaned" },
    parts: [{ type: "text", text: numberedWords(5) }],
  });
  // the log is still there, for whoever had not seen its end
  const log = await allEvents(await client.get(`/api/turns/${turn.turnId}/events`));
  expect(textOf(log)).toBe(numberedWords(5));
  expect(log.at(-1)?.data.type).toBe("error");
  expect(provider.log({ text: turn.message.parts[0]?.text ?? "", purpose: "answer" })).toHaveLength(1);
});

test("a short answer may end by itself before the process does", async ({ provider }) => {
  const client = clientOf(own, await signUp(own));
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "openai:scenario/held:after=1,tokens=4" });
  await client.post("/api/chat", turn);
  await provider.waitForCall({ text: question, held: true });
  const stopped = own.stop("SIGTERM");
  provider.release({ text: question });
  expect((await stopped).code).toBe(0);
  await own.restart();
  const view = await waitForStored(client, turn.conversationId, "complete");
  expect(transcript(view).at(-1)).toEqual(["assistant", numberedWords(4)]);
});

test("SF-3 while a process ends, a turn that comes over a kept connection is refused for the moment, and another takes it", async ({
  provider,
  sharedEnv,
}) => {
  const ending = await startApp({ provider, env: { ...sharedEnv, DATABASE_URL: own.databaseUrl } });
  const account = await signUp(ending);
  const kept = keepConnection(ending, account);
  try {
    const [long, short, late] = [newQuestion("Long"), newQuestion("Short"), newQuestion("Late")];
    await clientOf(ending, account).post("/api/chat", composeTurn(long, { modelId: "openai:scenario/held:after=1" }));
    const first = await kept.post(
      "/api/chat",
      composeTurn(short, { modelId: "openai:scenario/held:after=1,tokens=4" }),
    );
    await provider.waitForCall({ text: short, held: true });
    const stopped = ending.stop("SIGTERM");
    const answers = () =>
      fetch(`http://127.0.0.1:${ending.port}/api/health/live`).then(
        () => true,
        () => false,
      );
    await expect.poll(answers).toBe(false);
    provider.release({ text: short });
    expect((await first.whole).body).toContain("[DONE]");
    const turn = composeTurn(late);
    const refused = await (await kept.post("/api/chat", turn)).whole;
    expect(refused).toMatchObject({ status: 503, reused: true });
    expect(refused.headers).toMatchObject({ "retry-after": "5", connection: "close" });
    expect(JSON.parse(refused.body).error.code).toBe("server_busy");
    provider.release({ text: long });
    expect((await stopped).code).toBe(0);
    expect(provider.log({ text: late })).toHaveLength(0);
    // what the page does a moment later, with the same ids
    const client = clientOf(own, account);
    await allEvents(await client.post("/api/chat", turn));
    expect(transcript(await storedConversation(client, turn.conversationId))[0]).toEqual(["user", late]);
  } finally {
    kept.close();
    await ending.dispose();
  }
});
