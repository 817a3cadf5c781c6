import { request } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { v7 as uuidv7 } from "uuid";
import type { ConversationView } from "../lib/conversations/schema.ts";
import type { MessageRequest } from "../lib/turns/schema.ts";
import type { Account } from "./support/accounts.ts";
import type { App } from "./support/app.ts";
import type { Client } from "./support/client.ts";
import { testEngine } from "./support/database.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn, textOf } from "./support/turns.ts";

type ErrorAnswer = { error: { code: string; message: string; params?: Record<string, unknown> } };

/** A new turn still works: what every odd input here has to leave behind. */
async function expectStillWell(client: Client) {
  const events = await allEvents(await client.post("/api/chat", composeTurn("Still there?")));
  expect(textOf(events)).toBe("Hello from scenario/quick.");
}

test.describe("IV-1 sizes", () => {
  const withText = (text: string): MessageRequest => composeTurn(text);

  for (const [name, letter] of [
    ["one byte", "a"],
    ["three bytes", "天"],
  ] as const) {
    test(`IV-1 a message of a million characters of ${name} each is taken whole`, async ({
      account,
      clientFor,
      provider,
    }) => {
      const client = clientFor(account);
      const turn = withText(letter.repeat(1_000_000));
      await allEvents(await client.post("/api/chat", turn));
      const answer = await client.get(`/api/conversations/${turn.conversationId}`);
      const { messages } = (await answer.json()) as ConversationView;
      expect(messages[0]?.parts[0]?.text === turn.message.parts[0]?.text).toBe(true);
      const [call] = provider.log({ purpose: "answer" }).filter(({ body }) => JSON.stringify(body).length > 1_000_000);
      expect(call).toBeDefined();
    });
  }

  test("IV-1 one more is refused, in one part or in two, by a limit that is named", async ({
    account,
    clientFor,
    provider,
  }) => {
    const client = clientFor(account);
    const whole = withText("a".repeat(1_000_001));
    const half = { type: "text" as const, text: "a".repeat(500_001) };
    const split = { ...withText(""), message: { id: uuidv7(), role: "user", parts: [half, half] } };
    for (const body of [whole, split]) {
      const response = await client.post("/api/chat", body);
      expect(response.status).toBe(400);
      const { error } = (await response.json()) as ErrorAnswer;
      expect(error.message).toMatch(/1,000,000|message\.parts/);
      expect((await client.get(`/api/conversations/${body.conversationId}`)).status).toBe(404);
    }
    expect(provider.log({ purpose: "answer" })).toEqual([]);
  });

  type Upload = { app: App; account: Account; path: string; bytes: number; chunked: boolean };

  /** Sends so many bytes of JSON, told before or in chunks, for as long as the app takes them. */
  function upload({ app, account, path, bytes, chunked }: Upload): Promise<{ status: number; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const outgoing = request(new URL(path, app.url), {
      method: path.startsWith("/api/conversations") ? "PATCH" : "POST",
      headers: {
        "content-type": "application/json",
        origin: app.url,
        cookie: account.cookie,
        "x-forwarded-for": account.address,
        ...(!chunked && { "content-length": bytes }),
      },
    });
    outgoing.on("response", async (response) =>
      resolve({ status: response.statusCode ?? 0, body: await text(response) }),
    );
    // the app may answer and close before it has heard everything
    outgoing.on("error", (error) => setImmediate(reject, error));
    const piece = Buffer.alloc(100_000, "a");
    Readable.from(
      (function* () {
        yield '{"x":"';
        for (let sent = 6; sent < bytes; sent += piece.length) yield piece.subarray(0, bytes - sent);
      })(),
    ).pipe(outgoing);
    return promise;
  }

  for (const [megabytes, chunked] of [
    [4.4, false],
    [4.4, true],
    [50, false],
    [50, true],
  ] as const) {
    test(`IV-1 ${megabytes} MB are refused before they are read${chunked ? ", in chunks" : ""}`, async ({
      app,
      account,
      clientFor,
    }) => {
      test.skip(testEngine === "fleet", "what becomes of an upload that is refused is the balancer's affair there");
      const paths = [
        "/api/chat",
        "/api/auth/sign-in/email",
        `/api/conversations/${uuidv7()}`,
        `/api/turns/${uuidv7()}/stop`,
      ];
      for (const path of paths) {
        const { status, body } = await upload({ app, account, path, bytes: megabytes * 1_000_000, chunked });
        expect.soft(status, path).toBe(413);
        const { error } = JSON.parse(body) as ErrorAnswer;
        expect
          .soft(error, path)
          .toMatchObject({ code: "payload_too_large", message: expect.stringContaining("4,194,304") });
      }
      await expectStillWell(clientFor(account));
    });
  }
});

test("IV-8 a message without words is refused and leaves nothing", async ({ account, clientFor, provider }) => {
  const client = clientFor(account);
  for (const empty of ["", " ", "\n\t\r\n", "\u3000\u00a0", "\ufeff"]) {
    const turn = composeTurn(empty);
    const response = await client.post("/api/chat", turn);
    expect.soft(response.status, JSON.stringify(empty)).toBe(400);
    expect.soft(((await response.json()) as ErrorAnswer).error.code, JSON.stringify(empty)).toBe("message_empty");
    expect.soft((await client.get(`/api/conversations/${turn.conversationId}`)).status).toBe(404);
  }
  const turn = composeTurn("x");
  const two = (parts: unknown[]) => ({ ...turn, message: { ...turn.message, parts } });
  const part = { type: "text", text: "" };
  for (const body of [
    two([]),
    two([part, { ...part, text: "\n" }]),
    two(Array.from({ length: 1000 }, () => ({ ...part, text: "x" }))),
  ]) {
    expect.soft((await client.post("/api/chat", body)).status).toBe(400);
  }
  expect(provider.log({ purpose: "answer" })).toEqual([]);
});

test.describe("IV-12 numbers in the query", () => {
  const nonsense = [
    "",
    "-1",
    "1.5",
    "NaN",
    "Infinity",
    "1e3",
    "0x10",
    "%201",
    "१",
    "9999999999999999",
    "1;DROP",
    "null",
    "[]",
    "%00",
  ];

  test("IV-12 a place in a stream that is none is refused", async ({ account, clientFor }) => {
    const client = clientFor(account);
    const turn = composeTurn("count");
    await allEvents(await client.post("/api/chat", turn));
    for (const after of nonsense) {
      const response = await client.get(`/api/turns/${turn.turnId}/events?after=${after}`);
      expect.soft(response.status, after).toBe(400);
      expect.soft(((await response.json()) as ErrorAnswer).error.message, after).toContain("after");
    }
    const far = await client.get(`/api/turns/${turn.turnId}/events?after=999999999999999`);
    expect(textOf(await allEvents(far))).toBe("");
  });

  test("IV-12 a place in a list that is none is refused", async ({ account, clientFor }) => {
    const client = clientFor(account);
    for (const before of nonsense) {
      const response = await client.get(`/api/conversations?before=${before}`);
      expect.soft(response.status, before).toBe(400);
      expect.soft(((await response.json()) as ErrorAnswer).error.message, before).toContain("before");
    }
    // no number of ours, but one: an empty page or a full one
    for (const before of ["0", "999999999999999"]) {
      expect.soft((await client.get(`/api/conversations?before=${before}`)).status, before).toBe(200);
    }
  });
});
