import type { InStatement } from "@libsql/client";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../auth/schema.ts";
import { archivedRows, listedRows, pinnedRows, trashedRows } from "../db/list-rows.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { insertTurn } from "../db/turn-start.ts";
import { changeConversation } from "./change.ts";
import { listConversations } from "./list.ts";
import { purgeTrash } from "./purge.ts";
import {
  deleteForEver,
  emptyTrash,
  listArchive,
  listTrash,
  moveToTrash,
  restoreConversation,
  trashBegins,
} from "./put-away.ts";
import { readConversation } from "./read.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let alice: Actor;
let bob: Actor;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.remove());
beforeEach(async () => {
  alice = await addTestUser(opened.database, uuidv7());
  bob = await addTestUser(opened.database, uuidv7());
});

let activity = 0;

/** A conversation of an actor's with one message and one ended turn; its id. */
async function addConversation(actor: Actor, columns: object = {}, status = "complete"): Promise<string> {
  activity += 1;
  const [id, messageId, answerId, now] = [uuidv7(), uuidv7(), uuidv7(), new Date()];
  const { conversation, message, turn, usage } = opened.database.prisma;
  const own = { id, userId: actor.userId, title: `Chat ${activity}`, modelId: "m:m", activity, updatedAt: now };
  await conversation.create({ data: { ...own, tipId: answerId, ...columns } });
  const first = { id: messageId, conversationId: id, sequence: 1, role: "user", parts: "[]", status: "complete" };
  await message.create({ data: { ...first, createdAt: now } });
  const ids = { userMessageId: messageId, answerId, userId: actor.userId, conversationId: id };
  await turn.create({ data: { id: uuidv7(), ...ids, modelId: "m:m", owner: "o", status, createdAt: now } });
  const spent = { userId: actor.userId, conversationId: id, modelId: "m:m", purpose: "answer", endedAt: now };
  await usage.create({ data: { id: uuidv7(), ...spent } });
  return id;
}

/** Many, of which nothing but their lines counts; their ids, the last one first. */
async function addMany(actor: Actor, count: number, columns: object = {}): Promise<string[]> {
  const data = Array.from({ length: count }, () => {
    activity += 1;
    const own = { id: uuidv7(), userId: actor.userId, title: `Chat ${activity}`, modelId: "m:m" };
    return { ...own, activity, updatedAt: new Date(), ...columns };
  });
  await opened.database.prisma.conversation.createMany({ data });
  return data.map(({ id }) => id).toReversed();
}

const ids = (page: { conversations: { id: string }[] }) => page.conversations.map(({ id }) => id);
const listed = async (actor = alice) => ids(await listConversations(actor));
const archived = async (actor = alice) => ids(await listArchive(actor, null));
const trashed = async (actor = alice) => ids(await listTrash(actor, null));
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
const isStored = async (id: string) => (await opened.database.prisma.conversation.count({ where: { id } })) > 0;

describe("the list", () => {
  test("pinned conversations stand on top, the one that was pinned last first, and unpinned in their place again", async () => {
    const [first, second, third] = [
      await addConversation(alice),
      await addConversation(alice),
      await addConversation(alice),
    ];
    await changeConversation(alice, first, { pinned: true });
    await changeConversation(alice, second, { pinned: true });
    expect(await listed()).toEqual([second, first, third]);
    expect((await listConversations(alice)).conversations.map(({ pinnedAt }) => pinnedAt !== null)).toEqual([
      true,
      true,
      false,
    ]);
    await changeConversation(alice, first, { pinned: false });
    expect(await listed()).toEqual([second, third, first]);
  });

  test("its pages hold each conversation once", async () => {
    const all = await addMany(alice, 260);
    const pinned = all[255] as string;
    await changeConversation(alice, pinned, { pinned: true });
    const first = await listConversations(alice);
    const second = await listConversations(alice, first.next);
    const third = await listConversations(alice, second.next);
    expect([first, second, third].map(({ conversations }) => conversations.length)).toEqual([51, 200, 9]);
    expect(third.next).toBeNull();
    expect([first, second, third].flatMap(ids)).toEqual([pinned, ...all.filter((id) => id !== pinned)]);
  });

  test("the archive takes a conversation out of the list, pinned or not, and gives it back as it was", async () => {
    const [one, other] = [await addConversation(alice), await addConversation(alice)];
    await changeConversation(alice, one, { pinned: true });
    await changeConversation(alice, one, { archived: true });
    expect([await listed(), await archived()]).toEqual([[other], [one]]);
    expect((await readConversation(alice, one)).id).toBe(one);
    await changeConversation(alice, one, { archived: false });
    expect([await listed(), await archived()]).toEqual([[one, other], []]);
  });

  test("what is written in an archived conversation brings it back", async () => {
    const id = await addConversation(alice, { archivedAt: new Date() });
    const { tipId } = await opened.database.prisma.conversation.findUniqueOrThrow({ where: { id } });
    const { userMessageId } = await opened.database.prisma.turn.findFirstOrThrow({ where: { conversationId: id } });
    // the tip is the answer, which this test has not stored: the message follows the question
    await opened.database.prisma.conversation.update({ where: { id }, data: { tipId: userMessageId } });
    expect(tipId).not.toBeNull();
    const turn = { turnId: uuidv7(), userId: alice.userId, conversationId: id, parentId: userMessageId };
    const accepted = await insertTurn({
      ...{ ...turn, tipId: userMessageId, modelId: "m:m", title: "", systemPrompt: null, settings: null },
      ...{
        turnSettings: null,
        systemPromptHash: null,
        providerName: "Demo",
        providerHost: "",
        userMessageId: uuidv7(),
        userParts: "[]",
        answerId: uuidv7(),
      },
      ...{ continuesId: null, owner: "o", createdAt: new Date().toISOString(), firstEvents: "{}" },
    });
    expect(accepted.turn).not.toBeNull();
    expect([await listed(), await archived()]).toEqual([[id], []]);
  });
});

describe("the trash", () => {
  test("holds what was deleted for 30 days, and gives it back as it was", async () => {
    const [one, other] = [await addConversation(alice), await addConversation(alice)];
    await changeConversation(alice, one, { pinned: true });
    const before = await listConversations(alice);
    await moveToTrash(alice, one);
    expect(await listed()).toEqual([other]);
    await expect(readConversation(alice, one)).rejects.toMatchObject({ code: "not_found" });
    const [line] = (await listTrash(alice, null)).conversations;
    expect(line?.id).toBe(one);
    expect(Date.parse(line?.until ?? "") - Date.parse(line?.since ?? "")).toBe(30 * 24 * 60 * 60 * 1000);
    await restoreConversation(alice, one);
    expect(await listConversations(alice)).toEqual(before);
    expect(await trashed()).toEqual([]);
  });

  test("an archived conversation comes back into the archive", async () => {
    const id = await addConversation(alice, { archivedAt: new Date() });
    await moveToTrash(alice, id);
    expect([await archived(), await trashed()]).toEqual([[], [id]]);
    await restoreConversation(alice, id);
    expect([await archived(), await listed()]).toEqual([[id], []]);
  });

  test("after 30 days nothing can be restored any more, and it is taken out with all it held but what it cost", async () => {
    const [old, young] = [
      await addConversation(alice, { deletedAt: daysAgo(30.01) }),
      await addConversation(alice, { deletedAt: daysAgo(29.99) }),
    ];
    expect(await trashed()).toEqual([young]);
    await expect(restoreConversation(alice, old)).rejects.toMatchObject({ code: "not_found" });
    // two processes at once
    await Promise.all([purgeTrash(), purgeTrash()]);
    const { message, turn, usage } = opened.database.prisma;
    const where = { conversationId: old };
    expect([await isStored(old), await message.count({ where }), await turn.count({ where })]).toEqual([false, 0, 0]);
    expect(await usage.count({ where })).toBe(1);
    expect([await isStored(young), await message.count({ where: { conversationId: young } })]).toEqual([true, 1]);
    await restoreConversation(alice, young);
    expect(await listed()).toEqual([young]);
  });

  test("many at once, and long ones, go too; what is not in the trash stays", async () => {
    const kept = await addConversation(alice);
    const [long = ""] = await addMany(alice, 45, { deletedAt: daysAgo(31) });
    const message = { conversationId: long, role: "user", parts: "[]", status: "complete", createdAt: new Date() };
    await opened.database.prisma.message.createMany({
      data: Array.from({ length: 2500 }, (_, index) => ({ ...message, id: uuidv7(), sequence: index + 2 })),
    });
    await purgeTrash();
    expect(await opened.database.prisma.conversation.findMany({ where: { userId: alice.userId } })).toHaveLength(1);
    expect(await opened.database.prisma.message.count({ where: { conversationId: long } })).toBe(0);
    expect(await listed()).toEqual([kept]);
  });

  test("deleted for ever is gone at once; while its answer is ending it is not taken out, so that its cost is noted", async () => {
    const [one, answering] = [await addConversation(alice), await addConversation(alice, {}, "running")];
    for (const id of [one, answering]) {
      await expect(deleteForEver(alice, id)).rejects.toMatchObject({ code: "not_found" });
      await moveToTrash(alice, id);
      await deleteForEver(alice, id);
      await expect(restoreConversation(alice, id)).rejects.toMatchObject({ code: "not_found" });
    }
    expect([await trashed(), await listed()]).toEqual([[], []]);
    await purgeTrash();
    expect([await isStored(one), await isStored(answering)]).toEqual([false, true]);
    await opened.database.prisma.turn.updateMany({
      where: { conversationId: answering },
      data: { status: "stopped" },
    });
    await purgeTrash();
    expect(await isStored(answering)).toBe(false);
  });

  test("emptied, it holds nothing; another person's is untouched", async () => {
    const [one, other, bobs] = [await addConversation(alice), await addConversation(alice), await addConversation(bob)];
    await moveToTrash(alice, one);
    await moveToTrash(bob, bobs);
    await emptyTrash(alice);
    await purgeTrash();
    expect([await trashed(), await listed(), await trashed(bob)]).toEqual([[], [other], [bobs]]);
    expect([await isStored(one), await isStored(bobs)]).toEqual([false, true]);
  });

  test("AZ-1 another person's trash and archive are out of reach", async () => {
    const [one, other] = [await addConversation(alice), await addConversation(alice, { archivedAt: new Date() })];
    await moveToTrash(alice, one);
    expect([await trashed(bob), await archived(bob)]).toEqual([[], []]);
    for (const act of [restoreConversation, deleteForEver, moveToTrash]) {
      for (const id of [one, other, "no id"]) {
        await expect(act(bob, id)).rejects.toMatchObject({ code: "not_found" });
      }
    }
    await expect(changeConversation(bob, other, { archived: false })).rejects.toMatchObject({ code: "not_found" });
    expect([await trashed(), await archived()]).toEqual([[one], [other]]);
  });

  test("its pages hold each conversation once, those deleted in the same millisecond, too", async () => {
    const deletedAt = daysAgo(1);
    const all = await addMany(alice, 130, { deletedAt });
    const first = await listTrash(alice, null);
    const second = await listTrash(alice, first.next);
    expect([first.conversations.length, second.conversations.length, second.next]).toEqual([100, 30, null]);
    expect(new Set([...ids(first), ...ids(second)])).toEqual(new Set(all));
    for (const cursor of ["", "x", `${uuidv7()}.`, `${uuidv7()}.now`, `.${deletedAt.toISOString()}`]) {
      await expect(listTrash(alice, cursor)).rejects.toMatchObject({ code: "invalid_request" });
    }
  });
});

test.each<[string, InStatement]>([
  ["the pinned ones", pinnedRows("u")],
  ["the list", listedRows("u", null, 50)],
  ["a later page of the list", listedRows("u", 1000, 200)],
  ["the archive", archivedRows("u", { at: "2026-01-01", id: "x" }, 100)],
  ["the trash", trashedRows("u", trashBegins().toISOString(), { at: "2026-01-01", id: "x" }, 100)],
])("LD-6 %s is read along an index, in its order", async (_, statement) => {
  const { sql, args } = statement as { sql: string; args: [] };
  const [plan] = await opened.database.batch([{ sql: `EXPLAIN QUERY PLAN ${sql}`, args }], "read");
  const steps = (plan?.rows ?? []).map(({ detail }) => String(detail));
  expect(steps[0]).toContain(
    "USING INDEX Conversation_userId_deletedAt_archivedAt_pinnedAt_activity_idx (userId=? AND",
  );
  expect(steps.filter((step) => /SCAN|TEMP B-TREE FOR ORDER BY/.test(step))).toEqual([]);
});
