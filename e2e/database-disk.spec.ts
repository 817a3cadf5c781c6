import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspectFile } from "../lib/db/inspect-file.ts";
import { signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { chatOn, enter, newQuestion, storedConversation, transcript } from "./support/chat.ts";
import { clientFor } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { asSeenBy, fillDisk, onReadOnlyDisk, onSmallDisk, whyNoMounts } from "./support/mounts.ts";
import { composeTurn, numberedWords } from "./support/turns.ts";

const reason = whyNoMounts();
test.skip(reason !== null, reason ?? "");

let directory: string;
let own: App | null;
test.beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "switchboard-disk-"));
  own = null;
});
test.afterEach(async () => {
  await own?.dispose();
  await rm(directory, { recursive: true, force: true });
});

test("SF-4 a disk that is full in mid-answer: reading works, the page says so, and nothing is missing when there is room again @file", async ({
  page,
  provider,
}) => {
  own = await startApp({ provider, directory, within: onSmallDisk(directory, 24) });
  const account = await signUp(own);
  const client = clientFor(own, account);
  await enter(page, own, account);
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.chooseModel("openai:scenario/slow:tokens=300,delay=20");
  await chat.send(question);
  await expect(chat.words).toContainText("w30 ");
  const id = await chat.id();
  const filler = asSeenBy(own.pid, path.join(directory, "filler"));
  fillDisk(filler);

  await expect(chat.answer.getByText("Not saved: the server has no room left.")).toBeVisible();
  await expect(chat.words).toContainText("w30 ");
  expect((await client.get(`/api/conversations/${id}`)).status).toBe(200);
  expect((await client.get("/api/health")).status).toBe(200);
  const refused = await client.post("/api/chat", composeTurn(newQuestion()));
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: "database_full" } });

  rmSync(filler);
  await chat.waitFor("complete", 30);
  await expect(chat.words).toHaveText(numberedWords(300));
  await expect(chat.answer.getByText("Not saved")).toHaveCount(0);
  expect(transcript(await storedConversation(client, id))).toEqual([
    ["user", question],
    ["assistant", numberedWords(300)],
  ]);
  expect(inspectFile(asSeenBy(own.pid, path.join(directory, "switchboard.db"))).problems).toEqual([]);
});

test("SF-4 what is sent while the disk is full stays in sight with the reason, and goes when there is room @file", async ({
  page,
  provider,
}) => {
  own = await startApp({ provider, directory, within: onSmallDisk(directory, 24) });
  const account = await signUp(own);
  await enter(page, own, account);
  const filler = asSeenBy(own.pid, path.join(directory, "filler"));
  fillDisk(filler);
  const chat = chatOn(page);
  const question = newQuestion();
  await chat.send(question);
  await expect(chat.waiting).toContainText(question);
  await expect(chat.waiting).toContainText("The server has no room left");
  rmSync(filler);
  await chat.waitFor("complete", 40);
  await expect(chat.questions).toHaveText(question);
  expect(provider.log({ text: question, purpose: "answer" })).toHaveLength(1);
});

test("SF-6 on a disk that may only be read the site runs, says so in words, and shows what is there @file", async ({
  page,
  provider,
}) => {
  const before = await startApp({ provider, directory });
  const account = await signUp(before);
  const question = newQuestion();
  const turn = composeTurn(question);
  await (await clientFor(before, account).post("/api/chat", turn)).text();
  await before.stop();

  own = await startApp({ provider, directory, env: before.env, port: before.port, within: onReadOnlyDisk(directory) });
  expect(own.output()).toContain("can be read but not written");
  await enter(page, own, account);
  await page.goto(`${own.url}/c/${turn.conversationId}`);
  const chat = chatOn(page);
  await expect(chat.questions).toHaveText(question);
  await chat.send("Is it saved?");
  await expect(chat.waiting).toContainText("This site can only be read at the moment");
  const { pid } = own;
  expect((await clientFor(own, account).get("/api/health")).status).toBe(200);
  expect(own.pid).toBe(pid);
});
