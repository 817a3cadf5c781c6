import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { newQuestion, storedConversation } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { addConversation } from "./support/long.ts";
import { ensureSqld, type Sqld, startSqld } from "./support/sqld.ts";
import { allEvents, composeTurn, textOf } from "./support/turns.ts";

// A libSQL server takes rows of 5 MB and answers with 10 MB at most; what people and models write may be more.

const { reason } = ensureSqld();
test.skip(reason !== null, reason ?? "");

let sqld: Sqld;
let own: App;
let client: Client;

test.beforeAll(async ({ provider }) => {
  sqld = await startSqld();
  own = await startApp({ provider, env: { DATABASE_URL: sqld.url } });
  client = clientFor(own, await signUp(own));
});

test.afterAll(async () => {
  await own?.dispose();
  await sqld?.stop();
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
  const id = await addConversation(own, client, said);
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
  const floods = Array.from({ length: 5 }, () =>
    composeTurn(newQuestion(), { modelId: "local:scenario/big:bytes=5000000" }),
  );
  const quick = composeTurn(newQuestion());
  const answers = await Promise.all(
    [...floods, quick].map(async (turn) => allEvents(await client.post("/api/chat", turn))),
  );
  expect(answers.slice(0, -1).map((events) => textOf(events).length)).toEqual(floods.map(() => 800_000));
  for (const { conversationId } of floods) {
    const answer = (await storedConversation(client, conversationId)).messages.at(-1);
    expect(answer).toMatchObject({ status: "interrupted", error: { code: "answer_too_long" } });
    expect(answer?.parts).toEqual([{ type: "text", text: "x".repeat(800_000) }]);
  }
  expect((await storedConversation(client, quick.conversationId)).messages.at(-1)?.status).toBe("complete");
});
