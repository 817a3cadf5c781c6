import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { v7 as uuidv7 } from "uuid";
import type { ConversationPage } from "../lib/conversations/schema.ts";
import { cookieHeader, randomAddress, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, newQuestion, storedConversation, transcript, waitForStored } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";
import { allEvents, composeTurn, numberedWords, readEvents, textOf } from "./support/turns.ts";

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;

/** The conversations of the sidebar, the topmost first. */
async function listed(client: Client): Promise<string[]> {
  const page = (await (await client.get("/api/conversations")).json()) as ConversationPage;
  return page.conversations.map(({ id }) => id);
}

/** Sends a message on top of what is stored, and waits for the answer; gives the conversation. */
async function send(client: Client, conversationId: string | null, ids = {}): Promise<string> {
  const parentId = conversationId && (await storedConversation(client, conversationId)).messages.at(-1)?.id;
  const place = conversationId ? { conversationId, parentId: parentId ?? null } : {};
  const turn = composeTurn(newQuestion(), { ...place, ...ids });
  await allEvents(await client.post("/api/chat", turn));
  return turn.conversationId;
}

test.describe("SF-8 a server's clock that is wrong, and jumps", () => {
  let own: App;
  let setClock: (shift: number) => Promise<void>;

  test.beforeEach(async ({ provider, sharedEnv }, testInfo) => {
    const clockFile = testInfo.outputPath("clock");
    mkdirSync(path.dirname(clockFile), { recursive: true });
    writeFileSync(clockFile, "0");
    const preload = pathToFileURL(path.join(import.meta.dirname, "support/shifted-clock.ts"));
    const env = { ...sharedEnv, CLOCK_FILE: clockFile, NODE_OPTIONS: `--import ${preload}` };
    own = await startApp({ provider, env });
    setClock = async (shift) => {
      writeFileSync(clockFile, String(shift));
      for (const pid of own.pids) process.kill(pid, "SIGUSR2");
      const seen = () => own.pids.map((pid) => readFileSync(`${clockFile}.${pid}`, "utf8"));
      await expect.poll(seen, { timeout: 15_000 }).toEqual(own.pids.map(() => String(shift)));
    };
  });
  test.afterEach(() => own.dispose());

  test("back an hour and forward a year: the order of messages and conversations is the order of sending", async () => {
    const client = clientFor(own, await signUp(own));
    const first = await send(client, null);
    await setClock(-hour);
    const second = await send(client, null);
    expect(await listed(client)).toEqual([second, first]);
    await send(client, first);
    expect(await listed(client)).toEqual([first, second]);
    // still within the session's seven days
    await setClock(5 * day);
    await send(client, second);
    await setClock(-hour);
    await send(client, second);
    const third = await send(client, null);
    await send(client, first);
    expect(await listed(client)).toEqual([first, third, second]);
    for (const id of [first, second]) {
      const { messages } = await storedConversation(client, id);
      expect(messages.map(({ role }) => role)).toEqual(messages.map((_, index) => (index % 2 ? "assistant" : "user")));
      expect(messages.map(({ parentId }) => parentId)).toEqual([null, ...messages.slice(0, -1).map(({ id }) => id)]);
    }
  });

  test("an answer goes on while the clock jumps, and its times are those of a clock that did not", async ({
    provider,
  }) => {
    const client = clientFor(own, await signUp(own));
    const question = newQuestion();
    const turn = composeTurn(question, { modelId: "openai:scenario/held:after=3,tokens=8" });
    const response = client.post("/api/chat", turn).then(allEvents);
    await provider.waitForCall({ text: question, held: true });
    for (const shift of [-hour, year, 0]) await setClock(shift);
    provider.release({ text: question });
    expect(textOf(await response)).toBe(numberedWords(8));
    await waitForStored(client, turn.conversationId, "complete");
    const sql = `SELECT "firstTokenMs", "totalMs" FROM "Turn" WHERE "id" = ?`;
    const row = await readRow(own, sql, [turn.turnId]);
    for (const ms of [Number(row?.firstTokenMs), Number(row?.totalMs)]) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(hour / 4);
    }
  });

  for (const shift of [-hour, year]) {
    test(`an orphan is closed within ten seconds by a server whose clock is off by ${shift / hour} hours`, async () => {
      const account = await signUp(own);
      const question = newQuestion();
      const turn = composeTurn(question, { modelId: "openai:scenario/held:after=5" });
      const events = readEvents(await clientFor(own, account).post("/api/chat", turn));
      for await (const { data } of events) if (data.type === "text-delta" && data.delta.endsWith("w4")) break;
      const sql = `SELECT "status" FROM "Turn" WHERE "id" = ?`;
      const counted = `SELECT 1 FROM "TurnEvent" WHERE "turnId" = ? AND "data" LIKE '%w4"%'`;
      await expect.poll(() => readRow(own, counted, [turn.turnId])).not.toBeNull();
      await own.stop("SIGKILL");
      writeFileSync(own.env.CLOCK_FILE ?? "", String(shift));
      await own.restart();
      await expect
        .poll(async () => (await readRow(own, sql, [turn.turnId]))?.status, { timeout: 10_000 })
        .toBe("interrupted");
      await setClock(0);
      const client = clientFor(own, account);
      const view = await storedConversation(client, turn.conversationId);
      expect(transcript(view)).toEqual([
        ["user", question],
        ["assistant", numberedWords(5)],
      ]);
      // whoever followed it gets the end, whether or not the log was taken for an old one
      const log = await allEvents(await client.get(`/api/turns/${turn.turnId}/events`));
      expect(textOf(log)).toBe(numberedWords(5));
    });
  }

  test("sessions end when the clock says so, and counting attempts goes by the database's", async () => {
    const account = await signUp(own);
    const client = clientFor(own, account);
    await setClock(-hour);
    expect((await client.get("/api/conversations")).status).toBe(200);
    await setClock(year);
    expect((await client.get("/api/conversations")).status).toBe(401);

    // the person signs in again, and a wrong clock gives nobody more attempts, nor fewer
    const address = randomAddress();
    const signIn = (password: string) =>
      clientFor(own, null).post(
        "/api/auth/sign-in/email",
        { email: account.email, password },
        { headers: { "x-forwarded-for": address } },
      );
    const signedIn = await signIn(account.password);
    expect(signedIn.status).toBe(204);
    const again = clientFor(own, { ...account, cookie: cookieHeader(signedIn) });
    const id = await send(again, null);
    expect(await listed(again)).toEqual([id]);
    // the window is ten seconds: whoever is slow begins a new one, and has three more
    const statuses: number[] = [];
    for (const shift of [-hour, year, -hour, year]) {
      await setClock(shift);
      statuses.push((await signIn("not the password")).status);
    }
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    await expect(async () => {
      const answers = await Promise.all(Array.from({ length: 7 }, () => signIn("not the password")));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      for (const { headers } of refused) expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(3600);
    }).toPass({ timeout: 15_000 });
  });
});

test("IV-13 ids that carry a wrong date, and dates in a request, change nothing about the order", async ({
  account,
  clientFor: clientOf,
}) => {
  const client = clientOf(account);
  const at = (msecs: number) => uuidv7({ msecs });
  const idsAt = (msecs: number) => ({ turnId: at(msecs), messageId: at(msecs) });
  // ten years ahead, ten behind, 1970, and the last date that such an id can hold, in the year 10889
  const times = [Date.now() + 10 * year, Date.now() - 10 * year, 0, 2 ** 48 - 1, Date.now()];
  const sent: string[] = [];
  for (const time of times) {
    sent.push(await send(client, null, { ...idsAt(time), conversationId: at(time) }));
    expect(await listed(client)).toEqual(sent.toReversed());
  }
  const [first = ""] = sent;
  for (const time of times) await send(client, first, idsAt(time));
  const { messages } = await storedConversation(client, first);
  expect(messages).toHaveLength(2 + 2 * times.length);
  expect(messages.map(({ parentId }) => parentId)).toEqual([null, ...messages.slice(0, -1).map(({ id }) => id)]);
  for (const { createdAt } of messages) expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(hour);
  expect((await listed(client))[0]).toBe(first);

  for (const createdAt of ["0000-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z", -1]) {
    const turn = composeTurn(newQuestion());
    const inside = { ...turn, message: { ...turn.message, createdAt } };
    for (const body of [{ ...turn, createdAt }, inside])
      expect((await client.post("/api/chat", body)).status).toBe(400);
  }
});

for (const [name, offset] of [
  ["behind", -10 * year],
  ["ahead", 10 * year],
] as const) {
  test(`IV-13 a browser whose clock is ten years ${name} keeps the order, live and after a reload`, async ({
    page,
    account,
    signIn,
    clientFor: clientOf,
  }) => {
    await page.clock.setSystemTime(Date.now() + offset);
    await signIn(page, account);
    const client = clientOf(account);
    // a conversation by the right clock, before and after those of the wrong one
    const before = await send(client, null);
    await page.goto("/");
    const chat = chatOn(page);
    const [first, second, third] = [newQuestion("First"), newQuestion("Second"), newQuestion("Third")];
    await chat.send(first);
    await chat.waitFor("complete");
    const mine = await chat.id();
    await chat.send(second);
    await expect(chat.answers).toHaveCount(2);
    await chat.waitFor("complete");
    expect(await listed(client)).toEqual([mine, before]);
    await send(client, mine);
    await page.reload();
    await expect(chat.questions).toHaveCount(3);
    await chat.send(third);
    await expect(chat.answers).toHaveCount(4);
    await chat.waitFor("complete");
    const questions = [first, second, third];
    const stored = transcript(await storedConversation(client, mine)).filter(([role]) => role === "user");
    expect(stored.map(([, text]) => text).filter((text) => questions.includes(text))).toEqual(questions);
    await expect(chat.questions.first()).toHaveText(first);
    await expect(chat.questions.last()).toHaveText(third);
    const last = await send(client, null);
    await page.reload();
    const links = chat.conversations.getByRole("listitem").getByRole("link");
    await expect(links).toHaveCount(3);
    const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(addresses).toEqual([last, mine, before].map((id) => `/c/${id}`));
  });
}
