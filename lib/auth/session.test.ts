import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../db/test-database.ts";
import { auth } from "./auth.ts";
import { readSession, renewSession } from "./session.ts";

const day = 24 * 60 * 60 * 1000;
let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let cookie: string;
beforeAll(async () => {
  process.env.BETTER_AUTH_SECRET = "wq8Zt3rK0pYx5vN2mB7cD4fG6hJ9lS1a";
  opened = await openTestDatabase();
  const body = { name: "Ada", email: "ada@example.org", password: "correct horse" };
  const response = await auth().api.signUpEmail({ body, asResponse: true });
  cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
});
afterAll(() => opened.remove());

const read = (value: string) => readSession(new Headers({ cookie: value }));
const expire = (inDays: number) =>
  opened.database.prisma.session.updateMany({ data: { expiresAt: new Date(Date.now() + inDays * day) } });

test("a cookie of Better Auth's is read, among others", async () => {
  expect(await read(`theme=dark; ${cookie}; locale=en`)).toEqual({
    actor: { userId: expect.any(String), name: "Ada", email: "ada@example.org" },
    renewable: false,
  });
});

test("no cookie, a changed one and nonsense are nobody's", async () => {
  const [name = "", value = ""] = cookie.split("=");
  const decoded = decodeURIComponent(value);
  const unsigned = decoded.slice(0, decoded.lastIndexOf("."));
  for (const wrong of [
    "",
    `x${cookie}`,
    `${name}=`,
    `${name}=%ff`,
    `${name}=${unsigned}`,
    `${name}=${encodeURIComponent(`${unsigned}.`)}`,
    `${name}=${encodeURIComponent(`x${decoded}`)}`,
    `${name}=${encodeURIComponent(decoded.replace(/.{3}=$/, "AAA="))}`,
    cookie.slice(0, -6),
  ]) {
    expect(await read(wrong), wrong).toBeNull();
  }
});

test("an expired session is dead, and one that is used lasts", async () => {
  await expire(5);
  expect(await read(cookie)).toMatchObject({ renewable: true });
  const [renewed] = await renewSession(new Headers({ cookie }));
  expect(renewed).toContain(cookie);
  expect(renewed).toMatch(/Max-Age=604800/);
  const row = await opened.database.prisma.session.findFirstOrThrow();
  expect(row.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6.9 * day);
  expect(await read(cookie)).toMatchObject({ renewable: false });
  await expire(-0.0001);
  expect(await read(cookie)).toBeNull();
});

test("a session that was deleted is dead at once", async () => {
  await expire(7);
  expect(await read(cookie)).not.toBeNull();
  await opened.database.prisma.session.deleteMany();
  expect(await read(cookie)).toBeNull();
});
