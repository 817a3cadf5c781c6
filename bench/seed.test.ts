import { afterEach, beforeEach, expect, test } from "vitest";
import { readConversation, readEarlier } from "../lib/conversations/read.ts";
import { messageText } from "../lib/conversations/schema.ts";
import { openClient } from "../lib/db/open-client.ts";
import { addTestUser, openTestDatabase } from "../lib/db/test-database.ts";
import { history } from "./history.ts";
import { emptyStore, seedConversations, seedStrangers } from "./seed.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let client: ReturnType<typeof openClient>;

beforeEach(async () => {
  opened = await openTestDatabase();
  client = openClient(opened.url);
});

afterEach(async () => {
  client.close();
  await opened.remove();
});

test("what is seeded is a conversation that the site reads whole and in order", async () => {
  const actor = await addTestUser(opened.database, "somebody");
  const messages = history(1200);
  const [conversation] = await seedConversations(client, actor.userId, "mock:mock", 1, messages);
  const view = await readConversation(actor, conversation?.id ?? "");
  const earlier = [];
  for (let [first] = view.messages; first?.parentId; [first] = earlier) {
    earlier.unshift(...(await readEarlier(actor, view.id, first.id, 500)).messages);
  }
  expect([...earlier, ...view.messages].map(({ role, parts }) => ({ role, text: messageText(parts) }))).toEqual(
    messages,
  );
  expect(view.messages.at(-1)).toMatchObject({ id: conversation?.tipId, status: "complete", modelId: "mock:mock" });
  expect(view.running).toBeNull();
});

test("strangers' messages are other people's, and an emptied store has none of anybody's", async () => {
  const actor = await addTestUser(opened.database, "somebody");
  await seedConversations(client, actor.userId, "mock:mock", 3, history(4));
  await seedStrangers(client, "mock:mock", 1500, history(100));
  const { prisma } = opened.database;
  expect(await prisma.message.count({ where: { conversation: { userId: { not: actor.userId } } } })).toBe(1500);
  await emptyStore(client);
  expect(await prisma.message.count()).toBe(0);
  expect(await prisma.conversation.count()).toBe(0);
  expect(await prisma.turn.count()).toBe(0);
  expect(await prisma.user.findMany({ select: { id: true } })).toEqual([{ id: actor.userId }]);
});
