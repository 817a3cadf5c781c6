import { type App, startApp } from "./support/app.ts";
import { expect, test } from "./support/fixtures.ts";
import { rawRequest } from "./support/raw-request.ts";

// A site that people reach by its name, through a proxy that hands on what a stranger sends.

let own: App;
test.beforeAll(async () => {
  own = await startApp({ env: { BETTER_AUTH_URL: "https://chat.example.org" } });
});
test.afterAll(() => own.dispose());

const spoofed = {
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "http",
  "x-forwarded-server": "evil.example",
  "x-original-host": "evil.example",
  forwarded: "host=evil.example;proto=http",
};

test("HD-8 an unknown Host is misdirected, on every kind of address", async () => {
  for (const host of [
    "evil.example",
    "chat.example.org.evil.example",
    "10.0.0.1",
    "",
    "chat.example.org@evil.example",
  ]) {
    for (const path of ["/", "/sign-in", "/api/conversations", "/api/auth/get-session", "/offline"]) {
      const answer = await rawRequest(own, "GET", path, { headers: { host } });
      // Node itself refuses a request without a host's name
      expect.soft([400, 421], `${host} ${path}`).toContain(answer?.status);
      expect.soft(answer?.headers.get("location"), `${host} ${path}`).toBeNull();
    }
    const health = await rawRequest(own, "GET", "/api/health", { headers: { host: host || "x" } });
    expect.soft(health?.status, host).toBe(200);
  }
});

test("HD-8 spoofed forwarding headers and an absolute address change no link and no redirect", async () => {
  for (const path of [
    "/",
    "/sign-in",
    "/c/0192a3b4-0000-7000-8000-000000000000",
    "/sign-in/",
    "/manifest.webmanifest",
  ]) {
    const plain = await rawRequest(own, "GET", path, { headers: { host: "chat.example.org" } });
    const answer = await rawRequest(own, "GET", path, { headers: { host: "chat.example.org", ...spoofed } });
    expect.soft(answer?.status, path).toBe(plain?.status);
    expect.soft(answer?.headers.get("location"), path).toBe(plain?.headers.get("location"));
    expect.soft(JSON.stringify([...(answer?.headers ?? [])]), path).not.toContain("evil");
    expect.soft(answer?.body, path).not.toContain("evil.example");
  }
  expect((await rawRequest(own, "GET", "http://evil.example/sign-in"))?.status).toBe(400);
});
