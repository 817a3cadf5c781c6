import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startFakeProvider } from "../../e2e/fake-provider/server.ts";
import { composeTurn } from "../../e2e/support/turns.ts";
import type { Actor } from "../auth/schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { finishTurnRow, tickTurns } from "../db/turn-batches.ts";
import { deleteTurnEvents } from "../db/turn-log.ts";
import { insertTurn } from "../db/turn-start.ts";
import { unknownUsage } from "../usage/schema.ts";
import { distantTurns } from "./distant-turns.ts";
import { followTurn } from "./follow.ts";
import { runTurn } from "./run-turn.ts";
import { runningTurns } from "./running-turns.ts";
import { emptyAnswer, foldChunk, type TurnChunk } from "./schema.ts";
import type { TurnEvent } from "./turn-log.ts";

let provider: Awaited<ReturnType<typeof startFakeProvider>>;
let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let alice: Actor;
beforeAll(async () => {
  provider = await startFakeProvider();
  const { baseURL, apiKey } = provider.services.local;
  process.env.CUSTOM_PROVIDERS = JSON.stringify([{ id: "local", name: "Local", baseURL, apiKey }]);
  opened = await openTestDatabase();
  alice = await addTestUser(opened.database, "alice");
});
afterAll(async () => {
  await opened.remove();
  await provider.close();
});

/** Everything that following gives, as it comes; `ended` when there is no more. */
async function follow(turnId: string, after = 0) {
  const reader = new AbortController();
  onTestFinished(() => reader.abort());
  const seen: TurnEvent[] = [];
  const events = await followTurn(alice, turnId, after, reader.signal);
  const ended = (async () => {
    for await (const some of events) seen.push(...some);
    return seen;
  })();
  return { seen, ended, leave: () => reader.abort() };
}

/** Holds back every read, or every write, until it is told to go on. */
async function hold(held: "read" | "write") {
  const { database } = opened;
  const { batch } = database;
  const gate = Promise.withResolvers<void>();
  database.batch = async (statements, mode) => {
    if (mode === held) await gate.promise;
    return batch(statements, mode);
  };
  // what was under way when the gate closed is done before this is
  await batch(["SELECT 1"], "read");
  return () => {
    database.batch = batch;
    gate.resolve();
  };
}

test("what is shown waits for a database that falls behind, and goes on with it", async () => {
  const turn = composeTurn("Hello", { modelId: "local:scenario/slow:tokens=2000,delay=2" });
  const kept: Promise<unknown>[] = [];
  await runTurn(alice, turn, { keepAlive: (work) => kept.push(work) });
  const { seen, ended } = await follow(turn.turnId);
  const running = runningTurns().get(turn.turnId);
  await expect.poll(() => seen.length).toBeGreaterThan(3);
  const goOn = await hold("write");
  await expect.poll(() => (running?.events.length ?? 0) - (running?.released ?? 0)).toBeGreaterThan(5);
  const shown = seen.length;
  const written = running?.events.length ?? 0;
  await expect.poll(() => running?.events.length).toBeGreaterThan(written + 5);
  expect(seen).toHaveLength(shown);
  // a page that is loaded again meanwhile has what the one before it had
  const { seen: again } = await follow(turn.turnId);
  await expect.poll(() => again.length).toBe(shown);
  goOn();
  const events = await ended;
  await Promise.all(kept);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  const answer = events.map(({ data }) => JSON.parse(data) as TurnChunk).reduce(foldChunk, emptyAnswer);
  expect(answer).toMatchObject({ ended: true, metadata: { status: "complete" } });
});

/** A turn that another process has begun. */
async function distantTurn() {
  const turnId = uuidv7();
  const answerId = uuidv7();
  const place = { conversationId: uuidv7(), parentId: null, tipId: null, continuesId: null };
  const lease = { turnId, owner: "another process" };
  await insertTurn({
    ...place,
    ...lease,
    userId: alice.userId,
    modelId: "local:x",
    title: "t",
    systemPrompt: null,
    settings: null,
    turnSettings: null,
    systemPromptHash: null,
    providerName: "Demo",
    providerHost: "",
    userMessageId: uuidv7(),
    userParts: "[]",
    answerId,
    createdAt: new Date().toISOString(),
    firstEvents: '{"n":1}',
  });
  let next = 2;
  const run = (data: string[]) => {
    const first = next;
    next += data.length;
    return { turnId, first, data };
  };
  const write = (...data: string[]) => tickTurns(lease.owner, [turnId], [run(data)]);
  const finish = (...data: string[]) =>
    finishTurnRow(
      lease,
      {
        ...{ status: "complete", parts: '[{"type":"text","text":"whole"}]', finishReason: "stop", error: null },
        ...{ errorCode: null, usage: unknownUsage, spent: true, servedModel: null, servedBy: null, responseId: null },
        ...{ firstTokenMs: null, totalMs: null, endedAt: new Date().toISOString() },
      },
      run(data),
      [],
    );
  return { turnId, write, finish };
}

/** Notes the reads of the database from now on, as what they ask. */
function noteReads(): string[] {
  const { database } = opened;
  const { batch } = database;
  const reads: string[] = [];
  database.batch = (statements, mode) => {
    if (mode === "read") reads.push(JSON.stringify(statements));
    return batch(statements, mode);
  };
  onTestFinished(() => {
    database.batch = batch;
  });
  return reads;
}

test("followers of another process's turn see the same sequence, from where each of them begins", async () => {
  const turn = await distantTurn();
  await turn.write('{"n":2}', '{"n":3}');
  const first = await follow(turn.turnId);
  const later = await follow(turn.turnId, 2);
  await expect.poll(() => first.seen.length).toBe(3);
  await turn.write('{"n":4}');
  await expect.poll(() => later.seen.length).toBe(2);
  const last = await follow(turn.turnId, 1);
  await turn.write('{"n":5}');
  await turn.finish('{"n":6}');
  const numbers = (events: TurnEvent[]) => events.map(({ sequence, data }) => [sequence, JSON.parse(data).n]);
  expect(numbers(await first.ended)).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, n]));
  expect(numbers(await later.ended)).toEqual([3, 4, 5, 6].map((n) => [n, n]));
  expect(numbers(await last.ended)).toEqual([2, 3, 4, 5, 6].map((n) => [n, n]));
});

test("a follower who was slow to begin, while another one went ahead, misses nothing and gets nothing twice", async () => {
  const turn = await distantTurn();
  const reader = new AbortController();
  onTestFinished(() => reader.abort());
  const slow = await followTurn(alice, turn.turnId, 0, reader.signal);
  await turn.write('{"n":2}', '{"n":3}');
  const quick = await follow(turn.turnId);
  await expect.poll(() => quick.seen.length).toBe(3);
  await turn.write('{"n":4}');
  await expect.poll(() => quick.seen.length).toBe(4);
  const ended = (async () => {
    const events: TurnEvent[] = [];
    for await (const some of slow) events.push(...some);
    return events;
  })();
  await turn.finish('{"n":5}');
  const all = [1, 2, 3, 4, 5].map((n) => ({ sequence: n, data: `{"n":${n}}` }));
  expect(await ended).toEqual(all);
  expect(await quick.ended).toEqual(all);
});

test("a follower who has more than the log of a crashed process holds up nobody, and learns of the end", async () => {
  const turn = await distantTurn();
  await turn.write('{"n":2}', '{"n":3}');
  const ahead = await follow(turn.turnId, 5);
  const behind = await follow(turn.turnId, 3);
  const reads = noteReads();
  await expect.poll(() => reads.length).toBeGreaterThan(0);
  await turn.finish('{"n":4}');
  expect(await behind.ended).toEqual([{ sequence: 4, data: '{"n":4}' }]);
  expect(await ahead.ended).toEqual([]);
});

test("many followers of many turns cost one look, and none when they are gone", async () => {
  const turns = await Promise.all(Array.from({ length: 5 }, distantTurn));
  const followers = await Promise.all(turns.flatMap(({ turnId }) => Array.from({ length: 4 }, () => follow(turnId))));
  await expect.poll(() => followers.every(({ seen }) => seen.length === 1)).toBe(true);
  const reads = noteReads();
  const begin = performance.now();
  for (const { write } of turns) await write('{"n":2}');
  await expect.poll(() => followers.every(({ seen }) => seen.length === 2)).toBe(true);
  // a look each 100 ms, and not one for each of the 20
  expect(reads.length).toBeLessThanOrEqual((performance.now() - begin) / 100 + 2);
  for (const { leave } of followers) leave();
  await Promise.all(followers.map(({ ended }) => ended));
  const before = reads.length;
  const more = await distantTurn();
  const probe = await follow(more.turnId);
  await more.finish();
  await probe.ended;
  expect(reads.length).toBeGreaterThan(before);
  expect(reads.slice(before).filter((asked) => turns.some(({ turnId }) => asked.includes(turnId)))).toEqual([]);
});

test("of a turn that has ended, or that nobody follows any more, nothing is remembered", async () => {
  const [ends, goesOn, left] = await Promise.all([distantTurn(), distantTurn(), distantTurn()]);
  const [first, second, third] = await Promise.all([ends, goesOn, left].map(({ turnId }) => follow(turnId)));
  await expect.poll(() => distantTurns().remembered).toBe(3);
  await ends.finish();
  await first?.ended;
  third?.leave();
  await expect.poll(() => distantTurns().remembered).toBe(1);
  second?.leave();
  await expect.poll(() => distantTurns().remembered).toBe(0);
});

test("a follower who comes back after the log was deleted gets the stored answer", async () => {
  const turn = await distantTurn();
  const follower = await follow(turn.turnId);
  await expect.poll(() => follower.seen.length).toBe(1);
  const goOn = await hold("read");
  await turn.finish('{"n":2}');
  await deleteTurnEvents([turn.turnId]);
  goOn();
  const chunks = (await follower.ended).slice(1).map(({ data }) => JSON.parse(data) as TurnChunk);
  const answer = chunks.reduce(foldChunk, emptyAnswer);
  expect(answer).toMatchObject({ ended: true, parts: [{ type: "text", text: "whole" }] });
});
