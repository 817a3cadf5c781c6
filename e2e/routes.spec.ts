import { ownerHeader, ownerName } from "../lib/auth/owner-schema.ts";
import { cookieHeader } from "./support/accounts.ts";
import type { Client, HeaderChanges } from "./support/client.ts";
import {
  type Call,
  callRow,
  isPage,
  matrix,
  nameOf,
  type Row,
  readText,
  routesOfBuild,
  rscHeaders,
  rscPath,
} from "./support/route-matrix.ts";
import { expect, lastingRows, type Things, test, unknownThings } from "./support/stage.ts";

const guarded = matrix.filter(({ access }) => access === "signed-in");
const guardedPages = guarded.filter(isPage);
const guardedRoutes = guarded.filter((row) => !isPage(row));

test("AZ-1 every route of the build has a row in the matrix, and every row a route", async ({ clientFor }) => {
  const built = await routesOfBuild(clientFor(null));
  expect(built.toSorted()).toEqual(matrix.map(nameOf).toSorted());
});

const signInFor = (page: string) => (page === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(page)}`);

/** A stranger, or someone whose session has ended, gets nothing but a refusal. */
async function expectRefused(client: Client, row: Row, call: Call, secrets: string[], headers: HeaderChanges = {}) {
  const response = await callRow(client, row, call, headers);
  const text = await readText(response);
  if (isPage(row)) {
    expect.soft(response.status, nameOf(row)).toBe(307);
    expect.soft(response.headers.get("location"), nameOf(row)).toBe(signInFor(call.path));
    const data = await readText(await client.get(rscPath(call.path), { headers: { ...headers, ...rscHeaders } }));
    expect.soft(data, `${nameOf(row)} as RSC`).toContain("/sign-in");
    for (const secret of secrets) expect.soft(data, `${nameOf(row)} as RSC`).not.toContain(secret);
  } else {
    expect.soft(response.status, nameOf(row)).toBe(401);
    expect.soft(JSON.parse(text), nameOf(row)).toMatchObject({ error: { code: "unauthenticated" } });
  }
  for (const secret of secrets) expect.soft(text, nameOf(row)).not.toContain(secret);
}

test("AU-1 a stranger gets nothing from any route that is not public", async ({ app, stage, clientFor, provider }) => {
  const [calls, rows] = [provider.log().length, await lastingRows(app)];
  for (const row of guarded) {
    for (const call of row.calls(stage.things, stage.alice)) {
      await expectRefused(clientFor(null), row, call, stage.secrets);
    }
  }
  expect(provider.log().length).toBe(calls);
  expect(await lastingRows(app)).toBe(rows);
});

test("AU-2 a cookie is worth nothing on any route once its owner has signed out", async ({ stage, clientFor }) => {
  const { alice, things, secrets } = stage;
  const second = await clientFor(null).post("/api/auth/sign-in/email", {
    email: alice.email,
    password: alice.password,
  });
  const client = clientFor({ ...alice, cookie: cookieHeader(second) });
  expect((await client.get("/api/conversations")).status).toBe(200);
  expect((await client.post("/api/auth/sign-out")).status).toBe(204);
  for (const row of guarded) {
    for (const call of row.calls(things, alice)) await expectRefused(client, row, call, secrets);
  }
});

test("AU-6 headers that claim an identity are ignored on every route", async ({ app, stage, clientFor, provider }) => {
  const { alice, bob, things, secrets } = stage;
  const session = await (await clientFor(alice).get("/api/auth/get-session")).json();
  const { userId } = session as { userId: string };
  const claims: HeaderChanges = {
    "x-user-id": userId,
    "x-forwarded-user": alice.email,
    "x-forwarded-email": alice.email,
    "x-auth-request-email": alice.email,
    "x-remote-user": userId,
    "remote-user": alice.email,
    "x-lobe-chat-auth": Buffer.from(JSON.stringify({ userId })).toString("base64"),
    authorization: `Bearer ${userId}`,
    "x-session-token": userId,
  };
  const [calls, rows] = [provider.log().length, await lastingRows(app)];
  for (const row of guarded) {
    for (const call of row.calls(things, alice)) await expectRefused(clientFor(null), row, call, secrets, claims);
  }
  const whoBobIs = await clientFor(bob).get("/api/auth/get-session", { headers: claims });
  expect(await whoBobIs.json()).toMatchObject({ email: bob.email });
  expect((await clientFor(bob).get(`/api/conversations/${things.conversationId}`, { headers: claims })).status).toBe(
    404,
  );
  expect(provider.log().length).toBe(calls);
  expect(await lastingRows(app)).toBe(rows);
});

test("a page that is Bob's gets nothing from any route, and changes nothing, when Alice has signed in", async ({
  app,
  stage,
  clientFor,
  provider,
}) => {
  const { alice, bob, things, secrets } = stage;
  const [calls, rows] = [provider.log().length, await lastingRows(app)];
  const ofBob = { [ownerHeader]: ownerName(bob.email) };
  for (const row of guardedRoutes) {
    for (const call of row.calls(things, alice)) await expectRefused(clientFor(alice), row, call, secrets, ofBob);
  }
  expect(provider.log().length).toBe(calls);
  expect(await lastingRows(app)).toBe(rows);
  // her own is let in
  const hers = { headers: { [ownerHeader]: ownerName(alice.email) } };
  expect((await clientFor(alice).get("/api/conversations", hers)).status).toBe(200);
});

test.describe("AZ-1 Bob on Alice's things", () => {
  /**
   * What a page says, without what differs from answer to answer: the nonce, Next's id of the request, the ids asked
   * for, and the order in which the parts of the page were ready.
   */
  function wordsOf(page: string, ids: Things): string[] {
    const pieces = [...page.matchAll(/<script[^>]*>self\.__next_f\.push\(\[1,(".*?")\]\)<\/script>/gs)];
    const payload = pieces.map(([, piece]) => JSON.parse(piece as string) as string).join("");
    const plain = `${page.replaceAll(/<script.*?<\/script>/gs, "")}\n${payload}`
      .replaceAll(/nonce("?[:=]"?)[\w+/]{22}==/g, "nonce$1")
      .replaceAll(/"[\w-]{21}([vm])"/g, '"$1"');
    const words = Object.values(ids).reduce<string>((text, id) => text.replaceAll(id, "ID"), plain);
    // the parts are numbered in that order, too
    const unnumbered = words.replaceAll(/^[0-9a-f]+:/gm, "").replaceAll(/"\$L?[0-9a-f]+"/g, '"$"');
    return unnumbered.split("\n").toSorted();
  }

  test("AZ-1 every route says the same of them as of what does not exist", async ({
    app,
    stage,
    clientFor,
    provider,
  }) => {
    const { alice, bob, things, secrets } = stage;
    const client = clientFor(bob);
    const unknown = unknownThings();
    const [calls, rows] = [provider.log().length, await lastingRows(app)];
    for (const row of guardedRoutes.filter(({ owned }) => owned)) {
      const ofNothing = row.calls(unknown, alice);
      for (const [index, call] of row.calls(things, alice).entries()) {
        const response = await callRow(client, row, call);
        const nothing = await callRow(client, row, ofNothing[index] as Call);
        const text = await readText(response);
        const label = `${nameOf(row)} ${index}`;
        expect.soft([response.status, nothing.status], label).toEqual([404, 404]);
        expect.soft(text, label).toBe(await readText(nothing));
        for (const secret of secrets) expect.soft(text, label).not.toContain(secret);
      }
      expect.soft(await lastingRows(app), nameOf(row)).toBe(rows);
    }
    expect(provider.log().length).toBe(calls);
  });

  test("AZ-1 a page of hers is a page that does not exist", async ({ stage, clientFor }) => {
    const client = clientFor(stage.bob);
    const { things, secrets } = stage;
    const unknown = unknownThings();
    const pages = [
      [(id: string) => `/c/${id}`, {}],
      [(id: string) => rscPath(`/c/${id}`), rscHeaders],
    ] as const;
    for (const [path, headers] of pages) {
      const hers = await client.get(path(things.conversationId), { headers });
      const nothing = await client.get(path(unknown.conversationId), { headers });
      const text = await hers.text();
      expect.soft(hers.status).toBe(nothing.status);
      expect.soft(wordsOf(text, things)).toEqual(wordsOf(await nothing.text(), unknown));
      for (const secret of secrets) expect.soft(text).not.toContain(secret);
    }
    expect((await client.get(`/c/${things.conversationId}`)).status).toBe(404);
  });

  test("AZ-1 what lists things lists none of hers", async ({ stage, clientFor }) => {
    for (const row of [...guardedRoutes, ...guardedPages].filter(({ owned }) => !owned)) {
      for (const call of row.calls(stage.things, stage.alice)) {
        const text = await readText(await callRow(clientFor(stage.bob), row, call));
        const hidden = [...stage.secrets, ...Object.values(stage.things)];
        for (const secret of hidden) expect.soft(text, nameOf(row)).not.toContain(secret);
      }
    }
    // her own list does have them: the texts looked for are the right ones
    const own = await readText(await clientFor(stage.alice).get("/"));
    for (const secret of [...stage.secrets, stage.things.conversationId]) expect(own).toContain(secret);
  });
});
