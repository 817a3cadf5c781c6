import { databaseFile } from "../lib/db/open-client.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { countElsewhere, holdLock } from "./support/locks.ts";
import { seedLines } from "./support/seed.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// SF-5: another process holds the file.

let own: App;
let file: string;
test.beforeEach(async ({ provider }) => {
  own = await startApp({ provider });
  file = databaseFile(own.databaseUrl);
});
test.afterEach(() => own.dispose());

/** A thousand writes, twenty at a time; all of them have to be there for another process, too. */
async function writeThousand(client: Client, ids: string[], mark: string): Promise<void> {
  const queue = ids.entries();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (const [index, id] of queue) {
        const response = await client.patch(`/api/conversations/${id}`, { title: `${mark} ${index}` });
        expect(response.status, `write ${index}`).toBeLessThan(300);
      }
    }),
  );
  const sql = `SELECT COUNT(DISTINCT "title") FROM "Conversation" WHERE "title" LIKE '${mark} %'`;
  expect(await countElsewhere(file, sql)).toBe(1000);
}

for (const [seconds, kind] of [
  [1, "writer"],
  [6, "writer"],
  [60, "writer"],
  [6, "reader"],
] as const) {
  test(`SF-5 a ${kind} that holds the file for ${seconds} s: what writes waits or gets a clean 503, and all is there afterwards @file`, async ({
    page,
    provider,
  }) => {
    test.setTimeout((seconds + 90) * 1000);
    const account = await signUp(own);
    const client = clientFor(own, account);
    const ids = await seedLines(own, account, 1000);
    const [answering, typed] = [newQuestion("Answering"), newQuestion("Typed")];
    const turn = composeTurn(answering, { modelId: "openai:scenario/slow:tokens=100,delay=20" });
    const answer = client.post("/api/chat", turn).then(allEvents);
    await provider.waitForCall({ text: answering, purpose: "answer", tokens: 5 });
    await enter(page, own, account);
    const chat = chatOn(page);

    const letGo = await holdLock(file, kind);
    const heldAt = performance.now();
    await chat.send(typed);
    const writes = Promise.all(
      ids.slice(0, 20).map(async (id) => {
        const begin = performance.now();
        const response = await client.patch(`/api/conversations/${id}`, { title: "meanwhile" });
        return {
          status: response.status,
          body: await response.json().catch(() => null),
          ms: performance.now() - begin,
        };
      }),
    );
    const reads: number[] = [];
    while (performance.now() - heldAt < seconds * 1000) {
      const begin = performance.now();
      expect((await client.get(`/api/conversations/${turn.conversationId}`)).status).toBe(200);
      reads.push(performance.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, Math.min(500, seconds * 100)));
    }
    await letGo();
    // reading goes on: waiting for the lock does not hold up the process
    expect(Math.max(...reads)).toBeLessThan(1500);
    for (const { status, body, ms } of await writes) {
      expect([200, 204, 503]).toContain(status);
      if (status === 503) expect(body).toMatchObject({ error: { code: "database_unavailable" } });
      expect(ms).toBeLessThan(9000);
    }
    if (kind === "reader") expect((await writes).every(({ status }) => status < 500)).toBe(true);

    // what was being answered, and what was typed meanwhile, are there whole, once
    expect(textOf(await answer)).toBe(numberedWords(100));
    expect(transcript(await storedConversation(client, turn.conversationId))).toEqual([
      ["user", answering],
      ["assistant", numberedWords(100)],
    ]);
    await chat.waitFor("complete", 45);
    await expect(chat.questions).toHaveText(typed);
    expect(provider.log({ text: typed, purpose: "answer" })).toHaveLength(1);
    await writeThousand(client, ids, `after ${seconds} ${kind}`);
  });
}
