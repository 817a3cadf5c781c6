import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { createClient } from "@libsql/client";
import { inspectFile } from "../lib/db/inspect-file.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { runCommand } from "./support/commands.ts";
import { expect, test } from "./support/fixtures.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

let own: App;
test.beforeEach(async ({ provider, sharedEnv }) => {
  own = await startApp({ provider, env: sharedEnv });
});
test.afterEach(() => own.dispose());

test("SF-7 a copy made while answers are written is whole, and can be gone back to @sqld", async ({ provider }) => {
  const account = await signUp(own);
  const client = clientFor(own, account);
  const first = composeTurn(newQuestion("Before"));
  await allEvents(await client.post("/api/chat", first));
  const question = newQuestion("During");
  const during = composeTurn(question, { modelId: "openai:scenario/slow:tokens=150,delay=20" });
  const answer = client.post("/api/chat", during).then(allEvents);
  await provider.waitForCall({ text: question, tokens: 10 });
  const folder = path.join(own.directory, "copies");
  const { code, output } = await runCommand(own, "backup.ts", "--to", folder);
  expect(code, output).toBe(0);
  expect(output).toMatch(/Whole: 1 people, 2 conversations, 4 messages/);
  expect(textOf(await answer)).toBe(numberedWords(150));
  const [name = ""] = readdirSync(folder);
  const copy = path.join(folder, name);
  expect(output).toContain(copy);
  expect(inspectFile(copy)).toMatchObject({ problems: [], counts: { people: 1, conversations: 2, messages: 4 } });

  const after = composeTurn(newQuestion("After"));
  await allEvents(await client.post("/api/chat", after));
  const refused = await runCommand(own, "restore.ts", copy);
  expect(refused.code).toBe(1);
  if (!own.databaseUrl.startsWith("file:")) {
    // its own means, in a sentence
    expect(refused.output).toContain("a server is restored by its own means");
    return;
  }
  expect(refused.output).toContain("Stop the site, and restore then.");
  expect((await client.get(`/api/conversations/${after.conversationId}`)).status).toBe(200);
  await own.stop();
  const restored = await runCommand(own, "restore.ts", copy);
  expect(restored.code, restored.output).toBe(0);
  const kept = /What was there is kept: (.*)/.exec(restored.output)?.[1] ?? "";
  expect(existsSync(kept)).toBe(true);
  await own.restart();
  expect((await client.get(`/api/conversations/${after.conversationId}`)).status).toBe(404);
  expect(transcript(await storedConversation(client, first.conversationId))).toHaveLength(2);
  // the answer that was being written at that moment was cut there, and is told as that
  await expect
    .poll(async () => (await storedConversation(client, during.conversationId)).messages.at(-1)?.status, {
      timeout: 15_000,
    })
    .toBe("interrupted");
  const old = createClient({ url: `file:${kept}` });
  const { rows } = await old.execute(`SELECT COUNT(*) AS n FROM "Conversation"`);
  old.close();
  expect(rows[0]?.n).toBe(3);
});
