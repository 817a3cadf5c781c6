import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { freePort } from "./support/ports.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Runs the real start script where people reach the site by its name, until it ends by itself. */
async function start(secret: string | undefined) {
  const directory = mkdtempSync(path.join(tmpdir(), "switchboard-start-"));
  const database = path.join(directory, "switchboard.db");
  try {
    const child = spawn(process.execPath, ["scripts/start.ts"], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        SWITCHBOARD_SKIP_BUILD: "1",
        SWITCHBOARD_SKIP_ENV_FILE: "1",
        PORT: String(await freePort()),
        DATABASE_URL: `file:${database}`,
        BETTER_AUTH_URL: "https://chat.example.test",
        ...(secret !== undefined && { BETTER_AUTH_SECRET: secret }),
      },
      stdio: ["ignore", "pipe", "pipe"],
      // one that did start would never end
      timeout: 10_000,
      killSignal: "SIGKILL",
    });
    const [[code], output, errors] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
    return { code, output: output + errors, madeDatabase: existsSync(database) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const secrets: [string, string | undefined][] = [
  ["is missing", undefined],
  ["is empty", ""],
  ["is Better Auth's default", "better-auth-secret-123456789"],
  ["is one out of documentation", "change-me-change-me-change-me-change-me"],
  ["has 31 bytes", "0123456789abcdefghijklmnopqrstu"],
  ["is one letter repeated", "a".repeat(64)],
];

for (const [problem, secret] of secrets) {
  test(`AU-15 a public site does not start when its secret ${problem}`, async () => {
    const { code, output, madeDatabase } = await start(secret);
    // a person has to set it: a service manager is not to try again
    expect(code).toBe(78);
    expect(output).toContain("BETTER_AUTH_SECRET");
    if (secret) expect(output).not.toContain(secret);
    // told in words, not by a stack
    expect(output).not.toMatch(/^\s+at /m);
    expect(madeDatabase).toBe(false);
  });
}
