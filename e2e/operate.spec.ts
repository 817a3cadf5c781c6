import { randomBytes } from "node:crypto";
import { createClient } from "@libsql/client";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { newQuestion } from "./support/chat.ts";
import { type Client, clientFor, type HeaderChanges } from "./support/client.ts";
import { type Collector, startCollector } from "./support/collector.ts";
import { expect, test } from "./support/fixtures.ts";
import { type AnswerEvent, allEvents, composeTurn, readEvents } from "./support/turns.ts";

// What whoever operates the site gets to see of it, and what not.

const token = `metrics-${randomBytes(12).toString("hex")}`;
const bearer = { authorization: `Bearer ${token}` };

let own: App;
let collector: Collector;
let client: Client;
/** a text that a person wrote */
let written: string;
let turnIds: string[];

test.beforeAll(async ({ provider }) => {
  collector = await startCollector();
  own = await startApp({
    alone: true,
    provider,
    env: { LOG_FORMAT: "json", METRICS_TOKEN: token, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  });
  const account = await signUp(own);
  client = clientFor(own, account);
  written = `canary-${randomBytes(6).toString("hex")}`;
  const answered = composeTurn(newQuestion(written));
  // its provider tells the whole key in what it says of it
  const failed = composeTurn(newQuestion(written), { modelId: "openai:scenario/redacted" });
  const stopped = composeTurn(newQuestion(written), { modelId: "openai:scenario/slow:tokens=2000,delay=20" });
  turnIds = [answered, failed, stopped].map(({ turnId }) => turnId);
  await allEvents(await client.post("/api/chat", answered));
  await allEvents(await client.post("/api/chat", failed));
  const events = readEvents(await client.post("/api/chat", stopped));
  // half a second of words: more than one tick
  for (let text = ""; !text.includes("w25 "); ) {
    const { data } = (await events.next()).value as AnswerEvent;
    if (data.type === "text-delta") text += data.delta;
  }
  await client.post(`/api/turns/${stopped.turnId}/stop`);
  for await (const _event of events);
  await client.get(`/api/conversations/search?q=${written}`);
  await client.patch(`/api/conversations/${answered.conversationId}`, { title: `${written} title` });
});
test.afterAll(async () => {
  await own.dispose();
  await collector.close();
});

const lines = () =>
  own
    .output()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("every line of the log is JSON; a request and its turn can be followed by their ids", async () => {
  const turns = lines().filter(({ event }) => event === "turn");
  expect(turns.map(({ turn, ending }) => [turn, ending])).toEqual([
    [turnIds[0], "complete"],
    [turnIds[1], "failed"],
    [turnIds[2], "stopped"],
  ]);
  for (const { request } of turns) {
    const asked = lines().find((line) => line.event === "request" && line.request === request);
    expect(asked).toMatchObject({ method: "POST", path: "/api/chat", status: 200 });
  }
  const response = await client.get("/api/conversations");
  const id = response.headers.get("x-request-id");
  await expect.poll(() => lines().filter(({ request }) => request === id)).toHaveLength(1);
});

test("SE-6 SE-8 logs, figures and traces hold no secret and nothing that somebody wrote or a model answered", async ({
  provider,
}) => {
  const secrets = [
    own.env.BETTER_AUTH_SECRET,
    token,
    provider.services.openai.apiKey,
    provider.services.openrouter.apiKey,
  ];
  const metrics = await (await client.get("/api/metrics", { headers: bearer })).text();
  await expect.poll(() => collector.spans().length).toBeGreaterThan(0);
  for (const [where, text] of [
    ["log", own.output()],
    ["metrics", metrics],
    ["traces", collector.text()],
  ] as const) {
    for (const secret of [...secrets, written, "w0 w1"]) expect.soft(text, where).not.toContain(secret);
  }
});

test("figures: turns by ending, first token, ticks, followers, database time", async () => {
  const read = async () => (await client.get("/api/metrics", { headers: bearer })).text();
  const text = await read();
  for (const line of [
    'switchboard_turns_total{ending="complete",error=""} 1',
    'switchboard_turns_total{ending="failed",error="provider_key_refused"} 1',
    'switchboard_turns_total{ending="stopped",error=""} 1',
    "switchboard_turns_running 0",
    "switchboard_followers 0",
  ])
    expect(text).toContain(`${line}\n`);
  expect(text).toMatch(/^switchboard_first_token_seconds_count 2$/m);
  expect(text).toMatch(/^switchboard_tick_seconds_count [1-9]/m);
  expect(text).toMatch(/^switchboard_database_seconds_count\{operation="write"\} [1-9]/m);
  // as the format wants it: each sample below its own help and type, and each a number
  let name = "";
  for (const line of text.trim().split("\n")) {
    if (line.startsWith("# HELP ")) name = line.split(" ")[2] ?? "";
    else if (line.startsWith("# TYPE ")) expect(line).toMatch(new RegExp(`^# TYPE ${name} (counter|gauge|histogram)$`));
    else
      expect(line).toMatch(
        new RegExp(`^${name}(_bucket|_sum|_count)?(\\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\\})? [0-9.e+-]+$`),
      );
  }
  const turn = composeTurn(newQuestion(written), { modelId: "openai:scenario/held:after=2" });
  const events = readEvents(await client.post("/api/chat", turn));
  await events.next();
  const during = await read();
  expect(during).toContain("switchboard_turns_running 1\n");
  expect(during).toContain("switchboard_followers 1\n");
  await client.post(`/api/turns/${turn.turnId}/stop`);
  for await (const _event of events);
});

test("figures are for whoever has the token, and where none is set they do not exist", async ({
  app,
  clientFor: other,
}) => {
  const wrong: HeaderChanges[] = [
    {},
    { authorization: "Bearer wrong" },
    { authorization: token },
    { authorization: `Bearer ${token}x` },
  ];
  for (const headers of wrong) {
    const response = await client.get("/api/metrics", { headers });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("switchboard_");
  }
  const absent = await other(null, app).get("/api/metrics", { headers: bearer });
  const nothing = await other(null, app).get("/api/no/such/thing");
  expect([absent.status, await absent.text()]).toEqual([404, await nothing.text()]);
});

test("health tells a stranger one word, and whoever has the token the rest", async () => {
  for (const path of ["/api/health", "/api/health/live"]) {
    expect(await (await clientFor(own, null).get(path)).json()).toEqual({ status: "ok" });
  }
  const health = await (await clientFor(own, null).get("/api/health", { headers: bearer })).json();
  expect(health).toEqual({
    status: "ok",
    database: { fitness: "fit", version: expect.stringMatching(/^\d{14}_\w+$/), milliseconds: expect.any(Number) },
    turns: { running: expect.any(Number), followers: expect.any(Number), lastTick: expect.stringMatching(/^\d{4}-/) },
  });
});

test("SF-7 an instance that is too old for its database says that it is not ready, and a new one does not start", async () => {
  const database = createClient({ url: own.databaseUrl });
  const wants = (version: string) =>
    database.execute({ sql: `UPDATE "SchemaVersion" SET "oldest" = ?`, args: [version] });
  const before = String((await database.execute(`SELECT "oldest" FROM "SchemaVersion"`)).rows[0]?.oldest);
  try {
    await wants("29991231000000_later");
    const stranger = clientFor(own, null);
    expect((await stranger.get("/api/health")).status).toBe(503);
    expect((await stranger.get("/api/health/live")).status).toBe(200);
    const told = await stranger.get("/api/health", { headers: bearer });
    expect([told.status, await told.json()]).toMatchObject([503, { status: "unfit", database: { fitness: "newer" } }]);
    const refused = startApp({ env: { DATABASE_URL: own.databaseUrl } });
    await expect(refused).rejects.toThrow(/ended with 78[\s\S]*belongs to a newer version/);
  } finally {
    await wants(before);
    database.close();
  }
  expect((await clientFor(own, null).get("/api/health")).status).toBe(200);
});

test("traces: a turn, the call in it and the title's are one trace, described as the conventions have it", async () => {
  await expect
    .poll(() => collector.spans().filter(({ name }) => name === "turn").length)
    .toBeGreaterThanOrEqual(turnIds.length);
  const spans = collector.spans();
  const turn = spans.find(({ attributes }) => attributes["switchboard.turn.id"] === turnIds[0]);
  const call = spans.find(({ parentSpanId }) => parentSpanId === turn?.spanId && parentSpanId !== undefined);
  expect(call).toMatchObject({
    name: "chat scenario/quick",
    traceId: turn?.traceId,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "scenario/quick",
      "gen_ai.response.finish_reasons": "stop",
    },
  });
  // the AI SDK's own, of a call that is no turn
  await expect
    .poll(() => collector.spans().some(({ traceId, scope }) => traceId === turn?.traceId && /^(gen_ai|ai)/.test(scope)))
    .toBe(true);
  const failed = spans.find(({ attributes }) => attributes["switchboard.turn.id"] === turnIds[1]);
  expect(failed?.attributes["error.type"]).toBe("provider_key_refused");
  expect(spans.every(({ service }) => service === "switchboard")).toBe(true);
});
