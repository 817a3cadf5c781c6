import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../db/test-database.ts";
import { AppError } from "../errors.ts";
import { take } from "./take.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.remove());

const code = (error: unknown) => (error instanceof AppError ? error.code : String(error));

test("of fifty at once exactly as many as the limit get through, and others are not touched", async () => {
  const limits = [{ limit: 10, seconds: 60 }];
  const results = await Promise.all(
    Array.from({ length: 50 }, () => take("try", "alice", limits).then(() => "in", code)),
  );
  expect(results.filter((result) => result === "in")).toHaveLength(10);
  expect(results.filter((result) => result === "rate_limited")).toHaveLength(40);
  await expect(take("try", "bob", limits)).resolves.toBeUndefined();
});

test("the refusal says how long to wait, and the next window begins anew", async () => {
  const limits = [{ limit: 1, seconds: 60 }];
  await take("wait", "alice", limits);
  const error = (await take("wait", "alice", limits).catch((thrown: unknown) => thrown)) as AppError;
  expect(error.params?.seconds).toBeGreaterThan(50);
  expect(error.params?.seconds).toBeLessThanOrEqual(60);
  await opened.database.prisma.rateLimit.updateMany({ data: { windowEndsAt: 0n } });
  await expect(take("wait", "alice", limits)).resolves.toBeUndefined();
});

test("what is stored names nobody, and old windows go", async () => {
  await opened.database.prisma.rateLimit.updateMany({ data: { windowEndsAt: 0n } });
  await take("clean", "203.0.113.9", [{ limit: 1, seconds: 1 }]);
  const rows = await opened.database.prisma.rateLimit.findMany();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.key).not.toContain("203");
});
