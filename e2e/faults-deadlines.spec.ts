import { type FakeProvider, startFakeProvider } from "./fake-provider/server.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { type Asked, ask, storedEnding } from "./support/ask.ts";
import { chatOn, enter, newQuestion, storedConversation } from "./support/chat.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { composeTurn, numberedWords } from "./support/turns.ts";

// Providers that keep us waiting. All of these calls run at once, at an app with short deadlines; each test looks at
// one of them.

const deadlines = {
  FIRST_CHUNK_SECONDS: "2",
  CHUNK_SECONDS: "3",
  REASONING_FIRST_CHUNK_SECONDS: "9",
  MAX_TURN_SECONDS: "14",
};

const models = {
  silent: "openai:scenario/hang",
  silentThinker: "local:scenario/hang-thinking",
  slowThinker: "openrouter:scenario/silent-thinking:think=4000",
  openedThinker: "openai:scenario/silent-thinking:think=4500,opens=yes",
  loudThinker: "local:scenario/thinks-aloud:pause=5000",
  stalled: "openrouter:scenario/stall",
  openedOnly: "local:scenario/stall:tokens=0",
  commented: "openrouter:scenario/comments:count=30,delay=200",
  onlyComments: "openrouter:scenario/comments:count=100000,delay=200",
  endless: "openai:scenario/endless:delay=20",
};
type Name = keyof typeof models;

let app: App;
// one of its own: the worker's forgets after each test what has ended
let provider: FakeProvider;
let runs: Record<Name, Promise<Asked>>;
test.beforeAll(async () => {
  provider = await startFakeProvider();
  app = await startApp({ provider, env: deadlines });
  const client = clientOf(app, await signUp(app));
  const started = Object.entries(models).map(([name, model]) => {
    const run = ask(client, model);
    run.catch(() => {}); // the test that looks at it says so
    return [name, run] as const;
  });
  runs = Object.fromEntries(started) as Record<Name, Promise<Asked>>;
});
test.afterAll(async () => {
  await app?.dispose();
  await provider?.close();
});

for (const { pf, name, status, code, text } of [
  { pf: "PF-9", name: "silent", status: "failed", code: "provider_timeout", text: "" },
  { pf: "PF-9", name: "silentThinker", status: "failed", code: "provider_timeout", text: "" },
  { pf: "PF-9", name: "slowThinker", status: "complete", code: null, text: numberedWords(5) },
  { pf: "PF-9", name: "openedThinker", status: "complete", code: null, text: numberedWords(5) },
  { pf: "PF-10", name: "loudThinker", status: "complete", code: null, text: numberedWords(5) },
  { pf: "PF-10", name: "stalled", status: "interrupted", code: "provider_stalled", text: numberedWords(5) },
  { pf: "PF-9", name: "openedOnly", status: "failed", code: "provider_timeout", text: "" },
  { pf: "PF-20", name: "commented", status: "complete", code: null, text: numberedWords(3) },
  { pf: "PF-20", name: "onlyComments", status: "failed", code: "turn_time_limit", text: "" },
  { pf: "PF-24", name: "endless", status: "interrupted", code: "turn_time_limit", text: null },
] as const) {
  test(`${pf} ${models[name]} is ${status}, and its connection is closed`, async () => {
    const run = await runs[name];
    expect(run.answer).toMatchObject({ status, error: code && { code } });
    if (text !== null) expect(run.text).toBe(text);
    else expect(run.text).toBe(numberedWords(run.text.split(" ").length));
    expect(await storedEnding(app, run.turn.conversationId)).toMatchObject({ turn: status, answer: status, code });
    const finished = status === "complete" ? "complete" : "client-closed";
    await provider.waitForCall({ text: run.question, purpose: "answer", finished });
    expect(provider.log({ text: run.question, purpose: "answer" })).toHaveLength(1);
  });
}

test("PF-9 PF-10 PF-24 the limits are named in the sentences", async () => {
  const seconds = async (name: Name) => (await runs[name]).answer.error?.params?.seconds;
  expect(await seconds("silent")).toBe(2);
  expect(await seconds("silentThinker")).toBe(9);
  expect(await seconds("stalled")).toBe(3);
  expect(await seconds("endless")).toBe(14);
});

test("PF-9 on the page: the sentence, the text kept, and what helps", async ({ page }) => {
  await enter(page, app, await signUp(app));
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/hang");
  await chat.send(question);
  await chat.waitFor("failed");
  await expect(chat.answer.getByRole("alert")).toHaveText(
    "OpenAI did not begin to answer within 2 seconds. Retry, or choose another model.",
  );
  await expect(chat.questions).toHaveText(question);
  await expect(chat.answer.getByRole("button", { name: "Choose another model" })).toBeVisible();
});

test("PF-25 a title that hangs is given up with its connection, and the first words stay", async () => {
  provider.setTitles("hang");
  const client = clientOf(app, await signUp(app));
  const question = newQuestion();
  const turn = composeTurn(question);
  await (await client.post("/api/chat", turn)).text();
  await provider.waitForCall({ text: question, purpose: "title", finished: "client-closed" }, 30);
  expect(provider.log({ text: question, purpose: "title" })).toHaveLength(1);
  const { title, messages } = await storedConversation(client, turn.conversationId);
  expect([title, messages.at(-1)?.status]).toEqual([question, "complete"]);
});

test.describe("a model that takes its time", () => {
  test.beforeEach(async ({ page, account, signIn }) => {
    await page.clock.install();
    await signIn(page, account);
    await page.goto("/");
  });

  // at the worker's app, whose deadlines are far away
  test("PF-9 after 10 seconds the page says that it has not begun, until it has", async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openai:scenario/held:tokens=3");
    await chat.send(question);
    await provider.waitForCall({ text: question, held: true });
    await expect(chat.answer).toHaveAttribute("data-status", "running");
    const note = chat.answer.getByText("openai:scenario/held:tokens=3 has not begun to answer yet.");
    await page.clock.fastForward(10_000);
    await expect(note).toBeVisible();
    // said to those who do not see it, too
    await expect(page.getByRole("status").filter({ hasText: "has not begun to answer yet" })).toHaveCount(1);
    provider.release({ text: question });
    await chat.waitFor("complete");
    await expect(note).toHaveCount(0);
    await expect(chat.words).toHaveText(numberedWords(3));
  });

  test("PF-9 stop works at once", async ({ page, provider }) => {
    const chat = chatOn(page);
    const question = newQuestion();
    await chat.chooseModel("openrouter:scenario/hang");
    await chat.send(question);
    await provider.waitForCall({ text: question, finished: "open" });
    await chat.stopButton.click();
    await provider.waitForCall({ text: question, finished: "client-closed" });
    await chat.waitFor("stopped");
    expect(provider.log({ text: question })).toHaveLength(1);
  });
});
