import { createClient } from "@libsql/client";
import { signUp } from "./support/accounts.ts";
import { startApp } from "./support/app.ts";
import { clientFor } from "./support/client.ts";
import { callRow, isPage, matrix, nameOf, readText } from "./support/route-matrix.ts";
import { startSqld } from "./support/sqld.ts";
import { expect, type Stage, test, unknownThings } from "./support/stage.ts";

// paths, stacks, statements, and names of what we are made of
const insides = [
  /node_modules|\/tmp\/|\/home\/|\/root\/|file:\/\/|\n\s+at \S+|\.tsx?:\d|"stack"/,
  /\b(SELECT|INSERT INTO|UPDATE "|DELETE FROM)\b|SQLITE|no such (table|column)/,
  /prisma|libsql|better.?auth|ECONN|ENOENT|127\.0\.0\.1:/i,
];

/** What an answer tells of our insides. The scripts of a page are looked at by nobody, and the same for all. */
const toldBy = (text: string) => {
  const shown = text.replaceAll(/<script.*?<\/script>/gs, "");
  return insides.flatMap((pattern) => pattern.exec(shown)?.[0] ?? []);
};

test("HD-4 no refusal tells what is inside", async ({ app, stage, clientFor }) => {
  const long = "x".repeat(3000);
  const paths = [
    "/api/conversations/'%20OR%201=1--",
    "/api/turns/%00/events",
    `/api/turns/${long}/events`,
    `/api/conversations/${long}`,
    "/api/conversations?before=1e9",
    "/api/turns/x/events?after=-1",
    "/api/auth/callback/google?error=x",
    "/api/auth/error?error=<script>",
    "/api/auth/ok",
    "/c/%00",
    `/c/${long}`,
    "/..%2f..%2fetc/passwd",
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
    "/_next/data/x.json",
    "/_next/static/chunks/none.js",
    "/api",
  ];
  const bodies = ["{", "[]", '{"a":1}', JSON.stringify({ message: { parts: "x" } })];
  for (const person of [stage.bob, null]) {
    const client = clientFor(person);
    const answers = [
      ...paths.map((path) => client.get(path)),
      ...bodies.map((body) => client.send("POST", "/api/chat", body)),
      ...bodies.map((body) => client.send("POST", "/api/auth/sign-in/email", body)),
      client.send("POST", "/", "x", { headers: { "next-action": "0".repeat(42), "content-type": "text/plain" } }),
      client.get("/", { headers: { "next-router-state-tree": "%ff", rsc: "1" } }),
    ];
    for (const answer of answers) {
      const response = await answer;
      const text = await response.text();
      const label = `${response.status} ${response.url.slice(0, 100)}`;
      expect.soft(response.headers.get("x-powered-by"), label).toBeNull();
      expect.soft(response.status, label).toBeLessThan(500);
      if (response.status >= 400) expect.soft(toldBy(text), label).toEqual([]);
    }
  }
  expect((await clientFor(stage.bob).get("/api/conversations")).status).toBe(200);
  expect(app.output()).not.toContain("[internal]");
});

test("HD-4 HD-1 without its database the site says so in words, and nothing else @sqld", async ({
  engine,
  provider,
}) => {
  const sqld = engine === "sqld" ? await startSqld() : null;
  const app = await startApp({ provider, ...(sqld && { env: { DATABASE_URL: sqld.url } }) });
  try {
    const account = await signUp(app);
    const things = unknownThings();
    if (sqld) await sqld.stop();
    else await loseTables(app.databaseUrl);
    const client = clientFor(app, account);
    for (const row of matrix.filter(({ access }) => access === "signed-in")) {
      for (const call of row.calls(things, account)) {
        const response = await callRow(client, row, call);
        const text = await readText(response);
        expect.soft(toldBy(text), nameOf(row)).toEqual([]);
        if (isPage(row)) {
          expect.soft(response.status, nameOf(row)).toBe(500);
          // HD-1 holds for the page that says so, too
          const policy = response.headers.get("content-security-policy") ?? "";
          const nonce = /script-src [^;]*'nonce-([\w+/=]+)'/.exec(policy)?.[1];
          const scripts = text.match(/<script\b[^>]*>/g) ?? [];
          expect.soft(scripts.length, nameOf(row)).toBeGreaterThan(0);
          for (const script of scripts) expect.soft(script, nameOf(row)).toContain(`nonce="${nonce}"`);
        } else {
          expect.soft(response.status, `${nameOf(row)}: ${text}`).toBe(503);
          const message = expect.stringMatching(/^The database does not answer right now/);
          expect
            .soft(JSON.parse(text), nameOf(row))
            .toMatchObject({ error: { code: "database_unavailable", message } });
        }
      }
    }
    const others = [
      // a file that lost its tables does answer
      ...(sqld ? [await client.get("/api/health")] : []),
      await client.get("/api/auth/get-session"),
      await client.post("/api/auth/sign-out"),
      await client.post("/api/auth/sign-in/email", { email: account.email, password: account.password }),
      await client.post("/api/auth/sign-up/email", { name: "New", email: "new@example.com", password: "long enough" }),
    ];
    for (const response of others) {
      const text = await response.text();
      expect.soft(toldBy(text), response.url).toEqual([]);
      expect.soft(response.status, `${response.url}: ${text}`).toBe(503);
      // a session that cannot be looked up has not ended
      expect.soft(response.headers.getSetCookie(), response.url).toEqual([]);
    }
    // without a cookie there is nothing to look up
    expect((await clientFor(app, null).get("/sign-in")).status).toBe(200);
  } finally {
    await app.dispose();
    await sqld?.stop();
  }
});

/** Takes every table away from under the app. */
async function loseTables(databaseUrl: string): Promise<void> {
  const client = createClient({ url: databaseUrl });
  try {
    const { rows } = await client.execute(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    // renamed, and not one by one: a foreign key follows a table that is renamed
    await client.executeMultiple(rows.map(({ name }) => `ALTER TABLE "${name}" RENAME TO "lost ${name}";`).join("\n"));
  } finally {
    client.close();
  }
}

test("AU-5 no spelling of an address and no header of Next's shows a protected page", async ({
  app,
  stage,
  clientFor,
}) => {
  const { secrets, things }: Stage = stage;
  const id = things.conversationId;
  const skip = "proxy:proxy:proxy:proxy:proxy";
  const headers: Record<string, string>[] = [
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/(chat)/c/$d$id/__PAGE__" },
    { "x-middleware-subrequest": skip },
    { "x-middleware-subrequest": "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware" },
    { "x-middleware-rewrite": `/c/${id}`, "x-nextjs-data": "1" },
    { "x-invoke-path": `/c/${id}`, "x-matched-path": `/c/${id}`, "x-now-route-matches": `1=${id}` },
    { "x-middleware-set-cookie": stage.alice.cookie, "x-original-url": `/c/${id}` },
    { "next-action": "x", "x-forwarded-host": "localhost" },
  ];
  const addresses = [
    "/",
    `/c/${id}`,
    `/c/${id}.rsc`,
    `/c/${id}.txt`,
    `/c/${id}.segments/_tree.segment.rsc`,
    `/c/${id}.segments/_full.segment.rsc`,
    "/index.rsc",
    `//c/${id}`,
    `/c//${id}`,
    `/./c/${id}`,
    `/c%2f${id}`,
    `/%63/${id}`,
    `/C/${id}`,
    `/c/${id}/`,
    `/c/${id}%20`,
    `/c/${id}%00`,
    `/c/[id]?nxtPid=${id}`,
    `/c/x?nxtPid=${id}`,
    `/sign-in/..;/c/${id}`,
    `/_next/data/build/c/${id}.json`,
    `/_next/../c/${id}`,
    `/api/conversations/${id}`,
    `/api//conversations/${id}`,
    `/api/conversations/${id}/`,
    `/api/conversations%2f${id}`,
    `/API/conversations/${id}`,
    `/api/conversations/${id}?nxtPid=${id}`,
    `/api/chat/${id}/stream`,
    `/api/turns/${things.endedTurnId}/events?nxtPid=${things.endedTurnId}`,
  ];
  for (const person of [null, stage.bob]) {
    for (const address of addresses) {
      for (const extra of headers) {
        const text = await readFollowing(clientFor(person, app), address, extra);
        for (const secret of secrets) expect.soft(text, `${address} ${JSON.stringify(extra)}`).not.toContain(secret);
      }
    }
  }
  // the texts looked for do stand on the page for the one whose it is
  expect(await readFollowing(clientFor(stage.alice), `//c/${id}`, { rsc: "1" })).toContain(secrets[0]);
});

/** The text of an answer, and of those it redirects to on this site. */
async function readFollowing(client: ReturnType<typeof clientFor>, address: string, headers: Record<string, string>) {
  let text = "";
  let next: string | null = address;
  for (let hops = 0; next !== null && hops < 4; hops++) {
    const response: Response = await client.get(next.replace(/^\/\//, "/.//"), { headers });
    text += await readText(response);
    next = response.headers.get("location");
  }
  return text;
}
