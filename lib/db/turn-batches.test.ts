import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addTestUser, openTestDatabase } from "./test-database.ts";
import { finishTurnRow, tickTurns } from "./turn-batches.ts";
import { readTurnLog, requestStop } from "./turn-queries.ts";
import { insertTurn, type NewTurn, readTurnStart } from "./turn-start.ts";

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
  userMessageId: uuidv7(),
  userParts: '[{"type":"text","text":"Hello"}]',
  answerId: uuidv7(),
  owner: "process-1",
  createdAt: new Date().toISOString(),
  firstEvents: JSON.stringify(["{}"]),
  ...change,
});

const ending = {
  status: "complete",
  parts: '[{"type":"text","text":"Hi"}]',
  finishReason: "stop",
  error: null,
  errorCode: null,
  inputTokens: 1,
  cachedTokens: null,
  outputTokens: 2,
  reasoningTokens: null,
  cost: null,
  firstTokenMs: 3,
  totalMs: 4,
  endedAt: new Date().toISOString(),
};
const finish = async (turn: NewTurn) =>
  (await finishTurnRow({ turnId: turn.turnId, owner: turn.owner }, ending, [])).ended;
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
  expect(await insertTurn(stale)).toMatchObject({ turn: null, conversation: { running: false, tipId: turn.answerId } });
  expect((await insertTurn(next)).turn?.answerId).toBe(next.answerId);
});

test("a tick writes events and hears of stops, for as long as the lease is held", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const event = (sequence: number) => ({ turnId: turn.turnId, sequence, data: `{"n":${sequence}}` });
  expect(await tickTurns("process-1", [turn.turnId], [event(2), event(3)])).toEqual([
    { id: turn.turnId, stopRequested: false },
  ]);
  await requestStop(alice, turn.turnId);
  expect(await tickTurns("process-1", [turn.turnId], [])).toEqual([{ id: turn.turnId, stopRequested: true }]);
  expect(await tickTurns("process-2", [turn.turnId], [event(4)])).toEqual([]);
  const log = await readTurnLog(alice, turn.turnId, 1);
  expect(log?.events.map(({ sequence }) => sequence)).toEqual([2, 3]);
  expect(log?.turn.beat).toBe(2);
  expect(await readTurnLog(bob, turn.turnId, 0)).toBeNull();
});

test("a turn ends once: under the lease, and under the beat that was seen to stand still", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  const { turnId, owner } = turn;
  expect(await finishTurnRow({ turnId, owner: "another" }, ending, [])).toMatchObject({ ended: false, owner });
  expect(await finishTurnRow({ turnId, owner, beat: 5 }, ending, [])).toMatchObject({ ended: false });
  const results = await Promise.all([
    finishTurnRow({ turnId, owner, beat: 0 }, { ...ending, status: "interrupted" }, []).then(({ ended }) => ended),
    finish(turn),
  ]);
  expect(results.toSorted()).toEqual([false, true]);
  expect(await tickTurns(owner, [turnId], [])).toEqual([]);
});

test("nobody stops another's turn", async () => {
  const turn = newTurn();
  await insertTurn(turn);
  expect(await requestStop(bob, turn.turnId)).toBe(false);
  expect(await requestStop(alice, uuidv7())).toBe(false);
  expect(await requestStop(alice, turn.turnId)).toBe(true);
});
