import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { startServers, type TestDatabase } from "./support/database.ts";
import { expect, test } from "./support/fixtures.ts";
import { addConversation } from "./support/long.ts";
import { ensureSqld } from "./support/sqld.ts";
import { allEvents, composeTurn, textOf } from "./support/turns.ts";

// A libSQL server takes rows of 5 MB and answers with 10 MB at most, and a replica hands on 4 MiB at once; what people and
// models write may be more. The app is at a replica, where all of these hold.

const { reason } = ensureSqld();
test.skip(reason !== null, reason ?? "");

let servers: TestDatabase;
let own: App;
let client: Client;

test.beforeAll(async ({ provider }) => {
  servers = await startServers("fleet");
  own = await startApp({ provider, env: { DATABASE_URL: servers.urls[1], DATABASE_REPLICA: "on" } });
  client = clientFor(own, await signUp(own));
});

test.afterAll(async () => {
  await own?.dispose();
  await servers?.stop();
});

test("a conversation that is longer than a server's answer may be opens by the piece and goes on with all of it", async ({
  provider,
}) => {
  const length = 900_000;
  const texts = Array.from({ length: 14 }, (_, index) => `${String(index).padStart(2, "0")} ${"x".repeat(length)}`);
  const said = texts.map((text, index) => ({
    role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
    text,
  }));
  // the app knows the replica alone: where it was written, and where it is read, the test must say
  const [databaseUrl = own.databaseUrl] = servers.urls;
  const id = await addConversation({ ...own, databaseUrl, databaseUrls: servers.urls }, client, said);
  const view = (await (await client.get(`/api/conversations/${id}`)).json()) as {
    messages: { id: string }[];
    earlier: { count: number };
  };
  // as much as fits, and where the rest is
  expect(view.messages.length).toBeGreaterThanOrEqual(2);
  expect(view.messages.length + view.earlier.count).toBe(texts.length);
  expect((await storedConversation(client, id)).messages).toHaveLength(texts.length);
  const question = newQuestion();
  const tip = view.messages.at(-1)?.id ?? "";
  const turn = composeTurn(question, { conversationId: id, parentId: tip, tipId: tip });
  await allEvents(await client.post("/api/chat", turn));
  const call = await provider.waitForCall({ text: question, purpose: "answer" });
  const asked = JSON.stringify(call.body);
  for (const text of texts) expect(asked).toContain(text.slice(0, 100));
  expect(asked.length).toBeGreaterThan(texts.length * length);
});

test("a flood of answers in one tick is stored, to the length that a row has room for, and holds up nobody's", async () => {
  const floods = Array.from({ length: 8 }, () =>
    // in letters of three bytes: of these two in a tick are more than a batch may hold
    composeTurn(newQuestion(), { modelId: "local:scenario/big:bytes=700000,code=27721" }),
  );
  const quick = composeTurn(newQuestion());
  const answers = await Promise.all(
    [...floods, quick].map(async (turn) => allEvents(await client.post("/api/chat", turn))),
  );
  expect(answers.slice(0, -1).map((events) => textOf(events).length)).toEqual(floods.map(() => 640_000));
  for (const { conversationId } of floods) {
    const answer = (await storedConversation(client, conversationId)).messages.at(-1);
    expect(answer).toMatchObject({ status: "interrupted", error: { code: "answer_too_long" } });
    expect(answer?.parts).toEqual([{ type: "text", text: "汉".repeat(640_000) }]);
  }
  expect((await storedConversation(client, quick.conversationId)).messages.at(-1)?.status).toBe("complete");
  // no tick was refused, with which the answers of everybody would have stood still
  expect(own.output()).not.toContain("tick-not-written");
});

test("a message of a million Chinese letters goes through, and more bytes than that are refused with a limit that is true", async () => {
  const chinese = "汉".repeat(1_000_000);
  const turn = composeTurn(chinese);
  await allEvents(await client.post("/api/chat", turn));
  const stored = transcript(await storedConversation(client, turn.conversationId));
  expect(stored.map(([role]) => role)).toEqual(["user", "assistant"]);
  // a message of megabytes is not to be printed
  expect(stored[0]?.[1] === chinese).toBe(true);

  // six bytes each in JSON
  const control = "\u0001".repeat(680_000);
  const refused = await client.post("/api/chat", composeTurn(control));
  expect(refused.status).toBe(400);
  const { error } = (await refused.json()) as { error: { code: string; params: { limit: number } } };
  expect(error.code).toBe("message_too_long");
  const { limit } = error.params;
  expect(limit).toBeGreaterThan(600_000);
  const fitting = composeTurn(control.slice(0, limit));
  await allEvents(await client.post("/api/chat", fitting));
  expect((await storedConversation(client, fitting.conversationId)).messages).toHaveLength(2);
});

test("an answer of letters of six bytes is stored with its end, although both are more than a batch may hold", async () => {
  const turn = composeTurn(newQuestion(), { modelId: "local:scenario/big:bytes=700000,code=1" });
  const events = await allEvents(await client.post("/api/chat", turn));
  expect(events.at(-1)?.data.type).toBe("error");
  expect(textOf(events)).toHaveLength(640_000);
  const answer = (await storedConversation(client, turn.conversationId)).messages.at(-1);
  expect(answer).toMatchObject({ status: "interrupted", error: { code: "answer_too_long" } });
  const [part] = answer?.parts ?? [];
  expect(part?.type === "text" && part.text === "\u0001".repeat(640_000)).toBe(true);
});
