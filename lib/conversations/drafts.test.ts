import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../auth/schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
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
const draft = (text: string, base: string | null = null): DraftChange => ({ text, revision: uuidv7(), base, tab });
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
