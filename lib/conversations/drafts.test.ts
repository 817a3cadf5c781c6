import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../auth/schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { insertTurn } from "../db/turn-start.ts";
import { AppError } from "../errors.ts";
import { readDraftOf, writeDraft } from "./drafts.ts";
import { type DraftChange, maxDraftLength, maxDrafts } from "./drafts-schema.ts";
import { moveToTrash } from "./put-away.ts";
import { searchTitles } from "./search-titles.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let ada: Actor;
let bob: Actor;
beforeAll(async () => {
  opened = await openTestDatabase();
  [ada, bob] = await Promise.all([addTestUser(opened.database, "ada"), addTestUser(opened.database, "bob")]);
});
afterAll(() => opened.remove());

const tab = uuidv7();
const draft = (text: string, base: string | null = null, after: string | null = null): DraftChange => ({
  ...{ text, revision: uuidv7(), base, tab, after },
});
const code = (error: unknown) => (error instanceof AppError ? error.code : String(error));
let activity = 0;
async function conversation({ userId }: Actor, title = "A title"): Promise<string> {
  const id = uuidv7();
  activity += 1;
  const data = { id, userId, title, modelId: "m:m", activity, updatedAt: new Date() };
  await opened.database.prisma.conversation.create({ data });
  return id;
}

test("a draft stands where it was put, once for each box", async () => {
  const id = await conversation(ada);
  const [here, there] = [draft("here"), draft("there")];
  expect(await writeDraft(ada, id, here)).toEqual({ text: "here", revision: here.revision, tab });
  await writeDraft(ada, "new", there);
  expect((await readDraftOf(ada, id))?.text).toBe("here");
  expect((await readDraftOf(ada, "new"))?.text).toBe("there");
  expect(await readDraftOf(bob, "new")).toBeNull();
});

test("who has not seen what stands there does not replace it, and gets it", async () => {
  const id = await conversation(ada);
  const first = draft("first");
  await writeDraft(ada, id, first);
  for (const late of [draft("late"), draft("late", uuidv7()), draft("", uuidv7()), draft("")]) {
    expect(await writeDraft(ada, id, late)).toMatchObject({ text: "first" });
  }
  const second = draft("second", first.revision);
  expect(await writeDraft(ada, id, second)).toMatchObject({ text: "second" });
  // its answer got lost
  expect(await writeDraft(ada, id, second)).toMatchObject({ text: "second" });
  expect(await writeDraft(ada, id, draft("", second.revision))).toBeNull();
  expect(await readDraftOf(ada, id)).toBeNull();
  // what was taken away meanwhile is not there to be replaced
  expect(await writeDraft(ada, id, draft("third", second.revision))).toBeNull();
});

test("AZ-1 a draft in another's conversation, in a deleted one or in none is not found", async () => {
  const hers = await conversation(ada);
  await writeDraft(ada, hers, draft("hers"));
  const deleted = await conversation(ada);
  await writeDraft(ada, deleted, draft("deleted"));
  await moveToTrash(ada, deleted);
  for (const [actor, box] of [
    [bob, hers],
    [ada, deleted],
    [ada, uuidv7()],
    [ada, "anything"],
  ] as const) {
    expect(await readDraftOf(actor, box).catch(code)).toBe("not_found");
    expect(await writeDraft(actor, box, draft("mine")).catch(code)).toBe("not_found");
  }
  expect((await readDraftOf(ada, hers))?.text).toBe("hers");
});

test("drafts go with their conversation and with their account", async () => {
  const [id, other] = [await conversation(ada), await conversation(ada)];
  await writeDraft(ada, id, draft("gone"));
  await writeDraft(ada, other, draft("stays"));
  await opened.database.prisma.conversation.delete({ where: { id } });
  const count = (where: object) => opened.database.prisma.draft.count({ where });
  expect([await count({ box: id }), await count({ box: other })]).toEqual([0, 1]);
  const eve = await addTestUser(opened.database, "eve");
  await writeDraft(eve, "new", draft("gone, too"));
  await opened.database.prisma.user.delete({ where: { id: "eve" } });
  expect(await count({ userId: "eve" })).toBe(0);
});

test("there is room for so many and for so much; what nobody came back to makes room", async () => {
  const carl = await addTestUser(opened.database, "carl");
  const long = "x".repeat(maxDraftLength);
  for (let count = 0; count < 10; count += 1) await writeDraft(carl, await conversation(carl), draft(long));
  const next = await conversation(carl);
  expect(await writeDraft(carl, next, draft("more")).catch(code)).toBe("drafts_full");
  expect(await readDraftOf(carl, next)).toBeNull();
  await opened.database.prisma.draft.updateMany({ where: { userId: "carl" }, data: { text: "x" } });
  for (let count = 10; count < maxDrafts; count += 1) await writeDraft(carl, await conversation(carl), draft("x"));
  expect(await writeDraft(carl, next, draft("more")).catch(code)).toBe("drafts_full");
  const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
  await opened.database.prisma.draft.updateMany({ where: { userId: "carl" }, data: { updatedAt: longAgo } });
  expect(await writeDraft(carl, next, draft("more"))).toMatchObject({ text: "more" });
  expect(await opened.database.prisma.draft.count({ where: { userId: "carl" } })).toBe(1);
});

/** Accepts a message behind another one, as POST /api/chat does, and ends its turn; gives the ids of it and its answer. */
async function send({ userId }: Actor, conversationId: string, text: string, tipId: string | null = null) {
  const [turnId, userMessageId, answerId] = [uuidv7(), uuidv7(), uuidv7()];
  const { turn } = await insertTurn({
    ...{ turnId, userId, conversationId, parentId: tipId, tipId, modelId: "m:m", title: "T" },
    ...{
      systemPrompt: null,
      settings: null,
      turnSettings: null,
      systemPromptHash: null,
      providerName: "Demo",
      providerHost: "",
      userMessageId,
    },
    ...{ userParts: JSON.stringify([{ type: "text", text }]), answerId, continuesId: null, owner: "o" },
    ...{ createdAt: new Date().toISOString(), firstEvents: "{}" },
  });
  expect(turn).not.toBeNull();
  await opened.database.prisma.turn.update({ where: { id: turnId }, data: { status: "complete" } });
  return { userMessageId, answerId };
}

const text = 'How high is the tide in 圣马洛 "today"? 🌊';
test.each([
  [text, false],
  [text.slice(0, 9), false],
  [text.slice(0, 26), false],
  ["How high are", true],
  [`${text} And tomorrow?`, true],
])("CF-6 what is sent is no draft any more, nor is its beginning; anything else stays: %s", async (left, stays) => {
  await opened.database.prisma.draft.deleteMany();
  const [id, other] = [uuidv7(), await conversation(ada)];
  for (const box of ["new", other]) await writeDraft(ada, box, draft(left));
  await writeDraft(bob, "new", draft(left));
  const texts = async (box: string) =>
    Promise.all([ada, bob].map(async (actor) => (await readDraftOf(actor, box).catch(() => null))?.text ?? null));
  const { userMessageId, answerId } = await send(ada, id, text);
  expect(await texts("new")).toEqual([stays ? left : null, left]);
  expect(await texts(other)).toEqual([left, null]);

  // in a conversation that is there the new chat's draft is another matter
  await opened.database.prisma.draft.deleteMany({ where: { userId: ada.userId } });
  await writeDraft(ada, "new", draft(left));
  await writeDraft(ada, id, draft(left, null, userMessageId));
  expect((await texts(id))[0]).toBe(left);
  await send(ada, id, text, answerId);
  expect(await texts("new")).toEqual([left, left]);
  expect(await texts(id)).toEqual([stays ? left : null, null]);
});

test("CF-6 a writing that was overtaken by the sending of its text is refused, and the same text typed again is not", async () => {
  const id = uuidv7();
  const { userMessageId: sent } = await send(ada, id, text);
  await opened.database.prisma.draft.deleteMany({ where: { userId: ada.userId } });
  const write = (box: string, written: string, after: string | null) =>
    writeDraft(ada, box, draft(written, null, after)).then((stored) => stored?.text, code);
  expect(await write("new", text, id)).toBe("conversation_changed");
  expect(await write("new", text.slice(0, 26), id)).toBe("conversation_changed");
  expect(await write(id, text, null)).toBe("conversation_changed");
  expect(await readDraftOf(ada, "new")).toBeNull();
  expect(await readDraftOf(ada, id)).toBeNull();
  // what was typed after it was sent, and what is another's
  expect(await write("new", text, uuidv7())).toBe(text);
  expect(await write(id, text, sent)).toBe(text);
  expect(await writeDraft(bob, "new", draft(text, (await readDraftOf(bob, "new"))?.revision, id))).toMatchObject({
    text,
  });
});

test("titles are found by every word, in Chinese and with signs of their own, the last one first", async () => {
  const titles = ["Tides of the moon", "潮汐与月亮的关系", "100% sure_thing", "The Moon landing", "ＡＢＣ wide"];
  for (const title of titles) await conversation(bob, title);
  const deleted = await conversation(bob, "Moon in the trash");
  await moveToTrash(bob, deleted);
  await conversation(ada, "Ada's moon");
  const find = async (query: string) => (await searchTitles(bob, query)).map(({ title }) => title);
  expect(await find("moon")).toEqual(["The Moon landing", "Tides of the moon"]);
  expect(await find("  MOON  tides ")).toEqual(["Tides of the moon"]);
  expect(await find("月亮")).toEqual(["潮汐与月亮的关系"]);
  expect(await find("0% s")).toEqual(["100% sure_thing"]);
  expect(await find("e_t")).toEqual(["100% sure_thing"]);
  expect(await find("ＡＢＣ")).toEqual(["ＡＢＣ wide"]);
  expect(await find("\\")).toEqual([]);
  expect(await find(" ")).toEqual([]);
  expect(await searchTitles(bob, "x".repeat(201)).catch(code)).toBe("invalid_request");
});
