import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { newSecret } from "../lib/env.ts";
import { needsPerson } from "./refusal.ts";
import { readSecret, writeSecret } from "./secrets-file.ts";
import { root, runCommand } from "./test-command.ts";

let folder: string;
let secrets: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "secrets-"));
  secrets = path.join(folder, "secrets.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a secret is written for the site's user alone, and read again; one that is there stays", () => {
  expect(readSecret(secrets)).toBeNull();
  const secret = newSecret();
  expect(writeSecret(secrets, secret)).toBe(secret);
  expect(readSecret(secrets)).toBe(secret);
  expect(statSync(secrets).mode & 0o777).toBe(0o600);
  expect(writeSecret(secrets, newSecret())).toBe(secret);
  expect(readdirSync(folder)).toEqual(["secrets.json"]);
});

test("of several processes that write a secret at once all have the one that is in the file", async () => {
  const program =
    `const { writeSecret } = await import(${JSON.stringify(path.join(root, "scripts/secrets-file.ts"))});` +
    `process.stdin.once("data", (secret) => {` +
    `  console.log(writeSecret(${JSON.stringify(secrets)}, String(secret)));` +
    `  process.exit();` +
    `});` +
    `console.log("ready");`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  onTestFinished(() => children.forEach((child) => void child.kill("SIGKILL")));
  await Promise.all(children.map((child) => once(child.stdout, "data")));
  const said = children.map(async (child) => String((await once(child.stdout, "data"))[0]).trim());
  for (const child of children) child.stdin.write(newSecret());
  expect(new Set(await Promise.all(said))).toEqual(new Set([readSecret(secrets)]));
  await Promise.all(children.map((child) => child.exitCode ?? once(child, "close")));
  expect(readdirSync(folder)).toEqual(["secrets.json"]);
});

test.each([
  ["empty", ""],
  ["cut", `{\n  "BETTER_AUTH_SECRET": "${newSecret().slice(0, 20)}`],
  ["no JSON", "secret"],
  ["without a secret", "{}"],
  ["null", "null"],
  ["with a secret that is too short", `{ "BETTER_AUTH_SECRET": "short" }`],
])(
  "SF-12 a file of secrets that is %s is told of in a sentence with what helps, and stays as it is",
  async (_, text) => {
    writeFileSync(secrets, text);
    const { code, output } = await runCommand("migrate.ts", path.join(folder, "site.db"));
    expect(code, output).toBe(needsPerson);
    expect(output).toMatch(/secrets\.json is damaged.*Put a copy of it in its place, or delete it and start again/);
    expect(output).not.toMatch(/\n {4}at /);
    expect(readFileSync(secrets, "utf8")).toBe(text);
    rmSync(secrets);
    expect((await runCommand("migrate.ts", path.join(folder, "site.db"))).code).toBe(0);
    expect(readSecret(secrets)).not.toBeNull();
  },
);

test("SF-12 something at its place that is no file is told of, too", async () => {
  mkdirSync(secrets);
  const { code, output } = await runCommand("migrate.ts", path.join(folder, "site.db"));
  expect(code, output).toBe(needsPerson);
  expect(output).toMatch(/secrets\.json with its secret cannot be read \(EISDIR\)/);
});

test.runIf(process.getuid?.() === 0)(
  "SF-12 a file of secrets that may not be read is no reason for a new one",
  async () => {
    const secret = writeSecret(secrets, newSecret());
    chownSync(folder, 65_534, 65_534);
    const { code, output } = await runCommand("migrate.ts", path.join(folder, "site.db"), { uid: 65_534 });
    expect(code, output).toBe(needsPerson);
    expect(output).toMatch(
      /secrets\.json with its secret cannot be read \(EACCES\)\. Make it a file that the site's user/,
    );
    expect(readSecret(secrets)).toBe(secret);
  },
);
