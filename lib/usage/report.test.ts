import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../auth/schema.ts";
import { addTestUser, openTestDatabase } from "../db/test-database.ts";
import { insertCallUsage } from "../db/usage-rows.ts";
import { cell, usageCsv } from "./csv.ts";
import { zoneOf } from "./days.ts";
import { conversationSpending, reportUsage, requireRange } from "./report.ts";
import { type CallUsage, unknownUsage } from "./schema.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.remove());

let alice: Actor;
let bob: Actor;
beforeEach(async () => {
  alice = await addTestUser(opened.database, uuidv7());
  bob = await addTestUser(opened.database, uuidv7());
});

const now = Date.parse("2026-11-21T12:00:00Z");

type Call = Partial<CallUsage> & { modelId?: string; conversationId?: string };

async function spend(endedAt: string, { modelId = "p:m", conversationId = uuidv7(), ...usage }: Call, actor = alice) {
  const call = { id: uuidv7(), userId: actor.userId, conversationId, modelId, purpose: "title" as const };
  await insertCallUsage(call, { ...unknownUsage, ...usage }, endedAt);
}
const reported = (cost: string): Partial<CallUsage> => ({ cost, costSource: "reported" });
const estimated = (cost: string): Partial<CallUsage> => ({ cost, costSource: "estimated" });

test("costs are summed exactly, and what is estimated or unknown is told", async () => {
  const at = "2026-11-21T10:00:00.000Z";
  await spend(at, { inputTokens: 10, outputTokens: 1, cachedTokens: 4, ...reported("0.1") });
  await spend(at, { inputTokens: 20, outputTokens: 2, ...estimated("0.2") });
  await spend(at, { inputTokens: 5, outputTokens: 3, ...estimated("0.00000000000000000001") });
  await spend(at, { inputTokens: 7, reasoningTokens: 0 });
  await spend(at, {});
  const { total } = await reportUsage(alice, 7, "UTC", now);
  expect(total).toEqual({
    ...{ answers: 0, titles: 5, inputTokens: 42, cachedTokens: 4, cacheWriteTokens: 0, outputTokens: 6 },
    ...{ reasoningTokens: 0, cost: "0.30000000000000000001", estimatedCost: "0.20000000000000000001" },
    ...{ estimated: 2, unknownCost: 2, unknownTokens: 2, unknownCached: 4, unknownReasoning: 4 },
  });
});

test("a day is one of the person's time zone, and a range begins with its first moment", async () => {
  // 23:30 of the 14th in Berlin, 00:30 of the 15th there, and the last moment of the 21st
  await spend("2026-11-14T22:30:00.000Z", reported("1"));
  await spend("2026-11-14T23:00:00.000Z", reported("2"));
  await spend("2026-11-21T11:59:59.999Z", reported("4"));
  const costs = async (zone: string) => {
    const { periods, from, to, total } = await reportUsage(alice, 7, zone, now);
    const days = periods.flatMap(({ start, models }) => (models.length > 0 ? [[start, models[0]?.cost]] : []));
    return { from, to, days, count: periods.length, total: total.cost };
  };
  expect(await costs("Europe/Berlin")).toEqual({
    ...{ from: "2026-11-15", to: "2026-11-21", count: 7, total: "6" },
    days: [
      ["2026-11-15", "2"],
      ["2026-11-21", "4"],
    ],
  });
  expect((await costs("UTC")).total).toBe("4");
  expect(await costs("Pacific/Kiritimati")).toMatchObject({ from: "2026-11-16", to: "2026-11-22", total: "4" });
});

test("all there is begins with the first call; what is long is told by months", async () => {
  expect(await reportUsage(alice, 0, "UTC", now)).toMatchObject({
    ...{ from: "2026-11-21", to: "2026-11-21", unit: "day", models: [] },
    periods: [{ start: "2026-11-21", models: [] }],
  });
  await spend("2026-11-01T00:00:00.000Z", reported("1"));
  expect(await reportUsage(alice, 0, "UTC", now)).toMatchObject({ from: "2026-11-01", unit: "day" });
  await spend("2026-01-31T23:59:59.000Z", reported("2"));
  await spend("2026-11-30T00:00:00.000Z", reported("4"));
  const { unit, periods } = await reportUsage(alice, 0, "UTC", now);
  expect(unit).toBe("month");
  expect(periods.map(({ start, models }) => [start, models[0]?.cost ?? null])).toEqual([
    ["2026-01", "2"],
    ...["02", "03", "04", "05", "06", "07", "08", "09", "10"].map((month) => [`2026-${month}`, null]),
    ["2026-11", "5"],
  ]);
});

test("models come the dearest first, and of those that cost the same the busiest", async () => {
  const at = "2026-11-20T10:00:00.000Z";
  await spend(at, { modelId: "a", ...reported("0.09") });
  await spend(at, { modelId: "b", ...reported("0.1") });
  await spend(at, { modelId: "c", inputTokens: 5, outputTokens: 5 });
  await spend(at, { modelId: "d", inputTokens: 50, outputTokens: 5 });
  const { models } = await reportUsage(alice, 30, "UTC", now);
  expect(models.map(({ modelId }) => modelId)).toEqual(["b", "a", "d", "c"]);
});

test("nobody sees what another spent", async () => {
  await spend("2026-11-20T10:00:00.000Z", reported("1"));
  const turn = { id: uuidv7(), userId: alice.userId, title: "T", modelId: "p:m", activity: 1, updatedAt: new Date() };
  await opened.database.prisma.conversation.create({ data: turn });
  await spend("2026-11-20T11:00:00.000Z", { conversationId: turn.id, ...reported("2") });
  expect((await reportUsage(bob, 0, "UTC", now)).models).toEqual([]);
  expect((await textOf(usageCsv(bob, { from: null, to: null, zone: "UTC" }))).split("\r\n")).toHaveLength(2);
  expect(await conversationSpending(alice, turn.id)).toMatchObject({ cost: "2", titles: 1 });
  await expect(conversationSpending(bob, turn.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(conversationSpending(alice, uuidv7())).rejects.toMatchObject({ code: "not_found" });
});

test("many calls are read page by page, each once, also those of one moment", async () => {
  const at = "2026-11-20T10:00:00.000Z";
  const { userId } = alice;
  await opened.database.batch(
    [
      {
        sql: `WITH RECURSIVE "n" AS (SELECT 1 AS value UNION ALL SELECT value + 1 FROM "n" WHERE value < 2500)
          INSERT INTO "Usage" ("id", "userId", "conversationId", "modelId", "purpose", "inputTokens", "outputTokens", "cost", "costSource", "endedAt")
          SELECT printf('%08d-%s', value, ?), ?, 'c', 'p:m', 'answer', 1, 1, '0.1', 'reported', ? FROM "n"`,
        args: [userId, userId, at],
      },
    ],
    "write",
  );
  const { total } = await reportUsage(alice, 7, "UTC", now);
  expect(total).toMatchObject({ answers: 2500, cost: "250", inputTokens: 2500 });
  const lines = (await textOf(usageCsv(alice, { from: null, to: null, zone: "UTC" }))).trim().split("\r\n");
  expect(lines).toHaveLength(2501);
});

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("the file", () => {
  test("has a line a call, its amounts exact, and nothing where nothing is known", async () => {
    await spend("2026-11-20T10:00:00.000Z", {
      ...{ conversationId: "c-1", modelId: "p:m", inputTokens: 12, cachedTokens: 3, outputTokens: 4 },
      ...estimated("0.00000000000000000001"),
    });
    await spend("2026-11-21T10:00:00.000Z", { conversationId: "c-2", modelId: '本地:模型,"x"' });
    expect(await textOf(usageCsv(alice, { from: null, to: null, zone: "UTC" }))).toBe(
      "\uFEFFtime,conversation_id,model,purpose,input_tokens,cached_tokens,cache_write_tokens,output_tokens,reasoning_tokens,cost_usd,cost_source\r\n" +
        "2026-11-20T10:00:00.000Z,c-1,p:m,title,12,3,,4,,0.00000000000000000001,estimated\r\n" +
        '2026-11-21T10:00:00.000Z,c-2,"本地:模型,""x""",title,,,,,,,\r\n',
    );
  });

  test("holds the days that were asked for, the last one to its end", async () => {
    for (const day of [19, 20, 21]) await spend(`2026-11-${day}T22:30:00.000Z`, { conversationId: `c-${day}` });
    const days = async (from: string | null, to: string | null, zone = "UTC") =>
      (await textOf(usageCsv(alice, { from, to, zone }))).match(/c-\d\d/g);
    expect(await days("2026-11-20", "2026-11-20")).toEqual(["c-20"]);
    expect(await days("2026-11-20", "2026-11-20", "Asia/Shanghai")).toEqual(["c-19"]);
    expect(await days("2026-11-20", null)).toEqual(["c-20", "c-21"]);
    expect(await days(null, "2026-11-20")).toEqual(["c-19", "c-20"]);
  });

  test.each([
    ["2026-02-30", null, "UTC", "from"],
    ["yesterday", null, "UTC", "from"],
    [null, "2026-1-1", "UTC", "to"],
    ["2026-11-02", "2026-11-01", "UTC", "to"],
    [null, null, "Mars/Olympus", "zone"],
  ])("refuses %s to %s in %s", (from, to, zone, field) => {
    expect(() => usageCsv(alice, { from, to, zone })).toThrow(
      expect.objectContaining({ code: "invalid_request", params: { field } }),
    );
  });

  test.each([
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(1,2)", `"'@SUM(1,2)"`],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["＝1", "'＝1"],
    ["a=1", "a=1"],
    ['a"b', '"a""b"'],
    ["a\nb", '"a\nb"'],
    [-1, "-1"],
    [null, ""],
  ])("%j is written as %j", (value, written) => {
    expect(cell(value)).toBe(written);
  });
});

test("days begin when they begin, also where clocks change at midnight or a day is missing", () => {
  const start = (zone: string, day: string) => new Date(zoneOf(zone).startOf(day)).toISOString();
  expect(start("UTC", "2026-03-29")).toBe("2026-03-29T00:00:00.000Z");
  expect(start("Europe/Berlin", "2026-03-29")).toBe("2026-03-28T23:00:00.000Z");
  expect(start("Europe/Berlin", "2026-03-30")).toBe("2026-03-29T22:00:00.000Z");
  expect(start("Asia/Kathmandu", "2026-01-01")).toBe("2025-12-31T18:15:00.000Z");
  expect(start("America/Santiago", "2026-09-06")).toBe("2026-09-06T04:00:00.000Z");
  expect(start("Pacific/Apia", "2011-12-30")).toBe(start("Pacific/Apia", "2011-12-31"));
});

test("a range is one of those that there are", () => {
  expect(["7", "30", "90", "all", null].map(requireRange)).toEqual([7, 30, 90, 0, 30]);
  for (const text of ["0", "31", "", "NaN", "7 "]) expect(() => requireRange(text)).toThrow("days");
});
