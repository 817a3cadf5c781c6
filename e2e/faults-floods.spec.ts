import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { ask, storedEnding } from "./support/ask.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";
import { numberedWords } from "./support/turns.ts";

// More than anybody reads. How smooth the page stays under it is a matter for the benchmarks.

const digits = (count: number) => Array.from({ length: count }, (_, index) => String(index % 10)).join("");

test("PF-19 one chunk of 5 MB, 100,000 of one byte and 1,000 a second come whole, and hold up nobody", async ({
  app,
  account,
  clientFor,
}) => {
  test.setTimeout(120_000);
  const client = clientFor(account);
  // a server has room for less in a row
  const size = app.databaseUrl.startsWith("file:") ? 5_000_000 : 600_000;
  const floods = Promise.all([
    ask(client, `local:scenario/big:bytes=${size}`),
    ask(client, "openrouter:scenario/one-byte:count=100000"),
    ask(client, "openai:scenario/slow:tokens=3000,delay=1"),
  ]);
  // somebody else is answered meanwhile
  expect((await ask(client, "openai:scenario/quick")).answer.status).toBe("complete");
  const [big, small, fast] = await floods;
  for (const { answer, turn } of [big, small, fast]) {
    expect(answer).toMatchObject({ status: "complete", error: null });
    expect(answer.parts).toHaveLength(1);
    expect(await storedEnding(app, turn.conversationId)).toMatchObject({ turn: "complete", code: null });
    // one row a tick, of which there are five a second, and one more for each two pieces of a flood; a minute later none
    const pieces = turn === big.turn ? Math.ceil(size / 480_000) : 0;
    const log = await readRow(
      app,
      `SELECT "totalMs", (SELECT COUNT(*) FROM "TurnEvent" WHERE "turnId" = t."id") AS "rows" FROM "Turn" t WHERE "id" = ?`,
      [turn.turnId],
    );
    expect(Number(log?.rows)).toBeLessThanOrEqual(Number(log?.totalMs) / 200 + 3 + pieces);
  }
  expect(big.text).toBe("x".repeat(size));
  expect(small.text).toBe(digits(100_000));
  // they were merged on the way: neither memory nor a reader holds 100,000 events
  expect(small.events.length).toBeLessThan(10_000);
  expect(fast.text).toBe(numberedWords(3000));
});

test("PF-19 PF-24 an answer that never ends is ended by its length", async ({ app, account, clientFor, provider }) => {
  test.setTimeout(120_000);
  const limit = app.databaseUrl.startsWith("file:") ? 10_000_000 : 640_000;
  const { answer, text, question, events } = await ask(clientFor(account), "local:scenario/pages");
  expect(answer).toMatchObject({
    status: "interrupted",
    error: { code: "answer_too_long", params: { limit } },
  });
  // what came is kept, up to there
  expect(text.length).toBe(limit);
  const last = events.at(-1)?.data;
  expect(last).toEqual({
    type: "error",
    errorText: `The answer grew longer than ${limit.toLocaleString("en")} characters and was ended. What came is kept.`,
  });
  await provider.waitForCall({ text: question, purpose: "answer", finished: "client-closed" });
});

test("PF-24 the total ends in good order what only the total can end, for everybody who follows", async ({
  provider,
}) => {
  const app = await startApp({ provider, env: { MAX_TURN_SECONDS: "3" } });
  try {
    const client = clientOf(app, await signUp(app));
    const [endless, waiting] = await Promise.all([
      ask(client, "openrouter:scenario/endless:delay=10"),
      // the waits between two calls count, too
      ask(client, "openai:scenario/rate-limited:retry=15"),
    ]);
    expect(endless.answer).toMatchObject({ status: "interrupted", error: { code: "turn_time_limit" } });
    expect(endless.text).toBe(numberedWords(endless.text.split(" ").length));
    expect(waiting.answer).toMatchObject({ status: "failed", error: { code: "turn_time_limit" } });
    expect(provider.log({ text: waiting.question, purpose: "answer" })).toHaveLength(1);
  } finally {
    await app.dispose();
  }
});
