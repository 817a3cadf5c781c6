import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "@libsql/client";
import { v7 as uuidv7 } from "uuid";
import { noSettings } from "../lib/conversations/settings-schema.ts";
import { troubleOf } from "../lib/db/trouble.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { type Asked, type Fault, type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { expect, test } from "./support/fixtures.ts";
import { seedLines } from "./support/seed.ts";
import { ensureSqld, type Sqld, startSqld } from "./support/sqld.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// SF-16: what can happen between the app and a libSQL server, with a real one behind a proxy that is not well.

const { reason } = ensureSqld();
test.skip(reason !== null, reason ?? "");

let sqld: Sqld;
let proxy: FaultyProxy;
let own: App;
test.beforeAll(async ({ provider }) => {
  sqld = await startSqld();
  proxy = await startFaultyProxy(sqld.url);
  own = await startApp({ provider, env: { DATABASE_URL: proxy.url } });
});
test.afterEach(() => proxy.setFault(null));
test.afterAll(async () => {
  await own.dispose();
  await proxy.close();
  await sqld.stop();
});

/** Only so many of the requests that are meant. */
const some = (count: number, meant: (asked: Asked) => boolean, fault: Fault) => {
  let left = count;
  return (asked: Asked) => {
    if (left === 0 || !meant(asked)) return null;
    left -= 1;
    return fault;
  };
};

const accepts = ({ sql }: Asked) => sql.includes('INSERT INTO \\"Turn\\"');
const writes = ({ sql }: Asked) => /INSERT INTO|UPDATE |DELETE FROM/.test(sql);

/** A connection of its own, past the proxy, as another process has it. */
async function countElsewhere(sql: string, args: string[] = []): Promise<number> {
  const client = createClient({ url: sqld.url });
  try {
    return Number((await client.execute({ sql, args })).rows[0]?.[0]);
  } finally {
    client.close();
  }
}

const faults: [string, Fault][] = [
  ["the connection breaks", "drop"],
  ["the answer is lost", "lose"],
  ["somebody in between says 500", 500],
  ["somebody in between says 503", 503],
];

for (const [what, fault] of faults) {
  test(`SF-16 once, while a turn is accepted, ${what}: it is tried again, and the turn is one`, async ({
    provider,
  }) => {
    const client = clientFor(own, await signUp(own));
    const question = newQuestion();
    const turn = composeTurn(question);
    proxy.setFault(some(1, accepts, fault));
    const events = await allEvents(await client.post("/api/chat", turn));
    expect(proxy.faults()).toBe(1);
    proxy.setFault(null);
    expect(events.at(-1)?.data.type).toBe("finish");
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
    expect(transcript(await storedConversation(client, turn.conversationId))).toHaveLength(2);
  });

  test(`SF-16 for as long as ${what}, writing is refused whole by a clean 503, and the same turn goes afterwards`, async ({
    provider,
  }) => {
    const account = await signUp(own);
    const client = clientFor(own, account);
    const question = newQuestion();
    const turn = composeTurn(question);
    proxy.setFault((asked) => (writes(asked) ? fault : null));
    const refused = await client.post("/api/chat", turn);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: "database_unavailable" } });
    expect(proxy.faults()).toBeGreaterThan(0);
    proxy.setFault(null);
    const asked = await allEvents(await client.post("/api/chat", turn));
    // an answer that was lost leaves a turn that nobody runs: it is closed as that, and its text is kept
    expect(["finish", "error"]).toContain(asked.at(-1)?.data.type);
    const [first] = transcript(await storedConversation(client, turn.conversationId));
    expect(first).toEqual(["user", question]);
    expect(provider.log({ text: question, purpose: "answer" }).length).toBeLessThanOrEqual(1);
  });

  test(`SF-16 while an answer is written ${what}: it ends whole`, async ({ provider }) => {
    const client = clientFor(own, await signUp(own));
    const question = newQuestion();
    const turn = composeTurn(question, { modelId: "openai:scenario/slow:tokens=120,delay=20" });
    const answer = client.post("/api/chat", turn).then(allEvents);
    await provider.waitForCall({ text: question, purpose: "answer", tokens: 20 });
    // ticks, and most of all the end
    let turnOf = 0;
    proxy.setFault((asked) => {
      turnOf += 1;
      return writes(asked) && turnOf % 2 === 0 ? fault : null;
    });
    expect(textOf(await answer)).toBe(numberedWords(120));
    expect(proxy.faults()).toBeGreaterThan(0);
    proxy.setFault(null);
    expect(transcript(await storedConversation(client, turn.conversationId))).toEqual([
      ["user", question],
      ["assistant", numberedWords(120)],
    ]);
  });
}

test("SF-16 no transaction of the app's can expire in its middle: each is one request, and leaves no stream behind", async () => {
  // what goes on with a stream finds it expired
  proxy.setFault(({ continues }) => (continues ? "expire" : null));
  const account = await signUp(own);
  const client = clientFor(own, account);
  const turn = composeTurn(newQuestion());
  await allEvents(await client.post("/api/chat", turn));
  const path = `/api/conversations/${turn.conversationId}`;
  const [first] = (await storedConversation(client, turn.conversationId)).messages;
  const fork = { conversationId: uuidv7(), messageId: first?.id };
  const modelId = "openai:scenario/quick";
  const [presetId, tab] = [uuidv7(), uuidv7()];
  const preset = { id: presetId, name: "Mine", modelId, settings: noSettings };
  const draft = { text: "not yet", revision: uuidv7(), base: null, tab, after: turn.message.id };
  const changes: [string, () => Promise<Response>][] = [
    ["rename", () => client.patch(path, { title: "Renamed", pinned: true })],
    ["settings", () => client.patch(path, { modelId, settings: noSettings })],
    ["fork", () => client.post(`${path}/fork`, fork)],
    ["archive", () => client.patch(path, { archived: true })],
    ["draft", () => client.put(`/api/drafts/${turn.conversationId}`, draft)],
    ["favourite", () => client.put("/api/models/favourites", { modelId, favourite: true })],
    ["preset", () => client.post("/api/presets", preset)],
    ["default preset", () => client.put("/api/presets/default", { presetId })],
    ["no preset", () => client.delete(`/api/presets/${presetId}`)],
    ["trash", () => client.delete(path)],
    ["restore", () => client.post(`/api/trash/${turn.conversationId}/restore`)],
    ["trash again", () => client.delete(path)],
    ["for ever", () => client.delete(`/api/trash/${turn.conversationId}`)],
    ["sign out", () => client.post("/api/auth/sign-out")],
  ];
  for (const [what, change] of changes) {
    const response = await change();
    expect(response.ok, `${what}: ${response.status}`).toBe(true);
  }
  expect(proxy.faults()).toBe(0);

  // and that is how one that had to go on would fail: whole, and as what may be tried again
  const other = createClient({ url: proxy.url });
  try {
    const transaction = await other.transaction("write");
    await transaction.execute({ sql: `UPDATE "User" SET "name" = 'half' WHERE "email" = ?`, args: [account.email] });
    const error = await transaction.commit().catch((thrown: unknown) => thrown);
    expect(troubleOf(error)).toBe("unreachable");
    expect(proxy.faults()).toBeGreaterThan(0);
    expect(await countElsewhere(`SELECT COUNT(*) FROM "User" WHERE "name" = 'half'`)).toBe(0);
    // until the server gives it up, nobody else can write
    proxy.setFault(null);
    const next = () =>
      other.execute({ sql: `UPDATE "User" SET "name" = "name" WHERE "email" = ?`, args: [account.email] });
    await expect(next).toPass({ timeout: 20_000 });
    expect(await countElsewhere(`SELECT COUNT(*) FROM "User" WHERE "name" = 'half'`)).toBe(0);
  } finally {
    other.close();
  }
});

test("SF-16 a database that is too slow to be waited for is a clean 503, and what was sent is there once afterwards", async ({
  provider,
}) => {
  const client = clientFor(own, await signUp(own));
  const question = newQuestion();
  const turn = composeTurn(question);
  proxy.setFault((asked) => (writes(asked) ? "slow" : null));
  const begin = performance.now();
  const refused = await client.post("/api/chat", turn);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: "database_unavailable" } });
  expect(performance.now() - begin).toBeLessThan(20_000);
  // what reads is not held up
  expect((await client.get("/api/conversations")).status).toBe(200);
  proxy.setFault(null);
  await allEvents(await client.post("/api/chat", turn));
  const told = transcript(await storedConversation(client, turn.conversationId));
  expect(told.filter(([role]) => role === "user")).toEqual([["user", question]]);
  expect(provider.log({ text: question, purpose: "answer" }).length).toBeLessThanOrEqual(1);
});

for (const seconds of [1, 6]) {
  test(`SF-5 a lock that another client of the server holds for ${seconds} s: what writes waits or gets a clean 503, and is there afterwards`, async () => {
    const client = clientFor(own, await signUp(own));
    const holder = createClient({ url: sqld.url });
    const turn = composeTurn(newQuestion());
    try {
      const lock = await holder.transaction("write");
      const begin = performance.now();
      const sent = client.post("/api/chat", turn);
      // held by the clock: that is the case
      await delay(seconds * 1000);
      // a server takes the lock away from who keeps it for too long
      await lock.rollback().catch(() => {});
      const response = await sent;
      expect([200, 503]).toContain(response.status);
      if (response.status === 503)
        expect(await response.json()).toMatchObject({ error: { code: "database_unavailable" } });
      else await allEvents(response);
      expect(performance.now() - begin).toBeLessThan((seconds + 20) * 1000);
    } finally {
      holder.close();
    }
    await allEvents(await client.post("/api/chat", turn));
    const told = transcript(await storedConversation(client, turn.conversationId));
    expect(told.map(([role]) => role)).toEqual(["user", "assistant"]);
  });
}

test("SF-16 what is sent while the database cannot be written is kept on the page, and goes by itself", async ({
  page,
  provider,
}) => {
  await enter(page, own, await signUp(own));
  const chat = chatOn(page);
  const question = newQuestion();
  proxy.setFault((asked) => (writes(asked) ? 503 : null));
  await chat.send(question);
  await expect(chat.waiting).toContainText(question);
  proxy.setFault(null);
  await chat.waitFor("complete", 40);
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("SF-16 after all of it a thousand writes are there, for another process, too", async () => {
  test.setTimeout(120_000);
  const account = await signUp(own);
  const client = clientFor(own, account);
  const ids = await seedLines(own, account, 1000);
  let every = 0;
  // a third of them meets a fault on the way, and is sent again as a page would
  proxy.setFault((asked) => {
    every += 1;
    return writes(asked) && every % 3 === 0
      ? (["drop", "lose", 503] as const)[every % 9 === 0 ? 0 : every % 2 ? 1 : 2]
      : null;
  });
  const queue = ids.entries();
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (const [index, id] of queue) {
        for (;;) {
          const { status } = await client.patch(`/api/conversations/${id}`, { title: `after ${index}` });
          if (status < 300) break;
          expect(status).toBe(503);
        }
      }
    }),
  );
  proxy.setFault(null);
  const sql = `SELECT COUNT(DISTINCT "title") FROM "Conversation" WHERE "title" LIKE 'after %' AND "userId" =
    (SELECT "id" FROM "User" WHERE "email" = ?)`;
  expect(await countElsewhere(sql, [account.email])).toBe(1000);
});
