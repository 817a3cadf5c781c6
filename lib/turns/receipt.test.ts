import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeProvider } from "../../e2e/fake-provider/server.ts";
import { answerAgain, composeTurn } from "../../e2e/support/turns.ts";
import type { Actor } from "../auth/schema.ts";
import { changeConversation } from "../conversations/change.ts";
import { moveToTrash } from "../conversations/put-away.ts";
import { readConversation } from "../conversations/read.ts";
import { type ConversationSettings, noSettings } from "../conversations/settings-schema.ts";
import { forkConversation } from "../conversations/versions.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { readReceipt } from "./receipt.ts";
import { runTurn } from "./run-turn.ts";
import type { TurnRequest } from "./schema.ts";

// real turns over a real database against the fake provider, and the copied command in a real shell
let provider: Awaited<ReturnType<typeof startFakeProvider>>;
let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let alice: Actor;
let bob: Actor;
beforeAll(async () => {
  provider = await startFakeProvider();
  const { openai, openrouter, local } = provider.services;
  Object.assign(process.env, {
    ...{ OPENAI_API_KEY: openai.apiKey, OPENAI_BASE_URL: openai.baseURL },
    ...{ OPENROUTER_API_KEY: openrouter.apiKey, OPENROUTER_BASE_URL: openrouter.baseURL },
    CUSTOM_PROVIDERS: JSON.stringify([{ id: "local", name: "Local", baseURL: local.baseURL }]),
  });
  opened = await openTestDatabase();
  alice = await addTestUser(opened.database, "alice");
  bob = await addTestUser(opened.database, "bob");
});
afterAll(async () => {
  await opened.remove();
  await provider.close();
});

async function run(turn: TurnRequest): Promise<string> {
  const work: Promise<unknown>[] = [];
  await runTurn(alice, turn, { keepAlive: (kept) => work.push(kept) });
  await Promise.all(work);
  const { messages } = await readConversation(alice, turn.conversationId);
  return messages.at(-1)?.id ?? "";
}

/** Runs a command in a shell that has the keys, and gives what it printed and how it ended. */
async function inShell(command: string): Promise<{ status: number | null; output: string }> {
  const { openai, openrouter } = provider.services;
  const env = { ...process.env, OPENAI_API_KEY: openai.apiKey, OPENROUTER_API_KEY: openrouter.apiKey };
  const shell = spawn("bash", [], { env });
  shell.stdin.end(command);
  let output = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (data) => (output += data));
  const [status] = await once(shell, "close");
  return { status, output };
}

/** Runs the command of an answer's receipt; gives the call that arrived. */
async function callAgain(messageId: string) {
  const before = provider.log().at(-1)?.id ?? 0;
  const { curl } = await readReceipt(alice, messageId);
  const { status, output } = await inShell(curl ?? "exit 9");
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining("data: [DONE]") });
  const calls = provider.log().filter(({ id }) => id > before);
  expect(calls).toHaveLength(1);
  return calls[0];
}

const place = async ({ conversationId, modelId }: TurnRequest) => {
  const { messages } = await readConversation(alice, conversationId);
  return { conversationId, modelId, parentId: messages.at(-1)?.id ?? null };
};

const awkward = `It's "quoted" \`id\` $(id) $HOME \${HOME} \\n \\ %s !! 'a' & ; | < > # * ~
second line\r\n\ttab 天气怎么样？ 👩‍👩‍👧 é \u2028
JSON
@/etc/passwd`;

test.each(["openai", "openrouter", "local"] as const)(
  "%s: the copied command makes the same call again",
  async (mount) => {
    const first = composeTurn(awkward, { modelId: `${mount}:scenario/quick` });
    await run(first);
    const next = composeTurn(`and then? ${mount}`, await place(first));
    const answerId = await run(next);
    const [original] = provider.log({ mount, text: `and then? ${mount}`, purpose: "answer" });
    const again = await callAgain(answerId);
    expect(again).toMatchObject({ path: original?.path, status: 200, keyOk: original?.keyOk });
    expect(again?.body).toEqual(original?.body);
    expect(JSON.stringify(again?.body)).toContain("天气怎么样？ 👩‍👩‍👧");
    // a key's end is not in it, and neither is one's beginning
    const { curl } = await readReceipt(alice, answerId);
    expect(curl).not.toMatch(/sk-|fake|canary/i);
  },
);

test("a longer body than an argument may be goes through", async () => {
  const turn = composeTurn("long ".repeat(60_000), { modelId: "local:scenario/quick" });
  const answerId = await run(turn);
  const [original] = provider.log({ text: "long long", purpose: "answer" });
  expect((await callAgain(answerId))?.body).toEqual(original?.body);
});

test("an answer that was given again, and one that was continued, are told with what they were asked", async () => {
  const first = composeTurn("cut it short", { modelId: "local:scenario/length" });
  const cutId = await run(first);
  const { conversationId, modelId, message } = first;
  const again = answerAgain({ conversationId, modelId, parentId: message.id, tipId: cutId, continuesId: cutId });
  const answerId = await run(again);
  const calls = provider.log({ text: "cut it short", purpose: "answer" });
  expect(calls).toHaveLength(2);
  expect((await callAgain(answerId))?.body).toEqual(calls[1]?.body);
  expect((await callAgain(cutId))?.body).toEqual(calls[0]?.body);
});

test("parameters go under the provider's names, and a system prompt that changed is said to have", async () => {
  const settings: ConversationSettings = {
    systemPrompt: ["Be brief.", "You're 'nice'."],
    examples: [{ role: "user", text: "Hi" }],
    parameters: {
      ...{ temperature: 0.5, topP: 0.9, maxTokens: 100, frequencyPenalty: 0.1, presencePenalty: -0.1, seed: 7 },
      ...{ stop: ["END", "it's"], reasoningEffort: "low" },
    },
  };
  const turn = composeTurn("with settings", { modelId: "openai:scenario/quick", settings });
  const answerId = await run(turn);
  const asked = provider.log({ text: "with settings", purpose: "answer" }).at(-1);
  const receipt = await readReceipt(alice, answerId);
  const hash = createHash("sha256").update(JSON.stringify(settings.systemPrompt)).digest("hex");
  expect(receipt.systemPrompt).toEqual({ hash, changed: false });
  expect(receipt.curl).not.toContain("#");
  expect(receipt).toMatchObject({ parameters: settings.parameters, notes: [] });
  const call = await callAgain(answerId);
  expect(call?.schemaErrors ?? []).toEqual([]);
  expect(call?.body).toEqual(asked?.body);
  expect(call?.body).toMatchObject({
    ...{ temperature: 0.5, top_p: 0.9, max_tokens: 100, frequency_penalty: 0.1, presence_penalty: -0.1, seed: 7 },
    ...{ stop: ["END", "it's"], reasoning_effort: "low" },
    messages: [
      { role: "system", content: "Be brief." },
      { role: "system", content: "You're 'nice'." },
      { role: "user", content: "Hi" },
      { role: "user", content: "with settings" },
    ],
  });

  const change = (changed: ConversationSettings) =>
    changeConversation(alice, turn.conversationId, { settings: changed });
  await change({ ...settings, parameters: {} });
  expect((await readReceipt(alice, answerId)).systemPrompt).toEqual({ hash, changed: false });
  await change({ ...settings, examples: [] });
  expect((await readReceipt(alice, answerId)).systemPrompt).toEqual({ hash, changed: true });
  await change(noSettings);
  const later = await readReceipt(alice, answerId);
  expect(later.systemPrompt).toEqual({ hash, changed: true });
  expect(later.curl).toMatch(/^# The system prompt or the examples have changed/);
  expect((await callAgain(answerId))?.body).toMatchObject({ messages: [{ role: "user", content: "with settings" }] });
});

test("who was asked stays the one of that time, whatever is configured today", async () => {
  const { prisma } = opened.database;
  const turn = composeTurn("who are you?", { modelId: "local:scenario/quick" });
  const answerId = await run(turn);
  const host = new URL(provider.services.local.baseURL).host;
  const asNow = await readReceipt(alice, answerId);
  expect(asNow.provider).toEqual({ name: "Local", host });
  expect(asNow.curl).not.toContain("configured now");
  const where = { where: { id: turn.turnId } };
  expect(await prisma.turn.findUnique(where)).toMatchObject({ providerName: "Local", providerHost: host });
  // as if the address had been another one, and then the whole provider
  await prisma.turn.update({ ...where, data: { providerName: "Old", providerHost: "old.example.org:8080" } });
  const moved = await readReceipt(alice, answerId);
  expect(moved.provider).toEqual({ name: "Old", host: "old.example.org:8080" });
  expect(moved.curl).toMatch(/^# This answer came from old\.example\.org:8080: the address below/);
  expect((await callAgain(answerId))?.body).toMatchObject({ model: "scenario/quick" });
  await prisma.turn.update({ ...where, data: { providerName: null, providerHost: null } });
  expect((await readReceipt(alice, answerId)).provider).toEqual({ name: "Local", host });
});

test("a system prompt alone has a command, too", async () => {
  const settings = { ...noSettings, systemPrompt: ["Say something."] };
  const answerId = await run(composeTurn("", { modelId: "local:scenario/quick", settings }));
  expect((await callAgain(answerId))?.body).toMatchObject({
    messages: [{ role: "system", content: "Say something." }],
  });
});

test("the pace is that of what was seen: thoughts that were not streamed are no part of it", async () => {
  const { prisma } = opened.database;
  const paceOf = async (modelId: string) => {
    const turn = composeTurn("how fast?", { modelId });
    const answerId = await run(turn);
    await prisma.turn.update({ where: { id: turn.turnId }, data: { firstTokenMs: 500, totalMs: 2500 } });
    await prisma.message.update({ where: { id: answerId }, data: { outputTokens: 1900, reasoningTokens: 1800 } });
    return (await readReceipt(alice, answerId)).tokensPerSecond;
  };
  expect(await paceOf("local:scenario/quick")).toBe(50);
  expect(await paceOf("local:scenario/reasoning")).toBe(950);
});

test("a receipt is its owner's alone, and goes with the conversation", async () => {
  const turn = composeTurn("mine", { modelId: "local:scenario/quick" });
  const answerId = await run(turn);
  const missing = { code: "not_found" };
  await expect(readReceipt(bob, answerId)).rejects.toMatchObject(missing);
  await expect(readReceipt(alice, turn.message.id)).rejects.toMatchObject(missing);
  for (const id of [turn.turnId, turn.conversationId, "x", "", uuidv7()]) {
    await expect(readReceipt(alice, id)).rejects.toMatchObject(missing);
  }
  await moveToTrash(alice, turn.conversationId);
  await expect(readReceipt(alice, answerId)).rejects.toMatchObject(missing);
});

test("a copy in a forked conversation was not asked for there: it has no command and took nothing", async () => {
  const turn = composeTurn("to be copied", { modelId: "openrouter:scenario/quick" });
  const answerId = await run(turn);
  expect(await readReceipt(alice, answerId)).toMatchObject({ servedBy: "Fakery", usage: { costSource: "reported" } });
  const conversationId = uuidv7();
  await forkConversation(alice, turn.conversationId, { messageId: answerId, conversationId });
  const { messages } = await readConversation(alice, conversationId);
  expect(await readReceipt(alice, messages.at(-1)?.id ?? "")).toMatchObject({
    ...{ turnId: null, curl: null, servedBy: null, modelId: "openrouter:scenario/quick", status: "complete" },
    usage: { cost: null, inputTokens: null },
    systemPrompt: { hash: null, changed: false },
  });
});
