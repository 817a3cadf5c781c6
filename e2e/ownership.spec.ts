import { createClient } from "@libsql/client";
import type { ConversationPage, ConversationView } from "../lib/conversations/schema.ts";
import type { ModelState } from "../lib/models/schema.ts";
import type { Client } from "./support/client.ts";
import { readRow } from "./support/read-row.ts";
import { expect, lastingRows, test } from "./support/stage.ts";
import { type AnswerEvent, allEvents, composeTurn, numberedWords, readEvents, textOf } from "./support/turns.ts";

const readConversation = async (client: Client, id: string) =>
  (await (await client.get(`/api/conversations/${id}`)).json()) as ConversationView;

test("AZ-3 Bob cannot open, resume or stop Alice's answer, and it comes to her whole", async ({
  stage,
  clientFor,
  provider,
}) => {
  const [alice, bob] = [clientFor(stage.alice), clientFor(stage.bob)];
  const turn = composeTurn("count for me", { modelId: "openai:scenario/held:tokens=40,after=20" });
  const events = readEvents(await alice.post("/api/chat", turn));
  const first = await events.next();
  await provider.waitForCall({ text: "count for me", held: true });

  const answers = await Promise.all([
    bob.get(`/api/turns/${turn.turnId}/events`),
    bob.get(`/api/turns/${turn.turnId}/events?after=5`),
    bob.get(`/api/chat/${turn.conversationId}/stream`),
    bob.get(`/api/conversations/${turn.conversationId}`),
    bob.post(`/api/turns/${turn.turnId}/stop`),
    bob.post("/api/chat", turn),
    bob.delete(`/api/conversations/${turn.conversationId}`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));

  provider.release();
  const rest: AnswerEvent[] = [];
  for await (const event of events) rest.push(event);
  const all = first.done ? rest : [first.value, ...rest];
  expect(textOf(all)).toBe(numberedWords(40));
  expect(all.at(-1)?.data).toMatchObject({ type: "finish", messageMetadata: { status: "complete" } });
  expect(provider.log({ text: "count for me", purpose: "answer" })).toHaveLength(1);
});

test("AZ-6 fields that the server decides are refused or ignored wherever they stand", async ({
  app,
  stage,
  clientFor,
}) => {
  const { alice, bob, things } = stage;
  const session = (await (await clientFor(alice).get("/api/auth/get-session")).json()) as { userId: string };
  const claims: Record<string, unknown> = {
    userId: session.userId,
    ownerId: session.userId,
    role: "admin",
    createdAt: "2001-01-01T00:00:00.000Z",
    cost: "0",
    emailVerified: true,
    id: things.conversationId,
    status: "complete",
    sequence: 1,
    activity: 999,
    deletedAt: null,
  };
  const client = clientFor(bob);
  const own = composeTurn("Bob's own");
  await allEvents(await client.post("/api/chat", own));
  await client.patch(`/api/conversations/${own.conversationId}`, { title: "Bob's" });
  const rows = await lastingRows(app);
  for (const [name, value] of Object.entries(claims)) {
    const turn = composeTurn("claims");
    const bodies: [string, string, object][] = [
      ["POST", "/api/chat", { ...turn, [name]: value }],
      ["PATCH", `/api/conversations/${own.conversationId}`, { title: "Changed", [name]: value }],
      [
        "POST",
        "/api/auth/sign-up/email",
        { name: "X", email: "claims@example.com", password: "long enough", [name]: value },
      ],
      ["POST", `/api/turns/${own.turnId}/stop`, { [name]: value }],
      // a message's own id and role are the client's to send
      ...(["id", "role"].includes(name)
        ? []
        : [
            ["POST", "/api/chat", { ...turn, message: { ...turn.message, [name]: value } }] as [string, string, object],
          ]),
    ];
    for (const [method, path, body] of bodies) {
      const response = await client.send(method, path, JSON.stringify(body));
      expect.soft(response.status, `${name} in ${method} ${path}`).toBe(400);
    }
  }
  expect(await lastingRows(app)).toBe(rows);
  const bobsId = ((await (await client.get("/api/auth/get-session")).json()) as { userId: string }).userId;
  const stored = await readRow(app, `SELECT * FROM "Conversation" WHERE "id" = ?`, [own.conversationId]);
  expect(stored).toMatchObject({ userId: bobsId });
  expect(Math.abs(Date.now() - Date.parse(String(stored?.createdAt)))).toBeLessThan(60_000);
});

test("AZ-10 Bob's lists hold nothing of Alice's, and his model is not hers", async ({ stage, clientFor }) => {
  const { alice, bob, things } = stage;
  const client = clientFor(bob);
  const own = composeTurn("Bob's own");
  await allEvents(await client.post("/api/chat", own));
  await clientFor(alice).patch(`/api/conversations/${things.conversationId}`, { modelId: "openai:hers-alone" });
  const favourites = "/api/models/favourites";
  await clientFor(alice).put(favourites, { modelId: "openai:hers-alone-too", favourite: true });
  // what he takes away is his own mark, which he does not have
  expect((await client.put(favourites, { modelId: "openai:hers-alone-too", favourite: false })).status).toBe(204);
  for (const path of ["/api/conversations", "/api/conversations?before=999999", "/api/conversations?before=2"]) {
    const page = (await (await client.get(path)).json()) as ConversationPage;
    expect(page.conversations.map(({ id }) => id)).toEqual([own.conversationId]);
    expect(page.next).toBeNull();
  }
  expect(await (await client.get("/api/models/state")).text()).not.toContain("hers-alone");
  expect(await (await client.get("/")).text()).not.toContain("hers-alone");
  const hers = (await (await clientFor(alice).get("/api/models/state")).json()) as ModelState;
  expect([hers.recent[0], hers.favourites]).toEqual(["openai:hers-alone", ["openai:hers-alone-too"]]);
});

test("AZ-10 no id tells how many there are", async ({ app, stage, clientFor }) => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const random = /^[A-Za-z0-9]{32}$/;
  const view = await readConversation(clientFor(stage.alice), stage.things.conversationId);
  for (const { id } of view.messages) expect(id).toMatch(uuid);
  const client = createClient({ url: app.databaseUrl });
  try {
    for (const table of ["User", "Session", "Account", "Conversation", "Message", "Turn"]) {
      const { rows } = await client.execute(`SELECT "id" FROM "${table}"`);
      expect(rows.length, table).toBeGreaterThan(0);
      for (const [id] of rows.map((row) => Array.from(row))) {
        expect(uuid.test(String(id)) || random.test(String(id)), `${table} ${id}`).toBe(true);
      }
    }
  } finally {
    client.close();
  }
});
