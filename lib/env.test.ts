import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { EnvError, newSecret, parseEnv, secretsOf, variableNames, vercelFunctionSeconds } from "./env.ts";

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

const onVercel = {
  VERCEL: "1",
  VERCEL_ENV: "production",
  VERCEL_URL: "site-a1b2.vercel.app",
  VERCEL_BRANCH_URL: "site-git-main.vercel.app",
  VERCEL_PROJECT_PRODUCTION_URL: "site.vercel.app",
  BETTER_AUTH_SECRET: secret,
  DATABASE_URL: "libsql://db.example.org",
  DATABASE_AUTH_TOKEN: "token",
};

test("on Vercel a file is no database, and none at all is missed", () => {
  expect(() => parseEnv({ ...onVercel, DATABASE_URL: "file:./a.db" })).toThrow(
    /DATABASE_URL: files do not last.*turso/,
  );
  expect(() => parseEnv({ ...onVercel, DATABASE_URL: "" })).toThrow(/DATABASE_URL: missing.*turso/);
  const turso = { ...onVercel, DATABASE_URL: "", TURSO_DATABASE_URL: "libsql://t.turso.io", TURSO_AUTH_TOKEN: "t" };
  expect(parseEnv(turso)).toMatchObject({ DATABASE_URL: "libsql://t.turso.io", DATABASE_AUTH_TOKEN: "t" });
  expect(parseEnv({ ...turso, VERCEL: "" }).DATABASE_URL).toBe("file:./data/switchboard.db");
});

test("on Vercel the address is known without being set", () => {
  const settings = parseEnv(onVercel);
  expect(settings).toMatchObject({ baseUrl: "https://site.vercel.app", localRun: false, isPreview: false });
  const own = parseEnv({ ...onVercel, BETTER_AUTH_URL: "https://chat.example.org" });
  expect(own.baseUrl).toBe("https://chat.example.org");
  expect(own.origins).toEqual([
    "https://chat.example.org",
    "https://site.vercel.app",
    "https://site-git-main.vercel.app",
    "https://site-a1b2.vercel.app",
  ]);
  expect(parseEnv({ BETTER_AUTH_SECRET: secret, BETTER_AUTH_URL: "https://a.example/" }).origins).toEqual([
    "https://a.example",
  ]);
});

test("a preview has an address of its own, and a database of its own when it is given one", () => {
  const preview = { ...onVercel, VERCEL_ENV: "preview", BETTER_AUTH_URL: "https://chat.example.org" };
  const shared = parseEnv(preview);
  expect(shared).toMatchObject({ baseUrl: "https://site-git-main.vercel.app", isPreview: true, ownDatabase: false });
  expect(shared.origins).toEqual(["https://site-git-main.vercel.app", "https://site-a1b2.vercel.app"]);
  expect(shared.DATABASE_URL).toBe(onVercel.DATABASE_URL);

  const own = { PREVIEW_DATABASE_URL: "libsql://p.example.org", PREVIEW_DATABASE_AUTH_TOKEN: "p" };
  const apart = { DATABASE_URL: "libsql://p.example.org", DATABASE_AUTH_TOKEN: "p", ownDatabase: true };
  expect(parseEnv({ ...preview, ...own })).toMatchObject(apart);
  expect(parseEnv({ ...onVercel, ...own })).toMatchObject({ DATABASE_URL: onVercel.DATABASE_URL, isPreview: false });
  // the token of one database is never sent to the other
  expect(parseEnv({ ...preview, PREVIEW_DATABASE_URL: own.PREVIEW_DATABASE_URL }).DATABASE_AUTH_TOKEN).toBeUndefined();

  const file = { ...preview, PREVIEW_DATABASE_URL: "file:./p.db" };
  expect(() => parseEnv(file)).toThrow(/- PREVIEW_DATABASE_URL: files do not last/);
  for (const same of [onVercel.DATABASE_URL, "https://DB.example.org:443/"]) {
    expect(() => parseEnv({ ...preview, PREVIEW_DATABASE_URL: same }), same).toThrow(
      /PREVIEW_DATABASE_URL: this is DATABASE_URL/,
    );
  }
});

test("on Vercel everything but production is a preview, one that does not say what it is, too", () => {
  for (const kind of ["development", "staging", undefined]) {
    expect(parseEnv({ ...onVercel, VERCEL_ENV: kind })).toMatchObject({
      isPreview: true,
      baseUrl: "https://site-git-main.vercel.app",
    });
  }
  const bare = { VERCEL_URL: "", VERCEL_BRANCH_URL: "", VERCEL_PROJECT_PRODUCTION_URL: "" };
  const dev = { ...onVercel, ...bare, VERCEL_ENV: "development", BETTER_AUTH_URL: "http://localhost:3000" };
  expect(parseEnv(dev)).toMatchObject({ baseUrl: "http://localhost:3000", isPreview: true });
});

test("on Vercel an address without https, as it comes from a laptop's settings, is refused", () => {
  const laptop = { ...onVercel, BETTER_AUTH_URL: "http://localhost:3000" };
  expect(() => parseEnv(laptop)).toThrow(
    "BETTER_AUTH_URL: http://localhost:3000 is not https, and on Vercel every address is; leave it out",
  );
  expect(parseEnv({ ...laptop, VERCEL: "" }).baseUrl).toBe("http://localhost:3000");
  // there it does not count
  expect(parseEnv({ ...laptop, VERCEL_ENV: "preview" }).baseUrl).toBe("https://site-git-main.vercel.app");
});

test("keys to encrypt with are needed by nothing, and one that is none is refused all the same", () => {
  const [first, second] = [newSecret(), newSecret()];
  expect(parseEnv({}).ENCRYPTION_KEY).toBeUndefined();
  const both = parseEnv({ ENCRYPTION_KEY: `${first}, ${second}` });
  for (const key of [first, second]) expect(secretsOf(both)).toContain(key);
  const wrong = ["short", `${first},`, first.slice(0, -4), `${first}AAAA`, first.replace(/^./, "!"), "a".repeat(44)];
  for (const key of wrong) {
    expect(() => parseEnv({ ENCRYPTION_KEY: key }), key).toThrow(/ENCRYPTION_KEY: must be 32 bytes in base64/);
  }
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

test("SF-14 on Vercel a turn ends 10 s before the platform ends the function", () => {
  const { MAX_TURN_SECONDS, functionSeconds } = parseEnv(onVercel);
  expect(functionSeconds).toBe(vercelFunctionSeconds);
  expect(MAX_TURN_SECONDS).toBeLessThanOrEqual(vercelFunctionSeconds - 10);
  expect(parseEnv({ ...onVercel, MAX_TURN_SECONDS: "900" }).MAX_TURN_SECONDS).toBe(MAX_TURN_SECONDS);
  expect(parseEnv({ ...onVercel, MAX_TURN_SECONDS: "60" }).MAX_TURN_SECONDS).toBe(60);
  expect(parseEnv({}).functionSeconds).toBeNull();
});

test("as many turns may run at once as the machine's cores carry, unless a number is set", () => {
  expect(parseEnv({}).MAX_RUNNING_TURNS).toBe(availableParallelism() > 1 ? 150 : 75);
  expect(parseEnv({ MAX_RUNNING_TURNS: "4" }).MAX_RUNNING_TURNS).toBe(4);
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
