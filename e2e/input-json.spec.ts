import { v7 as uuidv7 } from "uuid";
import type { Account } from "./support/accounts.ts";
import type { Client } from "./support/client.ts";
import { expect, lastingRows, type Stage, test } from "./support/stage.ts";
import { allEvents, composeTurn, textOf } from "./support/turns.ts";

/** A request with a body that is right, and which of its fields may hold any text that is not empty. */
type Sample = { method: string; path: string; body: Record<string, unknown>; free: string[] };

/** One for each form of body that a route takes. */
function samples({ things, alice }: Stage): Sample[] {
  const own = `/api/conversations/${things.conversationId}`;
  const place = { conversationId: things.idleConversationId, parentId: things.idleTipId };
  const { email, password } = alice;
  return [
    { method: "POST", path: "/api/chat", body: composeTurn("text", place), free: ["text"] },
    { method: "PATCH", path: own, body: { title: "Title" }, free: ["title"] },
    { method: "PATCH", path: own, body: { modelId: "openai:gpt-5" }, free: [] },
    { method: "POST", path: `/api/turns/${things.runningTurnId}/stop`, body: {}, free: [] },
    { method: "POST", path: "/api/auth/sign-in/email", body: { email, password }, free: ["password"] },
    {
      method: "POST",
      path: "/api/auth/sign-up/email",
      body: { name: "N", email: "n@example.com", password: "long enough" },
      free: ["name", "password"],
    },
  ];
}

/** Turns of hers still work, after whatever came before. */
async function expectStillWell(client: Client) {
  const events = await allEvents(await client.post("/api/chat", composeTurn("Still there?")));
  expect(textOf(events)).toBe("Hello from scenario/quick.");
}

test("IV-3 what is not one JSON object, said once, is a bad request on every route that takes a body", async ({
  app,
  stage,
  clientFor,
  provider,
}) => {
  const client = clientFor(stage.alice);
  const [rows, calls] = [await lastingRows(app), provider.log().length];
  for (const { method, path, body } of samples(stage)) {
    const good = JSON.stringify(body);
    const deep = (open: string, close: string) => `${open.repeat(10_000)}${close.repeat(10_000)}`;
    const bad: Record<string, string> = {
      empty: "",
      blank: " \n",
      null: "null",
      "an array": "[]",
      "the body in an array": `[${good}]`,
      "a string": '"x"',
      "a number": "1",
      true: "true",
      "cut off": good.slice(0, -1),
      "a comma at the end": `${good.slice(0, -1)},}`,
      "two objects": good + good,
      "a comment": `${good}//x`,
      "single quotes": "{'a':1}",
      "not a number": '{"x":NaN}',
      "a key twice": `{"x":1,"x":1${good === "{}" ? "" : ","}${good.slice(1)}`,
      "its own first key twice":
        good === "{}" ? '{"a":1,"a":2}' : `{${good.slice(1, good.indexOf(","))},${good.slice(1)}`,
      "arrays in arrays": deep("[", "]"),
      "objects in objects": `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
      "deep in a field": `{"x":${deep("[", "]")}${good === "{}" ? "" : ","}${good.slice(1)}`,
      "a key of many": `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`).join()}}`,
    };
    for (const [name, text] of Object.entries(bad)) {
      const response = await client.send(method, path, text);
      const label = `${method} ${path}: ${name}`;
      expect.soft(response.status, label).toBe(400);
      expect.soft(await response.json(), label).toMatchObject({ error: { code: "invalid_request" } });
    }
    const notUtf8 = await fetch(app.url + path, {
      method,
      headers: {
        origin: app.url,
        cookie: stage.alice.cookie,
        "content-type": "application/json",
        "x-forwarded-for": stage.alice.address,
      },
      body: Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]),
    });
    expect.soft(notUtf8.status, `${method} ${path}: not UTF-8`).toBe(400);
  }
  expect(await lastingRows(app)).toBe(rows);
  expect(provider.log().length).toBe(calls);
  await expectStillWell(client);
});

type Change = { label: string; body: unknown };

const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];

/** An object that has an own key `__proto__`, as JSON.parse makes it. */
const withKey = (object: object, key: string): object =>
  JSON.parse(`{${JSON.stringify(key)}:{"admin":true},${JSON.stringify(object).slice(1)}`.replace(",}", "}"));

/** Every field of a body, each time with one thing wrong. */
function* changes(body: Record<string, unknown>, free: string[], at = ""): Generator<Change> {
  for (const key of names) yield { label: `${at}+${key}`, body: withKey(body, key) };
  for (const [field, value] of Object.entries(body)) {
    const { [field]: _left, ...without } = body;
    const set = (label: string, changed: unknown): Change => ({
      label: `${at}${field} ${label}`,
      body: { ...body, [field]: changed },
    });
    yield { label: `${at}${field} missing`, body: without };
    if (field !== "parentId") yield set("null", null);
    for (const wrong of [1, -1, true, {}, [], [value], [[value]], { toString: "x" }])
      yield set(`= ${JSON.stringify(wrong)}`, wrong);
    if (typeof value === "string" || value === null) {
      yield set("empty", "");
      if (!free.includes(field))
        for (const name of [...names, "\0", "\ud800", "1", "x".repeat(10_000)])
          yield set(`= ${name.slice(0, 20)}`, name);
    } else if (Array.isArray(value)) {
      for (const inner of changes(value[0], free, `${at}${field}.0.`))
        yield { ...inner, body: { ...body, [field]: [inner.body] } };
    } else if (typeof value === "object") {
      for (const inner of changes(value as Record<string, unknown>, free, `${at}${field}.`))
        yield { ...inner, body: { ...body, [field]: inner.body } };
    }
  }
}

test("IV-4 each field of each body, wrong in every way, is a bad request and never our fault", async ({
  app,
  stage,
  clientFor,
  provider,
}) => {
  const client = clientFor(stage.alice);
  const [rows, calls] = [await lastingRows(app), provider.log().length];
  for (const { method, path, body, free } of samples(stage)) {
    for (const change of changes(body, free)) {
      const response = await client.send(method, path, JSON.stringify(change.body));
      const label = `${method} ${path}: ${change.label}`;
      // a model without a provider is one that is not there; without a message, another's is to be answered again
      const absent = /^(modelId|message missing)/.test(change.label);
      expect.soft(absent ? [400, 404] : [400], label).toContain(response.status);
      const { error } = (await response.json()) as { error: { message: string } };
      expect.soft(error.message, label).toMatch(/^[A-Z].*\.$/);
    }
  }
  expect(await lastingRows(app)).toBe(rows);
  expect(provider.log().length).toBe(calls);
  await expectStillWell(client);
  expect(app.output()).not.toContain("[internal]");
});

test("IV-10 an id that is none, or another thing's, is absent, and the database is not troubled", async ({
  app,
  stage,
  clientFor,
}) => {
  const { alice, things } = stage;
  const client = clientFor(alice);
  const rows = await lastingRows(app);
  const odd = [
    "x",
    "1",
    "0",
    "-1",
    "null",
    "undefined",
    "NaN",
    "__proto__",
    "constructor",
    "%00",
    "%20",
    "%0a",
    "%2f",
    "%5c",
    "%252e",
    "*",
    "%25",
    "[id]",
    "{}",
    "'%20OR%20'1'='1",
    `"`,
    "a".repeat(10_000),
    "%F0%9F%98%80",
    crypto.randomUUID(),
    uuidv7().toUpperCase(),
    `${uuidv7()}x`,
  ];
  const places: [string, (id: string) => string, string, string[]][] = [
    ["GET", (id) => `/api/conversations/${id}`, "", [things.endedTurnId, things.messageId, things.tipId]],
    ["PATCH", (id) => `/api/conversations/${id}`, '{"title":"x"}', [things.endedTurnId, things.messageId]],
    ["DELETE", (id) => `/api/conversations/${id}`, "", [things.endedTurnId, things.messageId]],
    ["GET", (id) => `/api/chat/${id}/stream`, "", [things.runningTurnId, things.messageId]],
    ["GET", (id) => `/api/turns/${id}/events`, "", [things.conversationId, things.messageId, things.tipId]],
    ["POST", (id) => `/api/turns/${id}/stop`, "{}", [things.conversationId, things.tipId]],
    ["GET", (id) => `/c/${id}`, "", [things.endedTurnId, things.messageId]],
  ];
  for (const [method, place, body, others] of places) {
    for (const id of [...odd, ...others]) {
      const response = await client.send(method, place(id), body || null);
      const label = `${method} ${place(id).slice(0, 100)}`;
      expect.soft(response.status, label).toBe(404);
      if (place(id).startsWith("/api/"))
        expect.soft(await response.json(), label).toMatchObject({ error: { code: "not_found" } });
      else await response.body?.cancel();
    }
  }
  expect(await lastingRows(app)).toBe(rows);
  expect(app.output()).not.toMatch(/\[internal\]|\[database_unavailable\]|SQLITE/);
  await expectStillWell(client);
});

test("IV-10 a body that names another type's id attaches to nothing", async ({ app, stage, clientFor, provider }) => {
  const { alice, things } = stage;
  const [rows, calls] = [await lastingRows(app), provider.log().length];
  const place = { conversationId: things.idleConversationId, parentId: things.idleTipId };
  const turns = [
    composeTurn("x", { ...place, parentId: things.endedTurnId }),
    composeTurn("x", { ...place, parentId: things.conversationId }),
    composeTurn("x", { ...place, conversationId: things.endedTurnId }),
    composeTurn("x", { ...place, conversationId: things.tipId }),
  ];
  for (const turn of turns) {
    const response = await clientFor(alice as Account).post("/api/chat", turn);
    expect.soft([404, 409]).toContain(response.status);
  }
  expect(await lastingRows(app)).toBe(rows);
  expect(provider.log().length).toBe(calls);
});
