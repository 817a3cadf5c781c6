import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { needsPerson } from "./refusal.ts";
import { type CommandOptions, runCommand, startCommand } from "./test-command.ts";

// The start script as a process, where it cannot start.

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "refusal-"));
  file = path.join(folder, "site.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const built = { SWITCHBOARD_SKIP_BUILD: "1", PORT: "0" };
const reasons: [string, CommandOptions["env"], () => void, string][] = [
  [
    "settings that are wrong",
    { ...built, BETTER_AUTH_URL: "https://a.example" },
    () => {},
    "BETTER_AUTH_SECRET: missing",
  ],
  ["a damaged database", built, () => writeFileSync(file, "no database".repeat(1000)), "site.db is damaged"],
];

test.each(reasons)("%s end a start with the code that asks for a person", async (_, env, damage, words) => {
  damage();
  const { code, output } = await runCommand("start.ts", file, { env });
  expect(code, output).toBe(needsPerson);
  expect(output).toContain(words);
});

test.each(reasons)(
  "SF-12 in a container, with %s, a start says so once and waits to be stopped",
  async (_, env, damage, words) => {
    damage();
    const before = existsSync(file) && readFileSync(file);
    const child = startCommand("start.ts", file, { env, args: ["--stay"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = once(child, "close");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => (output += text));
    await expect.poll(() => output, { timeout: 20_000 }).toContain("start the container again");
    expect(output.split(words)).toHaveLength(2);
    expect(existsSync(file) && readFileSync(file)).toEqual(before);
    child.kill("SIGTERM");
    // by itself it would have ended with another one
    expect((await ended)[0], output).toBe(0);
  },
);

test("in a container, too, what may pass ends the process, which the engine starts again", async () => {
  const env = { ...built, DATABASE_URL: "http://127.0.0.1:9" };
  const { code, output } = await runCommand("start.ts", file, { env, args: ["--stay"] });
  expect(code, output).toBe(1);
  expect(output).toContain("could not be opened, read or written");
});
