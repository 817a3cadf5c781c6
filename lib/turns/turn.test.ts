import { setImmediate as yieldToOthers } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startFakeProvider } from "../../e2e/fake-provider/server.ts";
import type { Actor } from "../auth/schema.ts";
import { listConversations } from "../conversations/list.ts";
import { readConversation } from "../conversations/read.ts";
import { messageText } from "../conversations/schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { deleteTurnEvents } from "../db/turn-log.ts";
import { AppError } from "../errors.ts";
import { deleteConversation } from "./delete-conversation.ts";
import { toEventStream } from "./event-stream.ts";
import { followTurn } from "./follow.ts";
import { runTurn } from "./run-turn.ts";
import { runningTurns } from "./running-turns.ts";
import { emptyAnswer, foldChunk, type TurnChunk, type TurnRequest } from "./schema.ts";
import { stopTurn } from "./stop.ts";
import type { TurnEvent } from "./turn-log.ts";

// the whole turn over a real database and the real provider package, against the fake provider
const quick = "local:scenario/slow:tokens=20,delay=5";
const long = "local:scenario/slow:tokens=2000,delay=5";

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

const request = (text: string, change: Partial<TurnRequest> = {}): TurnRequest => ({
  turnId: uuidv7(),
  conversationId: uuidv7(),
  parentId: null,
  modelId: quick,
  message: { id: uuidv7(), role: "user", parts: [{ type: "text", text }] },
  ...change,
});

/** Starts a turn; resolves when all its work, the title too, is done. */
async function run(turn: TurnRequest, actor = alice): Promise<{ done: Promise<unknown> }> {
  const kept: Promise<unknown>[] = [];
  await runTurn(actor, turn, { keepAlive: (work) => kept.push(work) });
  return { done: Promise.all(kept) };
}

async function collect(turnId: string, after = 0, actor = alice): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  for await (const some of await followTurn(actor, turnId, after, new AbortController().signal)) events.push(...some);
  return events;
}

const fold = (events: TurnEvent[]) =>
  events.map(({ data }) => JSON.parse(data) as TurnChunk).reduce(foldChunk, emptyAnswer);

test("what followers see, live and later, is what is stored", async () => {
  const turn = request("Hello");
  const { done } = await run(turn);
  const [first, second] = await Promise.all([collect(turn.turnId), collect(turn.turnId)]);
  await done;
  expect(second).toEqual(first);
  expect(first.map(({ sequence }) => sequence)).toEqual(first.map((_, index) => index + 1));
  const logged = await collect(turn.turnId);
  expect(logged).toEqual(first);
  expect(await collect(turn.turnId, 5)).toEqual(first.slice(5));
  expect(await collect(turn.turnId, first.length)).toEqual([]);

  const stored = await readConversation(alice, turn.conversationId);
  expect(stored.running).toBeNull();
  expect(stored.messages.at(-1)).toMatchObject({ status: "complete", parts: fold(first).parts, modelId: quick });

  await deleteTurnEvents([turn.turnId]);
  const replayed = fold(await collect(turn.turnId, 7));
  expect(replayed).toMatchObject({ parts: fold(first).parts, ended: true, metadata: { status: "complete" } });
  expect(replayed.metadata?.usage).toEqual({ tokens: expect.any(Number), cost: null, costSource: null });
  expect(replayed.metadata?.usage).toEqual(fold(first).metadata?.usage);
});

test("the same request twice, at once and afterwards, is one turn", async () => {
  const turn = request("Hello");
  const runs = await Promise.all([run(turn), run(turn), run(turn)]);
  expect((await collect(turn.turnId)).length).toBeGreaterThan(3);
  await Promise.all(runs.map(({ done }) => done));
  await run(turn);
  expect((await readConversation(alice, turn.conversationId)).messages).toHaveLength(2);
});

test("a disk that is slow to take the turn delays what is told, and the log holds each event once", async () => {
  const { database } = opened;
  const { batch, commit } = database;
  const [accepted, ticked, ended] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [Gate, Gate, Gate];
  let writes = 0;
  database.commit = async (statements) => ({ ...(await commit(statements)), durable: accepted.promise });
  // the first tick is written, and its answer comes after the end
  database.batch = async (statements, mode) => {
    const results = await batch(statements, mode);
    if (mode === "write") writes += 1;
    if (mode === "write" && writes === 1) {
      ticked.resolve();
      await ended.promise;
    }
    return results;
  };
  onTestFinished(() => void Object.assign(database, { batch, commit }));
  const turn = request("Hello", { modelId: "local:scenario/slow:tokens=60,delay=10" });
  const { done } = await run(turn);
  let told = 0;
  const events = collect(turn.turnId).then((all) => {
    told = all.length;
    return all.map(({ sequence }) => sequence);
  });
  await ticked.promise;
  expect(told).toBe(0);
  accepted.resolve();
  const all = await events;
  ended.resolve();
  await done;
  expect(all).toEqual(all.map((_, index) => index + 1));
  const sql = `SELECT "sequence", "data" FROM "TurnEvent" WHERE "turnId" = ? ORDER BY "sequence"`;
  const [rows] = await batch([{ sql, args: [turn.turnId] }], "read");
  const logged = (rows?.rows ?? []).flatMap(({ sequence, data }) =>
    String(data)
      .split("\n")
      .map((_, index) => Number(sequence) + index),
  );
  expect(logged).toEqual(all);
});

type Gate = PromiseWithResolvers<void>;

/** Makes some writes look lost though they were committed, as when a connection breaks before the answer. */
async function losingAnswers(isLost: (count: number) => boolean, work: () => Promise<void>): Promise<number> {
  const { database } = opened;
  const { batch, commit } = database;
  let writes = 0;
  let lost = 0;
  const mayLose = <Results>(results: Results): Results => {
    if (!isLost(writes++)) return results;
    lost += 1;
    throw new AppError("database_unavailable");
  };
  database.commit = async (statements) => mayLose(await commit(statements));
  database.batch = async (statements, mode) => {
    const results = await batch(statements, mode);
    return mode === "write" ? mayLose(results) : results;
  };
  try {
    await work();
  } finally {
    Object.assign(database, { batch, commit });
  }
  return lost;
}

test.each([
  ["the accepting", (count: number) => count === 0],
  ["every second", (count: number) => count % 2 === 0 && count < 12],
  ["five of the first six", (count: number) => count > 0 && count < 6],
])("a turn survives %s write whose answer is lost", async (_, isLost) => {
  const turn = request("Hello", { modelId: "local:scenario/slow:tokens=100,delay=10" });
  const lost = await losingAnswers(isLost, async () => {
    const { done } = await run(turn);
    // they may be told meanwhile that it is not stored
    const events = (await collect(turn.turnId)).filter(({ sequence }) => sequence !== null);
    await done;
    expect(fold(events)).toMatchObject({ ended: true, metadata: { status: "complete" } });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const stored = await readConversation(alice, turn.conversationId);
    expect(stored.messages).toHaveLength(2);
    expect(stored.messages.at(-1)).toMatchObject({ status: "complete", parts: fold(events).parts });
    expect(await collect(turn.turnId)).toEqual(events);
  });
  expect(lost).toBeGreaterThan(0);
});

test("an answer that is still being written is nothing to answer to", async () => {
  const turn = request("Hello", { modelId: long });
  const { done } = await run(turn);
  const { messages } = await readConversation(alice, turn.conversationId);
  const next = request("more", { conversationId: turn.conversationId, parentId: messages.at(-1)?.id ?? null });
  await expect(run(next)).rejects.toMatchObject({ code: "conversation_busy" });
  await stopTurn(alice, turn.turnId);
  await done;
});

test("CF-7 stop keeps what was written, a late one changes nothing, and nothing grows back", async () => {
  const turn = request("Hello", { modelId: long });
  const { done } = await run(turn);
  const seen: TurnEvent[] = [];
  for await (const some of await followTurn(alice, turn.turnId, 0, new AbortController().signal)) {
    seen.push(...some);
    if (seen.length > 8 && seen.length < 30) await stopTurn(alice, turn.turnId);
  }
  await done;
  const stored = (await readConversation(alice, turn.conversationId)).messages.at(-1);
  expect(stored?.status).toBe("stopped");
  expect(messageText(stored?.parts ?? [])).toBe(messageText(fold(seen).parts));
  expect(messageText(stored?.parts ?? [])).not.toBe("");
  await stopTurn(alice, turn.turnId);
  expect((await readConversation(alice, turn.conversationId)).messages.at(-1)).toEqual(stored);
});

test("a stop that came through another process is heard at the next tick", async () => {
  const turn = request("Hello", { modelId: long });
  const { done } = await run(turn);
  await opened.database.prisma.turn.update({ where: { id: turn.turnId }, data: { stopRequested: true } });
  await done;
  expect((await readConversation(alice, turn.conversationId)).messages.at(-1)?.status).toBe("stopped");
});

test("a turn that was taken away writes nothing more", async () => {
  const turn = request("Hello", { modelId: long });
  const { done } = await run(turn);
  await opened.database.prisma.turn.update({ where: { id: turn.turnId }, data: { owner: "another" } });
  await done;
  const row = await opened.database.prisma.turn.findUniqueOrThrow({ where: { id: turn.turnId } });
  expect(row).toMatchObject({ status: "running", owner: "another" });
});

test("a reader that does not read keeps no turn from ending, and holds nothing but its place", async () => {
  const turn = request("Hello");
  const { done } = await run(turn);
  const events = await followTurn(alice, turn.turnId, 0, new AbortController().signal);
  const reader = toEventStream(events, () => {}).getReader();
  await reader.read();
  await done;
  let text = "";
  for (;;) {
    const { done: over, value } = await reader.read();
    if (over) break;
    text += new TextDecoder().decode(value);
  }
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
  expect(text).toContain('"type":"finish"');
});

test("nothing ticks when nothing runs", async () => {
  const { done } = await run(request("Hello"));
  await done;
  await yieldToOthers();
  expect(runningTurns().all()).toEqual([]);
});

test("AZ-3 another person finds no turn to follow, stop or send again", async () => {
  const turn = request("Hello");
  const { done } = await run(turn);
  await expect(collect(turn.turnId, 0, bob)).rejects.toMatchObject({ code: "not_found" });
  await expect(stopTurn(bob, turn.turnId)).rejects.toMatchObject({ code: "not_found" });
  await expect(run(turn, bob)).rejects.toMatchObject({ code: "not_found" });
  await expect(run({ ...request("x"), conversationId: turn.conversationId }, bob)).rejects.toMatchObject({
    code: "not_found",
  });
  await done;
  expect((await readConversation(alice, turn.conversationId)).messages.at(-1)?.status).toBe("complete");
  expect((await listConversations(bob)).conversations).toEqual([]);
});

test("an unknown model and an empty message are refused before anything is written", async () => {
  const before = await opened.database.prisma.message.count();
  await expect(run(request("x", { modelId: "nobody:x" }))).rejects.toMatchObject({ code: "model_not_found" });
  await expect(run(request(" \n\t "))).rejects.toMatchObject({ code: "message_empty" });
  expect(await opened.database.prisma.message.count()).toBe(before);
});

test("a deleted conversation stops its turn and is gone", async () => {
  const turn = request("Hello", { modelId: long });
  const { done } = await run(turn);
  await deleteConversation(alice, turn.conversationId);
  await done;
  await expect(readConversation(alice, turn.conversationId)).rejects.toMatchObject({ code: "not_found" });
  const row = await opened.database.prisma.turn.findUniqueOrThrow({ where: { id: turn.turnId } });
  expect(row.status).toBe("stopped");
});
