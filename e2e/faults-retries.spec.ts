import { ask, storedEnding } from "./support/ask.ts";
import { expect, test } from "./support/fixtures.ts";
import { numberedWords } from "./support/turns.ts";

// Which calls are made again, how often, and what followers and the bill get to see of it.

const quickTokens = 4;

for (const [pf, model, calls] of [
  ["PF-4", "openai:scenario/status:is=408,times=2", 3],
  ["PF-7", "openrouter:scenario/status:is=500,times=1", 2],
  ["PF-7", "local:scenario/status:is=502,times=2", 3],
  ["PF-7", "openai:scenario/unavailable:times=2", 3],
  ["PF-7", "openai:scenario/status:is=504,times=1", 2],
  ["PF-7", "local:scenario/drop:times=2", 3],
  ["PF-7", "local:scenario/error-first:times=1", 2],
  ["PF-6", "openai:scenario/rate-limited:retry=1,times=1", 2],
] as const) {
  test(`${pf} ${model} is answered at the ${calls === 2 ? "second" : "third"} call, and paid for once`, async ({
    app,
    account,
    provider,
    clientFor,
  }) => {
    const { question, turn, answer, text, events } = await ask(clientFor(account), model);
    expect(answer).toMatchObject({ status: "complete", error: null });
    expect(text).toBe(`Hello from ${model.slice(model.indexOf(":") + 1)}.`);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(calls);
    // each wait was told, with its time and then its end, and nothing else before the answer
    const notices = events.flatMap(({ data }) => (data.type === "data-notice" ? [data.data?.seconds] : []));
    expect(notices).toHaveLength(2 * (calls - 1));
    expect(notices.filter((seconds) => seconds === 0)).toHaveLength(calls - 1);
    const stored = await storedEnding(app, turn.conversationId);
    expect(stored).toMatchObject({ turn: "complete", answer: "complete", code: null, outputTokens: quickTokens });
    expect(answer.parts).toHaveLength(1);
  });
}

for (const [pf, model, code] of [
  ["PF-7", "local:scenario/drop", "provider_unreachable"],
  ["PF-7", "openai:scenario/status:is=504", "provider_unavailable"],
  ["PF-7", "openrouter:scenario/json-error", "provider_unavailable"],
] as const) {
  test(`${pf} ${model} is given up after three calls`, async ({ app, account, provider, clientFor }) => {
    const { question, turn, answer } = await ask(clientFor(account), model);
    expect(answer).toMatchObject({ status: "failed", error: { code }, parts: [] });
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(3);
    expect(await storedEnding(app, turn.conversationId)).toMatchObject({ turn: "failed", code, outputTokens: null });
  });
}

for (const [pf, model, status, words] of [
  ["PF-7", "openai:scenario/error-midstream", "failed", 5],
  ["PF-7", "local:scenario/reset:tokens=9,delay=40", "interrupted", 4],
  ["PF-12", "openai:scenario/cut:tokens=0", "failed", 0],
  ["PF-7", "local:scenario/status:is=501", "failed", 0],
  ["PF-5", "local:scenario/status:is=422", "failed", 0],
] as const) {
  test(`${pf} ${model} is never tried again`, async ({ account, provider, clientFor }) => {
    const { question, answer, text } = await ask(clientFor(account), model);
    expect(answer.status).toBe(status);
    expect(text.startsWith(numberedWords(words))).toBe(true);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
  });
}

test("PF-6 the wait that a provider asks for is kept to, in seconds, milliseconds or as a date", async ({
  account,
  provider,
  clientFor,
}) => {
  const client = clientFor(account);
  const waited = async (parameters: string, seconds: number) => {
    const { question, answer, events } = await ask(client, `openai:scenario/rate-limited:times=1,${parameters}`);
    expect(answer.status).toBe("complete");
    const [first, second, ...more] = provider.log({ text: question, purpose: "answer" });
    expect(more).toEqual([]);
    // a timer of Node's may come a millisecond early
    expect(Number(second?.startedAt) - Number(first?.startedAt)).toBeGreaterThan(seconds * 1000 - 10);
    const notice = events.find(({ data }) => data.type === "data-notice")?.data;
    expect(notice).toMatchObject({ type: "data-notice", transient: true, data: { code: "provider_rate_limited" } });
  };
  await Promise.all([
    waited("retry=3", 3),
    waited("retry=2.5,form=ms", 2.5),
    // a date has whole seconds
    waited("retry=4,form=date", 3),
  ]);
});

test("PF-6 PF-7 a wait of more than 20 seconds is told and left to the person", async ({
  account,
  provider,
  clientFor,
}) => {
  const client = clientFor(account);
  for (const [model, code] of [
    ["openai:scenario/rate-limited:retry=3600", "provider_rate_limited"],
    ["openrouter:scenario/rate-limited:retry=3600,form=date", "provider_rate_limited"],
    ["local:scenario/status:is=503,retry=3600", "provider_unavailable"],
  ] as const) {
    const before = Date.now();
    const { question, answer, events } = await ask(client, model);
    expect(answer).toMatchObject({ status: "failed", error: { code, params: { minutes: 60 } } });
    const { retryAt } = answer.error?.params ?? {};
    expect(Number(retryAt)).toBeGreaterThan(before + 3_590_000);
    expect(Number(retryAt)).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
    expect(events.filter(({ data }) => data.type === "data-notice")).toEqual([]);
  }
});
