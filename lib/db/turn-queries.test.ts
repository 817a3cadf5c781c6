import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addTestUser, openTestDatabase } from "./test-database.ts";
import { readEndedTurns } from "./turn-queries.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let userId: string;
let conversationId: string;
beforeAll(async () => {
  opened = await openTestDatabase();
  const { prisma } = opened.database;
  userId = (await addTestUser(opened.database, "alice")).userId;
  conversationId = uuidv7();
  const now = new Date();
  await prisma.conversation.create({
    data: {
      ...{ id: conversationId, userId, title: "Hello", modelId: "a:b", activity: 1 },
      createdAt: now,
      updatedAt: now,
    },
  });
});
afterAll(() => opened.remove());

let sequence = 0;
/** A turn that ended so many minutes after the first moment of the year. */
async function ended(status: string, minute: number, parts = "[]", reasoningTokens: number | null = null) {
  const { prisma } = opened.database;
  const answerId = uuidv7();
  const createdAt = new Date(Date.UTC(2026, 0, 1));
  sequence += 1;
  await prisma.message.create({
    data: {
      ...{ id: answerId, conversationId, sequence, role: "assistant", parts, status, reasoningTokens },
      createdAt,
    },
  });
  const endedAt = new Date(Date.UTC(2026, 0, 1, 0, minute));
  await prisma.turn.create({
    data: {
      ...{ id: uuidv7(), userId, conversationId, userMessageId: uuidv7(), answerId, modelId: `a:${minute}` },
      ...{ owner: "x", status, createdAt, endedAt },
    },
  });
}

const since = "2026-01-01T00:00:30.000Z";
const minutes = async (limit: number) => {
  const turns = await readEndedTurns(since, limit);
  return turns.map(({ status, modelId }) => `${status} ${modelId.slice(2)}`).sort();
};

test("all kinds of end are counted from the same moment on, that of the kind that reaches the limit soonest", async () => {
  await ended("failed", 0);
  await ended("failed", 2);
  await ended("interrupted", 4);
  await ended("failed", 8);
  await ended("stopped", 8);
  for (const minute of [1, 3, 5, 7, 9]) await ended("complete", minute);
  expect(await minutes(3)).toEqual(["complete 5", "complete 7", "complete 9", "failed 8"]);
  // two kinds reach it: from the later start on
  expect(await minutes(1)).toEqual(["complete 9"]);
  const all = ["complete 1", "complete 3", "complete 5", "complete 7", "complete 9"];
  expect(await minutes(9)).toEqual([...all, "failed 2", "failed 8", "interrupted 4"]);
});

test("whether thoughts were shown is read from the answer's parts, and from no text", async () => {
  await ended(
    "complete",
    20,
    JSON.stringify([
      { type: "reasoning", text: "hm" },
      { type: "text", text: "Hi" },
    ]),
    5,
  );
  await ended("complete", 21, JSON.stringify([{ type: "text", text: '{"type":"reasoning","text":"hm"}' }]), 5);
  const turns = await readEndedTurns(since, 99);
  const shown = (modelId: string) => turns.find((turn) => turn.modelId === modelId)?.thoughtsShown;
  expect([shown("a:20"), shown("a:21")]).toEqual([1, 0]);
});
