import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeProvider } from "../../e2e/fake-provider/server.ts";
import { answerAgain, composeTurn, numberedWords } from "../../e2e/support/turns.ts";
import type { Actor } from "../auth/schema.ts";
import { changeConversation } from "../conversations/change.ts";
import { listConversations } from "../conversations/list.ts";
import { readConversation } from "../conversations/read.ts";
import { messageText } from "../conversations/schema.ts";
import { chooseVersion, forkConversation } from "../conversations/versions.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { runTurn } from "./run-turn.ts";
import type { TurnRequest } from "./schema.ts";
import { stopTurn } from "./stop.ts";

const saying = (words: number) => `local:scenario/slow:tokens=${words},delay=0`;
const cut = "local:scenario/cut";
const held = "local:scenario/held:after=1";

let provider: Awaited<ReturnType<typeof startFakeProvider>>;
let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let alice: Actor;
let bob: Actor;
beforeAll(async () => {
  provider = await startFakeProvider();
  const { baseURL, apiKey } = provider.services.local;
  process.env.CUSTOM_PROVIDERS = JSON.stringify([{ id: "local", name: "Local", baseURL, apiKey }]);
  opened = await openTestDatabase();
  alice = await addTestUser(opened.database, "alice");
  bob = await addTestUser(opened.database, "bob");
});
afterAll(async () => {
  await opened.remove();
  await provider.close();
});

/** Starts a turn and lets it end. */
async function run(turn: TurnRequest, actor = alice): Promise<void> {
  const kept: Promise<unknown>[] = [];
  await runTurn(actor, turn, { keepAlive: (work) => kept.push(work) });
  await Promise.all(kept);
}

/** What a conversation shows: each message's text, and the numbers of its version and of all versions. */
async function shown(conversationId: string): Promise<string[]> {
  const { messages } = await readConversation(alice, conversationId);
  return messages.map(({ id, parts, versions }) =>
    [messageText(parts), ...(versions ? [`${versions.indexOf(id) + 1}/${versions.length}`] : [])].join(" "),
  );
}

async function idsOf(conversationId: string): Promise<string[]> {
  return (await readConversation(alice, conversationId)).messages.map(({ id }) => id);
}

/** A conversation of some questions with one-word answers; its id and its messages' ids. */
async function talk(...questions: string[]): Promise<{ conversationId: string; ids: string[] }> {
  const conversationId = uuidv7();
  for (const question of questions) {
    const parentId = (await readConversation(alice, conversationId).catch(() => null))?.messages.at(-1)?.id ?? null;
    await run(composeTurn(question, { conversationId, parentId, modelId: saying(1) }));
  }
  return { conversationId, ids: await idsOf(conversationId) };
}

const lastCall = () => provider.log({ purpose: "answer" }).at(-1)?.body as { messages: unknown[] };

test("an answer given again stands beside the first one, with its own model, and was asked the same", async () => {
  const { conversationId, ids } = await talk("one", "two");
  const [, , question, answer] = ids;
  const again = answerAgain({ conversationId, parentId: question ?? null, tipId: answer ?? null, modelId: saying(3) });
  await run(again);
  expect(await shown(conversationId)).toEqual(["one", "w0", "two", "w0 w1 w2 2/2"]);
  expect(lastCall().messages).toEqual([
    { role: "user", content: "one" },
    { role: "assistant", content: "w0" },
    { role: "user", content: "two" },
  ]);
  const { messages, modelId } = await readConversation(alice, conversationId);
  expect(messages.at(-1)?.modelId).toBe(saying(3));
  expect(modelId).toBe(saying(3));
  // the same request again is the same turn
  await run(again);
  expect((await idsOf(conversationId)).length).toBe(4);
  expect(messages.at(-1)?.versions).toHaveLength(2);

  await chooseVersion(alice, conversationId, answer as string);
  expect(await shown(conversationId)).toEqual(["one", "w0", "two", "w0 1/2"]);
});

test("an edited message stands beside the first one, and each keeps what followed it, to the version", async () => {
  const { conversationId, ids } = await talk("one", "two");
  const [question, firstAnswer, second, tip] = ids as [string, string, string, string];
  await run(answerAgain({ conversationId, parentId: second, tipId: tip, modelId: saying(2) }));
  await chooseVersion(alice, conversationId, tip);
  const edited = composeTurn("one, edited", { conversationId, parentId: null, tipId: tip, modelId: saying(1) });
  await run(edited);
  expect(await shown(conversationId)).toEqual(["one, edited 2/2", "w0"]);
  expect(lastCall().messages).toEqual([{ role: "user", content: "one, edited" }]);

  await chooseVersion(alice, conversationId, question);
  // the older of the two last answers: the one that was shown when this version was left
  expect(await shown(conversationId)).toEqual(["one 1/2", "w0", "two", "w0 1/2"]);
  expect(await idsOf(conversationId)).toEqual([question, firstAnswer, second, tip]);
  await chooseVersion(alice, conversationId, edited.message.id);
  expect(await shown(conversationId)).toEqual(["one, edited 2/2", "w0"]);
});

test("an edit in the middle leads on from there", async () => {
  const { conversationId, ids } = await talk("one", "two", "three");
  const [, answer, second] = ids as string[];
  const edit = { conversationId, parentId: answer ?? null, tipId: ids.at(-1) ?? null, modelId: saying(1) };
  await run(composeTurn("two, edited", edit));
  expect(await shown(conversationId)).toEqual(["one", "w0", "two, edited 2/2", "w0"]);
  await chooseVersion(alice, conversationId, second as string);
  expect(await shown(conversationId)).toEqual(["one", "w0", "two 1/2", "w0", "three", "w0"]);
});

test("an answer that was cut goes on in another version, without a seam", async () => {
  const conversationId = uuidv7();
  await run(composeTurn("count", { conversationId, modelId: cut }));
  const [question, kept] = (await idsOf(conversationId)) as [string, string];
  const begun = (await readConversation(alice, conversationId)).messages.at(-1);
  expect(begun).toMatchObject({ status: "interrupted" });
  await run(answerAgain({ conversationId, parentId: question, tipId: kept, continuesId: kept, modelId: saying(2) }));
  const { messages } = await readConversation(alice, conversationId);
  expect(messages.at(-1)).toMatchObject({
    status: "complete",
    parts: [{ type: "text", text: `${numberedWords(5)}w0 w1` }],
  });
  expect(lastCall().messages).toEqual([
    { role: "user", content: "count" },
    { role: "assistant", content: numberedWords(5) },
    { role: "user", content: expect.stringContaining("Go on exactly where it stopped") },
  ]);
  await chooseVersion(alice, conversationId, kept);
  expect(await shown(conversationId)).toEqual(["count", `${numberedWords(5)} 1/2`]);
});

test("nothing is added to, or chosen in, a conversation that answers or went on elsewhere", async () => {
  const { conversationId, ids } = await talk("one");
  const [question, answer] = ids as [string, string];
  const again = (tipId: string) => answerAgain({ conversationId, parentId: question, tipId, modelId: saying(1) });
  const running = { ...again(answer), modelId: held };
  const runs = run(running);
  await expect.poll(async () => (await readConversation(alice, conversationId)).running?.turnId).toBe(running.turnId);
  await expect(run(again(answer))).rejects.toMatchObject({ code: "conversation_busy" });
  await expect(chooseVersion(alice, conversationId, answer)).rejects.toMatchObject({ code: "conversation_busy" });
  const unfinished = (await idsOf(conversationId)).at(-1) as string;
  const fork = { messageId: unfinished, conversationId: uuidv7() };
  await expect(forkConversation(alice, conversationId, fork)).rejects.toMatchObject({ code: "conversation_busy" });
  await stopTurn(alice, running.turnId);
  await runs;
  await expect(run(again(answer))).rejects.toMatchObject({ code: "conversation_changed" });
  await run(again(unfinished));
  expect((await readConversation(alice, conversationId)).messages.at(-1)?.versions).toHaveLength(3);
});

test.each([
  ["a message that is not there", () => ({ parentId: uuidv7() })],
  ["an answer", (ids: string[]) => ({ parentId: ids[1] })],
  ["a message of another conversation", (_: string[], other: string[]) => ({ parentId: other[0] })],
  [
    "an answer of another conversation",
    (ids: string[], other: string[]) => ({ parentId: ids[0], continuesId: other[1] }),
  ],
  ["a continued question", (ids: string[]) => ({ parentId: ids[0], continuesId: ids[0] })],
])("%s cannot be answered again", async (_, change) => {
  const [{ conversationId, ids }, other] = [await talk("one"), await talk("other")];
  const turn = answerAgain({ conversationId, tipId: ids[1] ?? null, modelId: saying(1), parentId: null });
  await expect(run({ ...turn, ...change(ids, other.ids) } as TurnRequest)).rejects.toMatchObject({ code: "not_found" });
  expect(await idsOf(conversationId)).toEqual(ids);
});

test("a message cannot follow one of another conversation", async () => {
  const [{ conversationId, ids }, other] = [await talk("one"), await talk("other")];
  const turn = composeTurn("x", { conversationId, parentId: other.ids[1] ?? null, tipId: ids[1] ?? null });
  await expect(run({ ...turn, modelId: saying(1) })).rejects.toMatchObject({ code: "not_found" });
});

test("a fork holds what was there up to its message, under ids of its own, and goes its own way", async () => {
  const { conversationId, ids } = await talk("one", "two", "three");
  const fork = { messageId: ids[3] as string, conversationId: uuidv7() };
  await forkConversation(alice, conversationId, fork);
  await forkConversation(alice, conversationId, fork);
  expect(await shown(fork.conversationId)).toEqual(["one", "w0", "two", "w0"]);
  const copies = await idsOf(fork.conversationId);
  expect(copies.some((id) => ids.includes(id))).toBe(false);
  await run(
    composeTurn("on", { conversationId: fork.conversationId, parentId: copies.at(-1) ?? null, modelId: saying(1) }),
  );
  expect(await shown(fork.conversationId)).toEqual(["one", "w0", "two", "w0", "on", "w0"]);
  expect(await shown(conversationId)).toEqual(["one", "w0", "two", "w0", "three", "w0"]);
  // what was paid for once is counted once
  const tokens = await opened.database.prisma.message.findMany({ where: { id: { in: copies } } });
  expect(tokens.every(({ outputTokens, cost }) => outputTokens === null && cost === null)).toBe(true);
  expect((await listConversations(alice)).conversations[0]?.id).toBe(fork.conversationId);
});

test("AZ-1 another person can neither choose nor fork, nor take an id that is used", async () => {
  const { conversationId, ids } = await talk("one");
  const messageId = ids[1] as string;
  const missing = { code: "not_found" };
  await expect(chooseVersion(bob, conversationId, messageId)).rejects.toMatchObject(missing);
  const fork = { messageId, conversationId: uuidv7() };
  await expect(forkConversation(bob, conversationId, fork)).rejects.toMatchObject(missing);
  const own = await talk("mine");
  await expect(
    forkConversation(alice, conversationId, { messageId: own.ids[1] as string, conversationId: uuidv7() }),
  ).rejects.toMatchObject(missing);
  await run(composeTurn("his", { conversationId: fork.conversationId, modelId: saying(1) }), bob);
  await expect(forkConversation(alice, conversationId, fork)).rejects.toMatchObject(missing);
  expect((await readConversation(bob, fork.conversationId)).messages).toHaveLength(2);
});

test("an ended answer is unseen until it was looked at, a stopped one never", async () => {
  const { conversationId } = await talk("one");
  const unseen = async () =>
    (await listConversations(alice)).conversations.find(({ id }) => id === conversationId)?.unseen;
  expect(await unseen()).toBe(true);
  await changeConversation(alice, conversationId, { seen: true });
  expect(await unseen()).toBe(false);
  const tipId = (await idsOf(conversationId)).at(-1) ?? null;
  const turn = composeTurn("two", { conversationId, parentId: tipId, modelId: held });
  const runs = run(turn);
  await expect.poll(async () => (await readConversation(alice, conversationId)).running?.turnId).toBe(turn.turnId);
  await stopTurn(alice, turn.turnId);
  await runs;
  expect(await unseen()).toBe(false);
});
