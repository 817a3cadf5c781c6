import { afterEach, beforeEach, expect, test } from "vitest";
import { history } from "../../bench/history.ts";
import { seedConversations } from "../../bench/seed.ts";
import type { Actor } from "../auth/schema.ts";
import { openClient } from "../db/open-client.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { findEarlier } from "./find.ts";
import { readConversation, readEarlier } from "./read.ts";
import { messagesAtOnce, messageText } from "./schema.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let actor: Actor;

beforeEach(async () => {
  opened = await openTestDatabase();
  actor = await addTestUser(opened.database, "somebody");
});

afterEach(() => opened.remove());

async function seeded(messages = history(1_203)) {
  const client = openClient(opened.url);
  const [conversation] = await seedConversations(client, actor.userId, "mock:mock", 1, messages);
  client.close();
  return { id: conversation?.id ?? "", messages };
}

const lengthOf = (texts: string[]) => texts.reduce((sum, text) => sum + text.length, 0);

test("IV-2 a long conversation comes with its last messages, and the others piece by piece", async () => {
  const { id, messages } = await seeded();
  const view = await readConversation(actor, id);
  expect(view.messages).toHaveLength(messagesAtOnce);
  const before = messages.slice(0, -messagesAtOnce);
  const characters = lengthOf(before.map(({ text }) => text));
  expect(view.earlier).toEqual({ count: before.length, characters, bytes: characters });

  let { messages: path, earlier } = view;
  const sizes: number[] = [];
  while (earlier.count > 0) {
    const page = await readEarlier(actor, id, path[0]?.id ?? "", 500);
    sizes.push(page.messages.length);
    path = [...page.messages, ...path];
    ({ earlier } = page);
  }
  expect(sizes).toEqual([500, 500, 163]);
  expect(earlier).toEqual({ count: 0, characters: 0, bytes: 0 });
  expect(path.map(({ parts }) => messageText(parts))).toEqual(messages.map(({ text }) => text));
  expect(path.slice(1).map(({ parentId }) => parentId)).toEqual(path.slice(0, -1).map(({ id }) => id));
});

test("a conversation comes with as many messages as it takes to have the one that is asked for", async () => {
  const { id } = await seeded(history(300));
  const tail = await readConversation(actor, id);
  const { messages } = await readEarlier(actor, id, tail.messages[0]?.id ?? "", 500);
  const view = await readConversation(actor, id, messages[100]?.id);
  expect(view.messages).toHaveLength(200);
  expect(view.messages[0]?.id).toBe(messages[100]?.id);
  expect(view.earlier.count).toBe(100);
});

test("reasoning is no part of what is told about the length of earlier messages", async () => {
  const { id } = await seeded(history(messagesAtOnce + 2));
  const { prisma } = opened.database;
  const first = await prisma.message.findFirstOrThrow({ where: { conversationId: id, sequence: 2 } });
  const parts = [
    { type: "reasoning", text: "x".repeat(9_999) },
    { type: "text", text: "好的" },
  ];
  await prisma.message.update({ where: { id: first.id }, data: { parts: JSON.stringify(parts) } });
  const { earlier } = await readConversation(actor, id);
  const question = history(1)[0]?.text.length ?? 0;
  expect(earlier).toEqual({ count: 2, characters: question + 2, bytes: question + 6 });
});

test("AZ-1 nobody else gets a piece or a match, and no piece comes before another conversation's message", async () => {
  const { id } = await seeded(history(100));
  const other = await seeded(history(100));
  const { messages } = await readConversation(actor, id);
  const beforeId = messages[0]?.id ?? "";
  const stranger = await addTestUser(opened.database, "stranger");
  for (const [who, conversationId, messageId] of [
    [stranger, id, beforeId],
    [actor, other.id, beforeId],
    [actor, id, "01a20080-e992-74af-bc52-423afe42cbf0"],
    [actor, id, "' OR 1=1"],
  ] as const) {
    await expect(readEarlier(who, conversationId, messageId, 10)).rejects.toMatchObject({ code: "not_found" });
    await expect(findEarlier(who, conversationId, messageId, "question")).rejects.toMatchObject({ code: "not_found" });
  }
});

test("what comes before a message is looked through whole, in any script and case", async () => {
  const messages = history(1_200);
  messages[3] = { role: "assistant", text: "Die **Ｖermittlung** heißt 电话总机, `step_3`.\n\nNext" };
  messages[700] = { role: "user", text: "Was ist die VERMITTLUNG? vermittlung!" };
  const { id } = await seeded(messages);
  const view = await readConversation(actor, id);
  const beforeId = view.messages[0]?.id ?? "";
  const counts = async (text: string) => {
    const { matches, more } = await findEarlier(actor, id, beforeId, text);
    expect(more).toBe(false);
    return matches.map(({ count }) => count);
  };
  expect(await counts("vermittlung")).toEqual([1, 2]);
  expect(await counts("ｖermittlung   heißt")).toEqual([1]);
  expect(await counts("电话总机")).toEqual([1]);
  expect(await counts("step_3")).toEqual([1]);
  expect(await counts("step_3. next")).toEqual([]);
  expect(await counts("steady pace when")).toHaveLength(1_200 / 2 - messagesAtOnce / 2 - 1);
  expect(await counts("nowhere to be found")).toEqual([]);
});
