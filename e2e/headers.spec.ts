import { globSync } from "node:fs";
import path from "node:path";
import { cookieHeader } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import type { Client } from "./support/client.ts";
import { rawRequest } from "./support/raw-request.ts";
import { callRow, isPage, matrix, nameOf, readText, rscHeaders, rscPath } from "./support/route-matrix.ts";
import { expect, type Things, test } from "./support/stage.ts";

const build = path.resolve(import.meta.dirname, "../.next");
const staticFiles = globSync("static/**/*.{js,css}", { cwd: build }).map((file) => `/_next/${file}`);

/** The directives of a policy by their names. */
function directives(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split(";").map((directive) => {
      const [name = "", ...values] = directive.trim().split(/\s+/);
      return [name, values];
    }),
  );
}

test.describe("HD-1 the policy of pages", () => {
  const expected = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
  };

  test("HD-1 every page has one with a nonce of its own, which all its scripts carry", async ({ stage, clientFor }) => {
    const pages: [string, string, number, Client][] = [
      ["sign-in", "/sign-in", 200, clientFor(null)],
      ["sign-up", "/sign-up", 200, clientFor(null)],
      ["sent to sign in", "/", 307, clientFor(null)],
      ["new chat", "/", 200, clientFor(stage.alice)],
      ["a conversation", `/c/${stage.things.conversationId}`, 200, clientFor(stage.alice)],
      ["another's conversation", `/c/${stage.things.conversationId}`, 404, clientFor(stage.bob)],
      ["no page", "/no/such/page", 404, clientFor(null)],
      ["Next's page for errors", "/_global-error", 404, clientFor(null)],
    ];
    const nonces = new Set<string>();
    for (const [name, address, status, client] of pages) {
      const response = await client.get(address);
      expect.soft(response.status, name).toBe(status);
      expectPolicy(name, response.headers.get("content-security-policy"), await response.text(), nonces);
    }
    expect(nonces.size).toBe(pages.length);
  });

  function expectPolicy(name: string, policy: string | null, html: string, nonces: Set<string>) {
    const found = directives(policy ?? "");
    expect.soft(found, name).toMatchObject(expected);
    const scripts = found["script-src"] ?? [];
    const nonce = /^'nonce-([\w+/]{22}==)'$/.exec(scripts.find((source) => source.startsWith("'nonce-")) ?? "")?.[1];
    expect.soft(nonce, name).toBeTruthy();
    nonces.add(nonce ?? "");
    for (const source of [...scripts, ...(found["style-src"] ?? [])]) {
      expect.soft(source, name).not.toMatch(/unsafe|^\*|^https?:|^data:|^blob:/);
    }
    const tags = html.match(/<(?:script|style)\b[^>]*>/g) ?? [];
    expect.soft(tags.length, name).toBeGreaterThan(0);
    for (const tag of tags) expect.soft(tag, name).toContain(`nonce="${nonce}"`);
    expect.soft(html.replaceAll(/<script.*?<\/script>/gs, ""), name).not.toMatch(/\s(?:on\w+|style)="|javascript:/);
  }
});

/** One answer of each kind that there is, from a page to a refusal by the server itself. */
async function everyKind(app: App, things: Things, alice: Client, stranger: Client): Promise<[string, Headers][]> {
  const [file = ""] = staticFiles;
  const asked: [string, number, Promise<Response>][] = [
    ["page", 200, alice.get("/")],
    ["sign-in", 200, stranger.get("/sign-in")],
    ["redirect to sign in", 307, stranger.get("/")],
    ["redirect without a slash", 308, stranger.get("/sign-in/")],
    ["no page", 404, stranger.get("/no/such/page")],
    ["RSC", 200, alice.get(rscPath("/"), { headers: rscHeaders })],
    ["JSON", 200, alice.get("/api/conversations")],
    ["401", 401, stranger.get("/api/conversations")],
    ["403", 403, alice.post("/api/chat", {}, { headers: { origin: "https://evil.test" } })],
    ["404", 404, alice.get("/api/nothing")],
    ["400", 400, alice.post("/api/chat", {})],
    ["405 of a route", 405, alice.send("PUT", "/api/chat", "{}")],
    ["405 of a page", 405, alice.send("PUT", "/")],
    ["preflight", 204, stranger.send("OPTIONS", "/api/chat")],
    ["stream", 200, alice.get(`/api/turns/${things.endedTurnId}/events`)],
    ["static file", 200, stranger.get(file)],
    ["no static file", 404, stranger.get("/_next/static/chunks/none.js")],
    ["icon", 200, stranger.get("/icon.svg")],
    ["picture", 200, stranger.get("/icons/icon-192.png")],
    ["manifest", 200, stranger.get("/manifest.webmanifest")],
    ["offline page", 200, stranger.get("/offline")],
    ["service worker", 200, stranger.get("/service-worker.js")],
  ];
  const answers = asked.map(async ([name, status, answer]): Promise<[string, Headers]> => {
    const response = await answer;
    await response.body?.cancel();
    expect.soft(response.status, name).toBe(status);
    return [name, response.headers];
  });
  const trace = await rawRequest(app, "TRACE", "/");
  const undecodable = await rawRequest(app, "GET", "/%ff");
  expect.soft([trace?.status, undecodable?.status]).toEqual([405, 400]);
  const raw = [trace, undecodable].map((answer, i): [string, Headers] => [
    `raw ${i}`,
    answer?.headers ?? new Headers(),
  ]);
  return [...(await Promise.all(answers)), ...raw];
}

const onEverything = {
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^(no-referrer|same-origin|strict-origin(-when-cross-origin)?)$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\).*microphone=\(\).*geolocation=\(\)/,
  "x-frame-options": /^DENY$/,
};

test("HD-2 every kind of answer has the headers that protect it", async ({ app, stage, clientFor }) => {
  for (const [name, headers] of await everyKind(app, stage.things, clientFor(stage.alice), clientFor(null))) {
    for (const [header, value] of Object.entries(onEverything)) {
      expect.soft(headers.get(header) ?? "", `${header} of ${name}`).toMatch(value);
    }
    expect.soft(headers.get("x-powered-by"), name).toBeNull();
    // a browser that has once been told so would never again come over http
    expect.soft(headers.get("strict-transport-security"), name).toBeNull();
  }
});

test("HD-2 over https every kind of answer asks for a year of https", async ({ app, stage, clientFor }) => {
  const baseUrl = "https://chat.example.test";
  const { PORT: _port, ...env } = app.env;
  const secure = await startApp({ env: { ...env, DATABASE_URL: app.databaseUrl, BETTER_AUTH_URL: baseUrl } });
  try {
    const { email, password } = stage.alice;
    const answer = await clientFor(null, secure).post(
      "/api/auth/sign-in/email",
      { email, password },
      { headers: { origin: baseUrl } },
    );
    const client = clientFor({ ...stage.alice, cookie: cookieHeader(answer) }, secure);
    // the client's own origin is its address on this machine
    const alice: Client = {
      ...client,
      post: (to, body, init) => client.post(to, body, withOrigin(init)),
      send: (method, to, body, init) => client.send(method, to, body, withOrigin(init)),
    };
    for (const [name, headers] of await everyKind(secure, stage.things, alice, clientFor(null, secure))) {
      const seconds = /^max-age=(\d+)/.exec(headers.get("strict-transport-security") ?? "")?.[1];
      expect.soft(Number(seconds), name).toBeGreaterThanOrEqual(365 * 24 * 60 * 60);
    }
  } finally {
    await secure.dispose();
  }

  function withOrigin(init: Parameters<Client["get"]>[1] = {}) {
    return { ...init, headers: { origin: baseUrl, ...init.headers } };
  }
});

test("HD-5 what an answer says it is, it is", async ({ app, stage, clientFor }) => {
  const looksLike: Record<string, RegExp> = {
    "text/html; charset=utf-8": /^<!DOCTYPE html>/,
    "application/json; charset=utf-8": /^(\{.*\}|null)$/s,
    "text/event-stream; charset=utf-8": /^id: 1\ndata: \{|^id: 2\n/,
    "text/plain; charset=utf-8": /^[A-Z][\w ]+\n$/,
    // neither is read in any other way: Next's own client reads the one, XML says so itself of the other
    "text/x-component": /^[0-9a-f]*:/,
    "image/svg+xml": /^<svg /,
    // its first bytes, read as text
    "image/png": /^\ufffdPNG\r\n/,
    "application/manifest+json": /^\{.*\}$/s,
    "text/javascript; charset=utf-8": /^const cacheName = /,
    "text/csv; charset=utf-8": /^time,conversation_id,[\w,]+\r\n/,
  };
  const types = new Set<string>();
  const check = async (name: string, response: Response) => {
    const type = response.headers.get("content-type");
    const text = await readText(response);
    if (text === "") return expect.soft(type, name).toBeNull();
    types.add(type ?? "");
    expect.soft(text, `${name} is ${type}`).toMatch(looksLike[type ?? ""] ?? /^no such type$/);
    if (type?.startsWith("application/json")) JSON.parse(text);
  };
  for (const person of [stage.alice, stage.bob, null]) {
    for (const row of matrix.filter(({ method }) => method !== "DELETE")) {
      // hers only once, and only what changes nothing
      if (person === stage.alice && row.method !== "GET") continue;
      for (const call of row.calls(stage.things, stage.alice)) {
        await check(nameOf(row), await callRow(clientFor(person), row, call));
        if (isPage(row))
          await check(
            `${nameOf(row)} as RSC`,
            await clientFor(person).get(rscPath(call.path), { headers: rscHeaders }),
          );
      }
    }
  }
  await check("405 of a page", await clientFor(null).send("PUT", "/"));
  for (const file of staticFiles) {
    const type = (await clientFor(null).send("HEAD", file)).headers.get("content-type");
    expect
      .soft(type, file)
      .toMatch(
        file.endsWith(".js") ? /^(application|text)\/javascript; charset=utf-8$/i : /^text\/css; charset=utf-8$/i,
      );
  }
  expect([...types].toSorted()).toEqual(Object.keys(looksLike).toSorted());
  expect(app.output()).not.toContain("[internal]");
});
