import { createClient } from "@libsql/client";
import { type ErrorCode, errorMessage } from "../lib/errors.ts";
import { type Mount, providerKeys } from "./fake-provider/vendors.ts";
import { faultless } from "./fake-provider/wire-schema.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { ask } from "./support/ask.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { freePort } from "./support/ports.ts";
import { numberedWords } from "./support/turns.ts";

const mounts: Mount[] = ["openai", "openrouter", "local"];
const names = { openai: "OpenAI", openrouter: "OpenRouter", local: "Local server" };
const words = numberedWords(5);

type Outcome = { status: string; code: ErrorCode | null; text: string | RegExp; finishReason?: string; calls?: number };
const failed = (code: ErrorCode, text = "", calls = 1): Outcome => ({ status: "failed", code, text, calls });
const interrupted = (code: ErrorCode, text: string | RegExp): Outcome => ({ status: "interrupted", code, text });
const complete = (text: string, finishReason = "stop"): Outcome => ({
  status: "complete",
  code: null,
  text,
  finishReason,
});

/** What each scenario has to become; for all providers alike unless one is named. */
const outcomes: Record<string, Outcome | Record<Mount, Outcome>> = {
  "key-refused": failed("provider_key_refused"),
  redacted: failed("provider_key_refused"),
  "no-credit": {
    openai: failed("provider_no_credit"),
    openrouter: failed("provider_no_credit"),
    // nothing in such a server's words tells it from a rate limit
    local: failed("provider_rate_limited", "", 2),
  },
  missing: failed("provider_model_missing"),
  "rate-limited": failed("provider_rate_limited", "", 2),
  unavailable: failed("provider_unavailable", "", 3),
  "server-error": failed("provider_unavailable", "", 3),
  "bad-request": failed("provider_refused_request"),
  "context-too-long": failed("context_too_long"),
  cut: interrupted("provider_cut", words),
  // a reset takes along what the system has not handed over yet
  "reset:tokens=9,delay=40": interrupted("provider_cut", /^w0 w1 w2 w3( w4)?( w5)?( w6)?( w7)?( w8)?$/),
  "cut-in-character:end=cut": interrupted("provider_cut", "w0"),
  "error-midstream": failed("provider_failed", words),
  "error-beside": failed("provider_failed", words),
  "json-error": failed("provider_unavailable", "", 3),
  empty: failed("answer_empty"),
  length: complete(words, "length"),
  "content-filter": complete(words, "content-filter"),
  refusal: {
    openai: complete("I cannot help with that.", "content-filter"),
    openrouter: complete("I cannot help with that.", "content-filter"),
    // has no refusals of its own: it just says it
    local: complete("I cannot help with that."),
  },
  "odd-framing": complete("w0 w1 w2"),
  "comments:count=3,delay=10": complete(numberedWords(3)),
  hang: failed("provider_timeout"),
  stall: interrupted("provider_stalled", words),
};

// What vendors say in these scenarios. Of an error in mid-answer the words are shown, cleaned (faults-midstream.spec.ts);
// of a refusal none are for the person's eyes, and the keys for nobody's.
const vendorText =
  /api\.?key provided|platform\.openai|current quota|openrouter\.ai\/credits|Rate limit (reached|exceeded)|overloaded|maximum context|9412 tokens|do not have access|not a valid model|Provider returned|User not found|No instances|decimal above|had an error|7xK|Canary/i;

let strict: App;
test.beforeAll(async ({ provider }) => {
  strict = await startApp({ provider, env: { FIRST_CHUNK_SECONDS: "2", CHUNK_SECONDS: "2" } });
});
test.afterAll(() => strict.dispose());

for (const mount of mounts) {
  for (const [scenario, outcome] of Object.entries(outcomes)) {
    const expected = "status" in outcome ? outcome : outcome[mount];
    test(`${mount}: ${scenario} is ${expected.status}${expected.code ? ` with ${expected.code}` : ""}`, async ({
      provider,
    }) => {
      const client = clientOf(strict, await signUp(strict));
      const { question, turn, events, answer, text, wire } = await ask(client, `${mount}:scenario/${scenario}`);
      const { status, code } = expected;
      expect({ status: answer.status, code: answer.error?.code ?? null, text }).toEqual({
        status,
        code,
        text: typeof expected.text === "string" ? expected.text : expect.stringMatching(expected.text),
      });
      if (expected.finishReason) expect(answer.finishReason).toBe(expected.finishReason);
      expect(wire).not.toMatch(vendorText);
      for (const key of Object.values(providerKeys)) expect(wire).not.toContain(key.slice(-8));
      if (code) {
        const last = events.at(-1)?.data;
        expect(last).toEqual({ type: "error", errorText: errorMessage(code, answer.error?.params) });
        const { provider: named = names[mount] } = answer.error?.params ?? {};
        expect(named).toBe(names[mount]);
      }
      // again only what may pass a moment later, and before the first word; everything else is the person's to decide
      expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(expected.calls ?? 1);

      const { conversationId } = turn;
      const next = await ask(client, `${mount}:scenario/quick`, { conversationId, parentId: answer.id });
      expect(next.answer).toMatchObject({ status: "complete", error: null });
      const [call] = provider.log({ text: next.question, purpose: "answer" });
      const kept = text === "" ? [] : [{ role: "assistant", content: text }];
      expect(call?.body).toHaveProperty("messages", [
        { role: "user", content: question },
        ...kept,
        { role: "user", content: next.question },
      ]);
    });
  }

  test(`${mount}: a request is what the official schema allows, with nothing in it that was not set`, async ({
    app,
    account,
    provider,
    clientFor,
  }) => {
    const { question } = await ask(clientFor(account), `${mount}:scenario/quick`);
    await provider.waitForCall({ text: question, purpose: "title", finished: "complete" });
    const [call] = provider.log({ text: question, purpose: "answer" });
    expect(call?.body).toEqual({
      model: "scenario/quick",
      messages: [{ role: "user", content: question }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const base = new URL(provider.services[mount].baseURL).pathname;
    for (const entry of provider.log({ text: question })) {
      expect(entry).toMatchObject({
        method: "POST",
        path: `${base}/chat/completions`,
        schemaErrors: faultless,
        status: 200,
      });
      expect(entry.headers).toMatchObject({ "content-type": "application/json" });
      expect(entry.headers.cookie).toBeUndefined();
      expect(JSON.stringify(entry.headers)).not.toContain(account.address);
      if (mount === "local") expect(entry.headers.authorization).toBeUndefined();
      else expect(entry.keyOk).toBe(true);
      if (mount === "openrouter")
        expect(entry.headers).toMatchObject({ "http-referer": app.url, "x-title": "Switchboard" });
      else expect(entry.headers["http-referer"]).toBeUndefined();
    }
  });

  test(`${mount}: tokens are stored as the provider counted them, and only if it did`, async ({
    app,
    account,
    clientFor,
  }) => {
    const client = clientFor(account);
    const database = createClient({ url: app.databaseUrl });
    const counted = async (model: string) => {
      const { answer } = await ask(client, `${mount}:scenario/${model}`);
      const { rows } = await database.execute({
        sql: `SELECT "inputTokens", "outputTokens", "cost" FROM "Message" WHERE "id" = ?`,
        args: [answer.id],
      });
      return { ...rows[0] };
    };
    try {
      const { inputTokens, outputTokens, cost } = await counted("quick");
      expect(inputTokens).toBeGreaterThan(5);
      expect(outputTokens).toBe(4);
      const total = Number(inputTokens) + 4;
      expect(cost).toBe(mount === "openrouter" ? (total / 1_000_000).toFixed(6) : null);
      for (const is of ["absent", "zero", "negative"]) {
        expect(await counted(`usage:is=${is}`)).toMatchObject({ inputTokens: null, outputTokens: null });
      }
    } finally {
      database.close();
    }
  });
}

test("a provider that is not there is told by name, and the next one answers", async ({ provider }) => {
  const nowhere = JSON.stringify([
    { id: "local", name: "Local server", baseURL: `http://127.0.0.1:${await freePort()}/v1` },
  ]);
  const app = await startApp({ provider, env: { CUSTOM_PROVIDERS: nowhere } });
  try {
    const client = clientOf(app, await signUp(app));
    const { answer, turn, wire } = await ask(client, "local:llama3.2:latest");
    expect(answer).toMatchObject({ status: "failed", error: { code: "provider_connection_refused" } });
    expect(wire).not.toContain("ECONNREFUSED");
    const { conversationId } = turn;
    const next = await ask(client, "openai:gpt-5", { conversationId, parentId: answer.id });
    expect(next.answer.status).toBe("complete");
    expect(provider.log({ text: next.question, purpose: "answer" })).toMatchObject([{ schemaErrors: faultless }]);
  } finally {
    await app.dispose();
  }
});
