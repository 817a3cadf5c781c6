import { readFileSync } from "node:fs";
import { request as send } from "node:http";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { openDatabase } from "./support/open-database.ts";
import { allEvents, composeTurn, numberedWords, readEvents, textOf } from "./support/turns.ts";

// A host that has little memory, ends what takes long, and loses what is kept for a while.

let own: App | null = null;
test.afterEach(async () => {
  await own?.dispose();
  own = null;
});

/** Sends a body without end, until somebody hears enough of it. */
function sendEndlessly(app: App, path: string, cookie: string, bytes: number, chunked: boolean): Promise<number> {
  return new Promise((resolve) => {
    const headers = { origin: app.url, "content-type": "application/json", cookie };
    const length = chunked ? {} : { "content-length": String(bytes) };
    const request = send(`${app.url}${path}`, { method: "POST", headers: { ...headers, ...length } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on("error", () => resolve(0));
    const piece = Buffer.alloc(256 * 1024, "x");
    let left = bytes;
    const more = () => {
      while (left > 0 && !request.destroyed) {
        left -= piece.length;
        if (!request.write(piece)) return void request.once("drain", more);
      }
      request.end();
    };
    request.write('{"turnId":"');
    more();
  });
}

test("SF-10 with 512 MB, bodies without end are refused and the process lives, while others are answered", async ({
  provider,
}) => {
  test.skip(process.platform !== "linux", "what a process has taken is read from /proc");
  const app = await startApp({ provider, env: { NODE_OPTIONS: "--max-old-space-size=384" } });
  own = app;
  const account = await signUp(app);
  const client = clientFor(app, account);
  const turn = composeTurn(newQuestion(), { modelId: "openai:scenario/slow:tokens=100,delay=20" });
  const answer = client.post("/api/chat", turn).then(allEvents);
  const paths = ["/api/chat", "/api/presets", "/api/auth/sign-in/email"];
  const refused = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      sendEndlessly(app, paths[index % 3] as string, account.cookie, 200 * 1024 * 1024, index % 2 === 0),
    ),
  );
  // a connection that is closed in the middle of what it sends is a refusal, too
  for (const status of refused) expect([0, 413, 429]).toContain(status);
  expect(textOf(await answer)).toBe(numberedWords(100));
  // the largest that is allowed, from many at once
  const large = Array.from({ length: 8 }, () => composeTurn(`${newQuestion()} ${"x".repeat(900_000)}`));
  const answers = await Promise.all(large.map(async (one) => allEvents(await client.post("/api/chat", one))));
  for (const events of answers) expect(events.at(-1)?.data.type).toBe("finish");
  const highWater = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${app.pid}/status`, "utf8"))?.[1];
  expect(Number(highWater) / 1024).toBeLessThan(512);
  expect((await client.get("/api/health")).status).toBe(200);
});

test("SF-9 the store of the limits, which is the database, is emptied at each step: chat works, saves and is resumed", async ({
  provider,
}) => {
  own = await startApp({ provider });
  const database = await openDatabase(own.databaseUrl);
  // what is kept for a while only: the counts of attempts, and the logs of turns that have ended
  const wipe = async () => {
    await database.execute(`DELETE FROM "RateLimit"`);
    await database.execute(
      `DELETE FROM "TurnEvent" WHERE "turnId" IN (SELECT "id" FROM "Turn" WHERE "status" <> 'running')`,
    );
  };
  try {
    await wipe();
    const account = await signUp(own);
    const client = clientFor(own, account);
    await wipe();
    const question = newQuestion();
    const turn = composeTurn(question, { modelId: "openai:scenario/held:after=5,tokens=12" });
    const events = readEvents(await client.post("/api/chat", turn));
    await events.next();
    await provider.waitForCall({ text: question, held: true });
    await wipe();
    const resumed = client.get(`/api/turns/${turn.turnId}/events`).then(allEvents);
    provider.release({ text: question });
    for await (const _event of events);
    expect(textOf(await resumed)).toBe(numberedWords(12));
    await wipe();
    // of the stored message, in the same encoding
    expect(textOf(await allEvents(await client.get(`/api/turns/${turn.turnId}/events`)))).toBe(numberedWords(12));
    expect(transcript(await storedConversation(client, turn.conversationId)).at(-1)?.[1]).toBe(numberedWords(12));
    const { email, password } = account;
    expect((await clientFor(own, null).post("/api/auth/sign-in/email", { email, password })).status).toBe(204);
  } finally {
    database.close();
  }
});

test("SF-14 an answer is ended by ourselves before the host would, saved, said to be at its time limit, and continued", async ({
  page,
  provider,
}) => {
  own = await startApp({ provider, env: { MAX_TURN_SECONDS: "3" } });
  const account = await signUp(own);
  await enter(page, own, account);
  const chat = chatOn(page);
  await chat.chooseModel("openai:scenario/slow:tokens=2000,delay=20");
  await chat.send(newQuestion());
  await chat.waitFor("interrupted", 15);
  await expect(chat.alert).toContainText("took longer than the limit of 3 seconds");
  const kept = (await chat.words.textContent()) ?? "";
  expect(kept).toContain("w50 ");
  await page.reload();
  await expect(chat.words).toHaveText(kept);
  await chat.chooseModel("openai:scenario/quick");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await chat.waitFor("complete");
  await expect(chat.answer).toContainText("w50 ");
});
