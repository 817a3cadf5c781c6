import { cookieHeader, randomAddress } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import type { Client, HeaderChanges } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";
import { rowHash } from "./support/row-hash.ts";

type ErrorAnswer = { error: { code: string; message: string } };

/** Signs in from an address: a new one, unless it is given. */
const signIn = (
  client: Client,
  { email, password }: { email: string; password: string },
  address = randomAddress(),
  origin: HeaderChanges = {},
) =>
  client.post("/api/auth/sign-in/email", { email, password }, { headers: { "x-forwarded-for": address, ...origin } });

const sentence = /^[A-Z][^{}<>]{10,}\.$/;

const count = async (app: App, sql: string, args: string[] = []) => (await readRow(app, sql, args))?.[0];

const sessionsOf = (app: App, email: string) =>
  count(app, `SELECT COUNT(*) FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE "email" = ?`, [email]);

test.describe("AU-7 guessing a password", () => {
  const spellings = [
    "2001:db8:7:9:0:0:0:1",
    "2001:0db8:0007:0009:0000:0000:0000:0001",
    "2001:DB8:7:9::1",
    "2001:db8:7:9::0.0.0.1",
    "2001:db8:7:9:0::1",
    "2001:db8:7:9::1%eth0",
  ];

  test("AU-7 a network is told to wait after three attempts, its neighbour is not", async ({ account, clientFor }) => {
    const client = clientFor(null);
    const wrong = { email: account.email, password: "not the password" };
    for (const _attempt of [1, 2, 3]) expect((await signIn(client, wrong, "2001:db8:7:8::1")).status).toBe(401);
    const refused = await signIn(client, wrong, "2001:db8:7:8::1");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(10);
    const { error } = (await refused.json()) as ErrorAnswer;
    expect(error).toMatchObject({ code: "rate_limited", message: expect.stringMatching(sentence) });
    // the right password from there has to wait as well, or the answer would tell when a guess was right
    expect((await signIn(client, account, "2001:db8:7:8::2")).status).toBe(429);
    expect((await signIn(client, account)).status).toBe(204);
  });

  test("AU-7 a /64 and every spelling of an address are one network", async ({ account, clientFor }) => {
    const client = clientFor(null);
    const wrong = { email: account.email, password: "not the password" };
    const addresses = Array.from({ length: 100 }, (_, index) =>
      index % 2 ? `2001:db8:7:9:${index.toString(16)}::${index}` : (spellings[index % spellings.length] as string),
    );
    const answers = await Promise.all(addresses.map((address) => signIn(client, wrong, address)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(97);
    for (const answer of answers.filter(({ status }) => status === 429)) {
      expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    }
    expect((await signIn(client, account)).status).toBe(204);
  });

  test("AU-7 an IPv4 address is the same when it is written as IPv6", async ({ account, clientFor }) => {
    const client = clientFor(null);
    const wrong = { email: account.email, password: "not the password" };
    const address = randomAddress();
    const written = [address, `::ffff:${address}`, `0:0:0:0:0:ffff:${address}`, `::FFFF:${address}`];
    const statuses: number[] = [];
    for (const spelling of written) statuses.push((await signIn(client, wrong, spelling)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});

test("AU-7 a wrong password and an unknown e-mail get one answer, and no session", async ({
  app,
  account,
  clientFor,
}) => {
  const rows = () =>
    rowHash(app.databaseUrl, { except: ["RateLimit", "Turn", "TurnEvent", "Message", "Conversation"] });
  const before = await rows();
  const wrong = await signIn(clientFor(null), { email: account.email, password: `${account.password}x` });
  const unknown = await signIn(clientFor(null), { email: `not-${account.email}`, password: account.password });
  for (const answer of [wrong, unknown]) {
    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  const body = (await wrong.json()) as ErrorAnswer;
  expect(body.error).toEqual({ code: "wrong_credentials", message: "That email and password do not match." });
  expect(await unknown.json()).toEqual(body);
  expect(await rows()).toBe(before);
});

test("AU-7 a taken e-mail, in whatever case, is refused in words and leaves nothing", async ({
  app,
  account,
  clientFor,
}) => {
  const rows = () =>
    rowHash(app.databaseUrl, { except: ["RateLimit", "Turn", "TurnEvent", "Message", "Conversation"] });
  const before = await rows();
  for (const email of [account.email, account.email.toUpperCase()]) {
    const answer = await clientFor(null).post("/api/auth/sign-up/email", {
      name: "Other",
      email,
      password: "long enough",
    });
    expect(answer.status).toBe(409);
    const { error } = (await answer.json()) as ErrorAnswer;
    expect(error).toMatchObject({ code: "email_taken", message: expect.stringMatching(/already an account/) });
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect(await rows()).toBe(before);
  expect((await signIn(clientFor(null), account)).status).toBe(204);
});

test("AU-7 twenty sign-ups with one e-mail at once make one account", async ({ app, clientFor }) => {
  const email = `race-${randomAddress()}@example.com`;
  const body = { name: "Racer", email, password: "long enough" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => clientFor(null).post("/api/auth/sign-up/email", body)),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([204, ...Array.from({ length: 19 }, () => 409)]);
  expect(await count(app, `SELECT COUNT(*) FROM "User" WHERE "email" = ?`, [email])).toBe(1);
  expect(
    await count(app, `SELECT COUNT(*) FROM "Account" a LEFT JOIN "User" u ON u."id" = a."userId" WHERE u."id" IS NULL`),
  ).toBe(0);
});

test.describe("AU-14 sessions", () => {
  test("AU-14 signing out deletes the session, and only that one", async ({ app, account, clientFor }) => {
    const second = await signIn(clientFor(null), account);
    const other = clientFor({ ...account, cookie: cookieHeader(second) });
    expect(await sessionsOf(app, account.email)).toBe(2);
    const answer = await clientFor(account).post("/api/auth/sign-out");
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i);
    expect(await sessionsOf(app, account.email)).toBe(1);
    expect((await clientFor(account).get("/api/conversations")).status).toBe(401);
    expect((await other.get("/api/conversations")).status).toBe(200);
  });

  test("AU-14 a session that the browser had before is not the one after signing in", async ({
    account,
    clientFor,
  }) => {
    const again = await signIn(clientFor(account), account);
    expect(again.status).toBe(204);
    expect(cookieHeader(again)).not.toBe(account.cookie);
  });

  test("AU-14 a cookie that somebody made up or changed is no session", async ({ account, clientFor }) => {
    const [name = "", value = ""] = account.cookie.split("=");
    const token = decodeURIComponent(value);
    const forged = [
      `${name}=${token.split(".")[0]}`,
      `${name}=${encodeURIComponent(`${token.slice(0, -6)}AAAAA=`)}`,
      `${name}=`,
      "x",
    ];
    expect((await clientFor(account).get("/api/conversations")).status).toBe(200);
    for (const cookie of forged)
      expect((await clientFor({ ...account, cookie }).get("/api/conversations")).status).toBe(401);
  });

  test("AU-14 the cookie is for this site and no script", async ({ app, account, clientFor }) => {
    const attributes = (line: string) =>
      line
        .split("; ")
        .slice(1)
        .map((part) => part.toLowerCase());
    const [plain = ""] = (await signIn(clientFor(null), account)).headers.getSetCookie();
    expect(attributes(plain)).toEqual(expect.arrayContaining(["httponly", "samesite=lax", "path=/"]));
    expect(attributes(plain).some((part) => part.startsWith("domain"))).toBe(false);
    const secure = await startApp({
      env: { DATABASE_URL: app.databaseUrl, BETTER_AUTH_URL: "https://chat.example.test" },
    });
    try {
      const origin = { origin: "https://chat.example.test" };
      const answer = await signIn(clientFor(null, secure), account, randomAddress(), origin);
      expect(answer.status).toBe(204);
      const [line = ""] = answer.headers.getSetCookie();
      expect(line).toMatch(/^__Secure-/);
      expect(attributes(line)).toEqual(expect.arrayContaining(["secure", "httponly", "samesite=lax", "path=/"]));
      // over https the plain cookie of an attacker in the network is not looked at
      const cookie = cookieHeader(answer);
      const statusWith = async (sent: string) =>
        (await clientFor({ ...account, cookie: sent }, secure).get("/api/models")).status;
      expect([await statusWith(cookie), await statusWith(cookie.replace("__Secure-", ""))]).toEqual([200, 401]);
    } finally {
      await secure.dispose();
    }
  });
});
