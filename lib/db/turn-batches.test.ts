import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addTestUser, openTestDatabase } from "./test-database.ts";
import { finishTurnRow, tickTurns } from "./turn-batches.ts";
import { readDistantTurns, readTurnLog } from "./turn-log.ts";
import { requestStop } from "./turn-queries.ts";
import { insertTurn, type NewTurn, readTurnStart } from "./turn-start.ts";
import type { UsageColumns } from "./usage-rows.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.remove());

let alice: string;
let bob: string;
beforeEach(async () => {
  alice = (await addTestUser(opened.database, uuidv7())).userId;
  bob = (await addTestUser(opened.database, uuidv7())).userId;
});

const newTurn = ({ parentId = null, ...change }: Partial<NewTurn> = {}): NewTurn => ({
  turnId: uuidv7(),
  userId: alice,
  conversationId: uuidv7(),
  parentId,
  tipId: parentId,
  continuesId: null,
  modelId: "demo:guide",
  title: "Hello",
  systemPrompt: null,
  settings: null,
  turnSettings: null,
  systemPromptHash: null,
  providerName: "Demo",
  providerHost: "",
  userMessageId: uuidv7(),
  userParts: '[{"type":"text","text":"Hello"}]',
  answerId: uuidv7(),
  owner: "process-1",
  createdAt: new Date().toISOString(),
  firstEvents: "{}",
  ...change,
});

const usage: UsageColumns = {
  ...{ inputTokens: 1, cachedTokens: null, cacheWriteTokens: null, outputTokens: 2, reasoningTokens: null },
  ...{ cost: "0.0031", costSource: "reported" },
};
const ending = {
  status: "complete",
  parts: '[{"type":"text","text":"Hi"}]',
  finishReason: "stop",
  error: null,
  errorCode: null,
  usage,
  spent: true,
  servedModel: "guide-1",
  servedBy: null,
  responseId: "r-1",
  firstTokenMs: 3,
  totalMs: 4,
  endedAt: new Date().toISOString(),
};
const last = (turnId: string) => ({ turnId, first: 9, data: ["{}"] });
const finish = async (turn: NewTurn) =>
  (await finishTurnRow({ turnId: turn.turnId, owner: turn.owner }, ending, last(turn.turnId), [])).ended;
const countAll = async () => ({
  conversations: await opened.database.prisma.conversation.count({ where: { userId: { in: [alice, bob] } } }),
  turns: await opened.database.prisma.turn.count({ where: { userId: { in: [alice, bob] } } }),
  messages: await opened.database.prisma.message.count({ where: { conversation: { userId: { in: [alice, bob] } } } }),
});

test("a first turn makes a conversation with a message and an empty answer", async () => {
  const turn = newTurn();
  const result = await insertTurn(turn);
  expect(result.turn).toMatchObject({ userId: alice, answerId: turn.answerId });
  expect(await countAll()).toEqual({ conversations: 1, turns: 1, messages: 2 });
  await finish(turn);
  const start = await readTurnStart(alice, {
    turnId: uuidv7(),
    conversationId: turn.conversationId,
    leafId: turn.answerId,
  });
  expect(start.path.map(({ role, parts, status }) => ({ role, parts, status }))).toEqual([
    { role: "user", parts: [{ type: "text", text: "Hello" }], status: "complete" },
    { role: "assistant", parts: [{ type: "text", text: "Hi" }], status: "complete" },
  ]);
});

test("the same turn twice, in turn or at once, is one", async () => {
  const turn = newTurn();
  const again = { ...turn, answerId: uuidv7() };
  const results = await Promise.all([insertTurn(turn), insertTurn(again)]);
  expect(results.map((result) => result.turn?.answerId)).toEqual([turn.answerId, turn.answerId]);
  expect(await countAll()).toEqual({ conversations: 1, turns: 1, messages: 2 });
});

test("AZ-7 a turn into another's conversation changes nothing, by whatever way", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  await finish(turn);
  const before = await countAll();
  const { conversationId, answerId } = turn;
  for (const attempt of [
    newTurn({ userId: bob, conversationId, parentId: answerId }),
    newTurn({ userId: bob, conversationId }),
    newTurn({ userId: bob, userMessageId: turn.userMessageId }),
    newTurn({ userId: bob, parentId: answerId }),
  ]) {
    expect((await insertTurn(attempt)).turn).toBeNull();
  }
  expect((await insertTurn(newTurn({ userId: bob, turnId: turn.turnId }))).turn?.userId).toBe(alice);
  expect(await countAll()).toEqual(before);
});

test("a conversation that answers, or went on elsewhere, takes no message", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const next = newTurn({ conversationId: turn.conversationId, parentId: turn.answerId });
  expect(await insertTurn(next)).toMatchObject({ turn: null, conversation: { running: true } });
  await finish(turn);
  const stale = newTurn({ conversationId: turn.conversationId, parentId: turn.userMessageId });
  expect(await insertTurn(stale)).toMatchObject({ turn: null, conversation: { running: false } });
  expect((await insertTurn(next)).turn?.answerId).toBe(next.answerId);
});

test("a tick writes events and hears of stops, for as long as the lease is held", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const run = (...numbers: number[]) => ({
    turnId: turn.turnId,
    first: numbers[0] as number,
    data: numbers.map((n) => `{"n":${n}}`),
  });
  expect(await tickTurns("process-1", [turn.turnId], [run(2, 3)])).toEqual([{ id: turn.turnId, stopRequested: false }]);
  await requestStop(alice, turn.turnId);
  expect(await tickTurns("process-1", [turn.turnId], [])).toEqual([{ id: turn.turnId, stopRequested: true }]);
  expect(await tickTurns("process-2", [turn.turnId], [run(4)])).toEqual([]);
  const log = await readTurnLog(alice, turn.turnId, 1);
  expect(log?.events.map(({ sequence }) => sequence)).toEqual([2, 3]);
  expect(log?.turn.beat).toBe(2);
  expect(await readTurnLog(bob, turn.turnId, 0)).toBeNull();
});

test("events written again with more of them are there once, and can be read from any of them on", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const { turnId } = turn;
  const texts = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `{"n":${from + index}}`);
  await tickTurns("process-1", [turnId], [{ turnId, first: 2, data: texts(2, 4) }]);
  await tickTurns("process-1", [turnId], [{ turnId, first: 2, data: texts(2, 6) }]);
  await tickTurns("process-1", [turnId], [{ turnId, first: 7, data: texts(7, 7) }]);
  await tickTurns("process-1", [turnId], [{ turnId, first: 8, data: texts(8, 10) }]);
  const all = ["{}", ...texts(2, 10)].map((data, index) => ({ sequence: index + 1, data }));
  for (let after = 0; after <= 11; after += 1) {
    expect((await readTurnLog(alice, turnId, after))?.events).toEqual(all.slice(after));
    const distant = (await readDistantTurns([{ id: turnId, after }])).get(turnId);
    expect(distant?.events).toEqual(all.slice(after));
  }
  // a row at a time, or more: from one page to the next it is the same
  for (const most of [1, 20, 1_000]) {
    const read: typeof all = [];
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const page = await readTurnLog(alice, turnId, read.length, most);
      read.push(...(page?.events ?? []));
      more = page?.more ?? false;
    }
    expect(read).toEqual(all);
    expect(pages).toBe({ 1: 4, 20: 2, 1000: 1 }[most]);
  }
  expect(await readTurnLog(alice, turnId, 10, 1)).toMatchObject({ events: [], more: false, logged: true });
});

test("a turn ends once: under the lease, and under the beat that was seen to stand still", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const { turnId, owner } = turn;
  expect(await finishTurnRow({ turnId, owner: "another" }, ending, last(turnId), [])).toMatchObject({
    ended: false,
    owner,
  });
  expect(await finishTurnRow({ turnId, owner, beat: 5 }, ending, last(turnId), [])).toMatchObject({ ended: false });
  const results = await Promise.all([
    finishTurnRow({ turnId, owner, beat: 0 }, { ...ending, status: "interrupted" }, last(turnId), []).then(
      ({ ended }) => ended,
    ),
    finish(turn),
  ]);
  expect(results.toSorted()).toEqual([false, true]);
  expect(await tickTurns(owner, [turnId], [])).toEqual([]);
});

test("what a turn took is noted with its end, once, and stays when the conversation goes", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const { turnId, conversationId } = turn;
  const { prisma } = opened.database;
  await finishTurnRow({ turnId, owner: "another" }, ending, last(turnId), []);
  expect(await prisma.usage.count({ where: { conversationId } })).toBe(0);
  await finish(turn);
  await finish(turn);
  const noted = { ...usage, id: turnId, userId: alice, modelId: turn.modelId, purpose: "answer" };
  expect(await prisma.usage.findMany({ where: { conversationId } })).toMatchObject([noted]);
  expect(await prisma.message.findUnique({ where: { id: turn.answerId } })).toMatchObject(usage);
  expect(await prisma.turn.findUnique({ where: { id: turnId } })).toMatchObject({
    servedModel: "guide-1",
    servedBy: null,
    responseId: "r-1",
  });
  await prisma.conversation.delete({ where: { id: conversationId } });
  expect(await prisma.usage.count({ where: { conversationId } })).toBe(1);
});

test("a call that was refused leaves no trace in what was spent", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const refused = { ...ending, status: "failed", spent: false };
  await finishTurnRow({ turnId: turn.turnId, owner: turn.owner }, refused, last(turn.turnId), []);
  expect(await opened.database.prisma.usage.count({ where: { id: turn.turnId } })).toBe(0);
});

test("nobody stops another's turn", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  expect(await requestStop(bob, turn.turnId)).toBe(false);
  expect(await requestStop(alice, uuidv7())).toBe(false);
  expect(await requestStop(alice, turn.turnId)).toBe(true);
});

test("a flood within a tick is stored in rows that a server takes, and read as it was written", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const flood = Array.from({ length: 40 }, (_, index) => JSON.stringify({ delta: `${index} ${"x".repeat(100_000)}` }));
  await tickTurns("process-1", [turn.turnId], [{ turnId: turn.turnId, first: 2, data: flood }]);
  const { events = [] } = (await readTurnLog(alice, turn.turnId, 1)) ?? {};
  expect(events.map(({ data }) => data)).toEqual(flood);
  expect(events.map(({ sequence }) => sequence)).toEqual(flood.map((_, index) => index + 2));
  const rows = await opened.database.prisma.turnEvent.findMany({ where: { turnId: turn.turnId } });
  expect(rows.length).toBeGreaterThan(5);
  expect(Math.max(...rows.map(({ data }) => data.length))).toBeLessThan(600_000);
});
