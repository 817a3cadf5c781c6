import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "./support/fixtures.ts";
import { rawRequest } from "./support/raw-request.ts";

const root = path.resolve(import.meta.dirname, "..");

test("HD-7 a method that nothing here has is refused, on pages and routes alike", async ({ app }) => {
  const refused = [
    "TRACE",
    "TRACK",
    "PROPFIND",
    "MKCOL",
    "SEARCH",
    "PURGE",
    "LINK",
    "M-SEARCH",
    "QUERY",
    "BREW",
    "get",
  ];
  for (const target of ["/", "/sign-in", "/api/conversations", "/api/chat", "/icon.svg", "/_next/static/x.js"]) {
    for (const method of refused) {
      const answer = await rawRequest(app, method, target, { headers: { "x-secret": "echo-canary" } });
      // what is no method to Node's parser either is a bad request
      expect.soft([400, 405], `${method} ${target}`).toContain(answer?.status);
      expect.soft(answer?.body, `${method} ${target}`).not.toContain("echo-canary");
    }
    for (const method of ["PUT", "PATCH", "DELETE"].filter(() => !target.startsWith("/api/"))) {
      const answer = await rawRequest(app, method, target);
      expect.soft([404, 405], `${method} ${target}`).toContain(answer?.status);
    }
  }
});

test("HD-7 the site is no proxy", async ({ app, provider }) => {
  const { host } = new URL(provider.url);
  const before = provider.log().length;
  expect(await rawRequest(app, "CONNECT", host)).toBeNull();
  expect((await rawRequest(app, "GET", `${provider.url}/openai/v1/models`))?.status).toBe(400);
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "x",
  };
  expect(await rawRequest(app, "GET", `${provider.url}/openai/v1/models`, { headers: upgrade })).toBeNull();
  expect(await rawRequest(app, "GET", "/_next/webpack-hmr", { headers: upgrade })).toBeNull();
  expect(provider.log().length).toBe(before);
});

test("HD-7 no file of the project or the machine is served", async ({ app }) => {
  const files = [
    ".env",
    ".env.local",
    ".git/config",
    ".git/HEAD",
    "prisma/schema.prisma",
    "package.json",
    "package-lock.json",
    "next.config.js",
    "lib/env.ts",
    "app/layout.tsx",
    "data/secrets.json",
    "switchboard.db",
    ".next/BUILD_ID",
    ".next/required-server-files.json",
    "_next/BUILD_ID",
    "_next/server/middleware.js",
    "_next/routes-manifest.json",
    "server-status",
    "metrics",
    "robots.txt.bak",
    ".well-known/../.env",
  ];
  const detours = [
    "",
    "_next/static/../../../",
    "_next/static/..%2f..%2f..%2f",
    "..%5c",
    "%2e%2e/",
    "static/%252e%252e/",
    "_next/static/chunks/..%c0%af",
  ];
  for (const file of files) {
    for (const detour of detours) {
      const answer = await rawRequest(app, "GET", `/${detour}${file}`);
      expect.soft([400, 404, 308], `/${detour}${file}`).toContain(answer?.status);
      if (answer?.status === 308) {
        const next = await rawRequest(app, "GET", answer.headers.get("location") ?? "");
        expect.soft([400, 404], `${answer.headers.get("location")}`).toContain(next?.status);
      }
    }
  }
  // these are files that are there to be found
  expect(
    ["package.json", "prisma/schema.prisma", "lib/env.ts", ".next/BUILD_ID"].every((file) =>
      existsSync(path.join(root, file)),
    ),
  ).toBe(true);
});

test("HD-7 no source maps", async ({ clientFor }) => {
  const client = clientFor(null);
  const chunks = globSync(".next/static/**/*.{js,css}", { cwd: root });
  expect(chunks.length).toBeGreaterThan(5);
  for (const chunk of chunks) {
    const address = `/_next/${path.relative(".next", chunk)}`;
    expect.soft((await client.get(address)).status, address).toBe(200);
    const map = await client.get(`${address}.map`);
    await map.body?.cancel();
    expect.soft(map.status, `${address}.map`).toBe(404);
    expect.soft(readFileSync(path.join(root, chunk), "utf8"), address).not.toMatch(/sourceMappingURL=(?!data:)/);
  }
});
