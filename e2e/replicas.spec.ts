import { createClient } from "@libsql/client";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { type HeldReplica, startHeldReplica } from "./support/held-replica.ts";
import { ensureSqld, type Sqld, startSqld } from "./support/sqld.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// An instance at a replica that has not heard of what was just done at another one. What is milliseconds in life lasts
// for the whole test here: the replica is cut off before anything is done.

const { reason } = ensureSqld();
test.skip(reason !== null, reason ?? "");

const BETTER_AUTH_SECRET = "the same for all, and of more than 32 letters";

let primary: Sqld;
let replica: HeldReplica;
let here: App;
let there: App;

test.beforeAll(async ({ provider }) => {
  primary = await startSqld({ primary: true });
  replica = await startHeldReplica(primary);
  here = await startApp({ provider, env: { DATABASE_URL: primary.url, BETTER_AUTH_SECRET } });
  there = await startApp({ provider, env: { DATABASE_URL: replica.url, DATABASE_REPLICA: "on", BETTER_AUTH_SECRET } });
  replica.hold();
});

test.afterAll(async () => {
  await Promise.all([here?.dispose(), there?.dispose()]);
  await replica?.close();
  await primary?.stop();
});

/** Somebody who has just signed up at the primary's instance, as a client of the other one. */
async function newcomer(): Promise<{ account: Awaited<ReturnType<typeof signUp>>; at: Client; elsewhere: Client }> {
  const account = await signUp(here);
  return { account, at: clientFor(here, account), elsewhere: clientFor(there, account) };
}

test("SF-15 who signs in at one instance is signed in at one whose replica is behind, and signs out there", async ({
  page,
}) => {
  const { account, elsewhere } = await newcomer();
  const before = replica.reads();
  expect((await elsewhere.get("/api/conversations")).status).toBe(200);
  // the replica was asked, and had nothing of it
  expect(replica.reads()).toBeGreaterThan(before);
  await enter(page, there, account);
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  expect((await elsewhere.post("/api/auth/sign-out")).status).toBe(204);
  expect((await elsewhere.get("/api/conversations")).status).toBe(401);
});

test("SF-15 a turn that runs elsewhere is followed, opened and stopped where the replica does not know it", async ({
  page,
  provider,
}) => {
  const { account, at, elsewhere } = await newcomer();
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "local:scenario/slow:tokens=60,delay=40" });
  const started = await at.post("/api/chat", turn);
  await provider.waitForCall({ text: question, finished: "open", tokens: 3 });
  const followed = await elsewhere.get(`/api/turns/${turn.turnId}/events`);
  const [first, second] = await Promise.all([allEvents(started), allEvents(followed)]);
  expect(textOf(first)).toBe(numberedWords(60));
  expect(second).toEqual(first);
  await enter(page, there, account);
  await page.goto(`${there.url}/c/${turn.conversationId}`);
  await expect(page.getByRole("article").last()).toContainText(numberedWords(60));

  const endless = newQuestion();
  const held = composeTurn(endless, { modelId: "openai:scenario/held:after=5" });
  const answer = at.post("/api/chat", held).then(allEvents);
  await provider.waitForCall({ text: endless, held: true });
  expect((await elsewhere.post(`/api/turns/${held.turnId}/stop`)).status).toBe(204);
  expect(textOf(await answer)).toBe(numberedWords(5));
});

test("SF-15 the next turn goes on from what was said last, and the same turn sent to both is one", async ({
  provider,
}) => {
  const { at, elsewhere } = await newcomer();
  const first = composeTurn(newQuestion(), { modelId: "openai:scenario/quick" });
  await allEvents(await at.post("/api/chat", first));
  const { messages } = await storedConversation(elsewhere, first.conversationId);
  const tip = messages.at(-1)?.id ?? "";
  const question = newQuestion();
  const second = composeTurn(question, {
    conversationId: first.conversationId,
    tipId: tip,
    parentId: tip,
    modelId: "openai:scenario/quick",
  });
  const answers = await Promise.all(
    [elsewhere, at, elsewhere, at].map(async (client) => allEvents(await client.post("/api/chat", second))),
  );
  expect(new Set(answers.map(textOf)).size).toBe(1);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  // what was asked holds the first answer as it was when it had ended
  const told = transcript(await storedConversation(elsewhere, first.conversationId));
  expect(told.map(([role]) => role)).toEqual(["user", "assistant", "user", "assistant"]);
  const asked = provider.log({ text: question, purpose: "answer" })[0];
  expect(JSON.stringify(asked?.body)).toContain(told[1]?.[1]);
});

test("SF-15 who has just changed something sees it at once at the instance whose replica is behind", async () => {
  const { at, elsewhere } = await newcomer();
  const turn = composeTurn(newQuestion(), { modelId: "openai:scenario/quick" });
  await allEvents(await at.post("/api/chat", turn));
  const path = `/api/conversations/${turn.conversationId}`;
  const renamed = await elsewhere.patch(path, { title: "Renamed elsewhere" });
  expect(renamed.status).toBe(204);
  // what the client, as a browser, brings along until the replica must have it
  const cookies = renamed.headers.getSetCookie();
  expect(cookies).toEqual([expect.stringMatching(/^switchboard\.fresh=1; Path=\/; Max-Age=5; SameSite=Lax$/)]);
  const list = (await (await elsewhere.get("/api/conversations")).json()) as { conversations: { title: string }[] };
  expect(list.conversations.map(({ title }) => title)).toEqual(["Renamed elsewhere"]);
});

test("SF-15 a page that has seen an answer grow, and end, is followed by one that shows no less of it", async ({
  page,
  provider,
}) => {
  const late = await startHeldReplica(primary);
  const env = { DATABASE_URL: late.url, DATABASE_REPLICA: "on", BETTER_AUTH_SECRET };
  const elsewhere = await startApp({ provider, env });
  try {
    // on one host, so that the browser brings the same cookies to both
    await enter(page, here, await signUp(here));
    const chat = chatOn(page);
    await chat.chooseModel("openai:scenario/slow:tokens=5000,delay=25");
    await chat.send(newQuestion());
    await expect(chat.words).toContainText("w3");
    const path = new URL(page.url()).pathname;
    // the replica has the conversation and the beginning of its answer, and hears of nothing more
    await expect.poll(() => eventsAt(late)).toBeGreaterThan(1);
    late.hold();
    const bringsCookie = async () => (await page.context().cookies()).some(({ name }) => name === "switchboard.fresh");
    // what was sent is not of a moment ago any more
    await expect.poll(bringsCookie).toBe(false);
    const words = ((await chat.words.textContent()) ?? "").split(" ").length;
    expect(words).toBeGreaterThan(100);
    const next = await page.goto(`${elsewhere.url}${path}`);
    // a page is too long to be printed
    expect((await next?.text())?.includes(` w${words} `)).toBe(true);
    await page.goto(`${here.url}${path}`);
    await expect.poll(bringsCookie).toBe(false);
    await chat.stopButton.click();
    await chat.waitFor("stopped");
    const text = (await chat.words.textContent()) ?? "";
    const last = await page.goto(`${elsewhere.url}${path}`);
    expect((await last?.text())?.includes(text)).toBe(true);
  } finally {
    await elsewhere.dispose();
    await late.close();
  }
});

async function eventsAt({ url }: HeldReplica): Promise<number> {
  const client = createClient({ url });
  try {
    return Number((await client.execute(`SELECT COUNT(*) FROM "TurnEvent"`)).rows[0]?.[0]);
  } finally {
    client.close();
  }
}
