import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EnvError, newSecret, parseEnv, variableNames } from "./env.ts";

const secret = "wq8Zt3rK0pYx5vN2mB7cD4fG6hJ9lS1a";

test("nothing set is a local run with the embedded database and no provider", () => {
  const settings = parseEnv({});
  expect(settings).toMatchObject({
    localRun: true,
    DATABASE_URL: "file:./data/switchboard.db",
    baseUrl: "http://localhost:3000",
    CUSTOM_PROVIDERS: [],
  });
});

test("an empty variable counts as unset", () => {
  expect(parseEnv({ OPENAI_API_KEY: "", PORT: "" })).toMatchObject({ PORT: 3000 });
  expect(parseEnv({ OPENAI_API_KEY: "" }).OPENAI_API_KEY).toBeUndefined();
});

const refused: [string, Record<string, string>][] = [
  ["missing", {}],
  ["shorter than 32 bytes", { BETTER_AUTH_SECRET: "short" }],
  ["a default", { BETTER_AUTH_SECRET: "change-me-change-me-change-me-change-me" }],
  ["one letter repeated", { BETTER_AUTH_SECRET: "a".repeat(40) }],
];
test.each(refused)("AU-15 outside of a local run a secret that is %s is refused", (_, given) => {
  expect(() => parseEnv({ BETTER_AUTH_URL: "https://chat.example.org", ...given })).toThrow(/BETTER_AUTH_SECRET/);
});

test("AU-15 a hosting platform is never a local run", () => {
  expect(() => parseEnv({ VERCEL: "1", DATABASE_URL: "libsql://db.example.org" })).toThrow(/BETTER_AUTH_SECRET/);
  expect(() => parseEnv({ RENDER: "true", BETTER_AUTH_URL: "http://localhost:3000" })).toThrow(/BETTER_AUTH_SECRET/);
});

test("a made secret is a good one", () => {
  expect(parseEnv({ BETTER_AUTH_URL: "https://chat.example.org", BETTER_AUTH_SECRET: newSecret() }).localRun).toBe(
    false,
  );
});

test("a file does not last on Vercel", () => {
  const given = { VERCEL: "1", BETTER_AUTH_URL: "https://chat.example.org", BETTER_AUTH_SECRET: secret };
  expect(() => parseEnv(given)).toThrow(/DATABASE_URL: files do not last/);
});

test("every wrong variable is named at once", () => {
  const given = { PORT: "http", OPENAI_BASE_URL: "ftp://x", CUSTOM_PROVIDERS: "{" };
  expect(() => parseEnv(given)).toThrow(EnvError);
  expect(() => parseEnv(given)).toThrow(/PORT[\s\S]*OPENAI_BASE_URL[\s\S]*CUSTOM_PROVIDERS/);
});

test("a proxy to trust is an address, a network or a name for one", () => {
  expect(parseEnv({ TRUST_PROXY: "loopback, 10.0.0.0/8,2001:db8::/32, 203.0.113.9" }).TRUST_PROXY).toHaveLength(4);
  for (const wrong of ["loopbak", "10.0.0.0/99", "10.0.0.0/8/8", "2001:db8::/129", "10.0.0.0/", "toString"]) {
    expect(() => parseEnv({ TRUST_PROXY: wrong }), wrong).toThrow(/TRUST_PROXY/);
  }
});

test("on Vercel a turn ends before the platform ends the function", () => {
  const given = {
    VERCEL: "1",
    BETTER_AUTH_URL: "https://x.example",
    BETTER_AUTH_SECRET: secret,
    DATABASE_URL: "libsql://x",
  };
  expect(parseEnv(given).MAX_TURN_SECONDS).toBeLessThan(300);
  expect(parseEnv({ ...given, MAX_TURN_SECONDS: "60" }).MAX_TURN_SECONDS).toBe(60);
});

test("custom providers need ids of their own", () => {
  const one = (id: string) => ({ id, name: "One", baseURL: "http://localhost:11434/v1/" });
  expect(parseEnv({ CUSTOM_PROVIDERS: JSON.stringify([one("ollama")]) }).CUSTOM_PROVIDERS).toEqual([
    { id: "ollama", name: "One", baseURL: "http://localhost:11434/v1" },
  ]);
  for (const wrong of [[one("openai")], [one("a"), one("a")], [one("a:b")], one("a"), [{ id: "a" }]]) {
    expect(() => parseEnv({ CUSTOM_PROVIDERS: JSON.stringify(wrong) })).toThrow(/CUSTOM_PROVIDERS/);
  }
});

test(".env.example explains every variable and no other", () => {
  const example = readFileSync(".env.example", "utf8");
  const named = [...example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(named)).toEqual(new Set(variableNames));
});
