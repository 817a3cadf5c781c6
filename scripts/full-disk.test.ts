import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { fillDisk, holdSmallDisk, type SmallDisk, whyNoMounts } from "../e2e/support/mounts.ts";
import { inspectFile } from "../lib/db/inspect-file.ts";
import { newSecret } from "../lib/env.ts";
import { needsPerson } from "./refusal.ts";
import { readSecret } from "./secrets-file.ts";
import { type CommandOptions, type Ended, runCommand, startCommand } from "./test-command.ts";

// Starts on a disk that has no room, or fails.

const reason = whyNoMounts();
const built = { SWITCHBOARD_SKIP_BUILD: "1", PORT: "0" };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "full-disk-"));
  file = path.join(folder, "site.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function expectFull({ code, output }: Ended): void {
  expect(code, output).toBe(needsPerson);
  expect(output).toMatch(/site\.db .*there is no room left on the disk\. Make room on the disk, and start again/);
  expect(output).not.toMatch(/server runs|\n {4}at /);
}

describe("on a small disk", () => {
  let disk: SmallDisk;
  const run = (script: string, options?: CommandOptions) =>
    runCommand(script, file, { within: disk.within, ...options });
  beforeEach(async ({ skip }) => {
    skip(reason !== null, reason ?? "");
    disk = await holdSmallDisk(folder, 8);
    return () => disk.release();
  });

  test("SF-4 a start on a full disk says so and asks for a person, and with room again nothing is missing", async () => {
    expect((await run("migrate.ts")).code).toBe(0);
    const filler = disk.seen(path.join(folder, "filler"));
    fillDisk(filler);
    expectFull(await run("start.ts", { env: built }));
    rmSync(filler);
    const { code, output } = await run("migrate.ts");
    expect(code, output).toBe(0);
    expect(output).toContain("up to date");
    expect(inspectFile(disk.seen(file)).problems).toEqual([]);
  });

  test("SF-4 a first start on a full disk leaves nothing that stands in the way of the next one", async () => {
    const filler = disk.seen(path.join(folder, "filler"));
    fillDisk(filler);
    for (let start = 0; start < 2; start += 1) expectFull(await run("start.ts", { env: built }));
    rmSync(filler);
    const { code, output } = await run("migrate.ts");
    expect(code, output).toBe(0);
  });

  test("SF-4 a secret that there is no room for leaves nothing of itself, and is kept when there is room again", async () => {
    const secrets = disk.seen(path.join(folder, "secrets.json"));
    expect((await run("migrate.ts", { env: { BETTER_AUTH_SECRET: newSecret() } })).code).toBe(0);
    const filler = disk.seen(path.join(folder, "filler"));
    fillDisk(filler);
    // as much as the file that connections share takes, which is there while the secret is written
    truncateSync(filler, statSync(filler).size - 32_768);
    expectFull(await run("migrate.ts"));
    expect(readdirSync(disk.seen(folder)).filter((name) => name.includes("secrets"))).toEqual([]);
    rmSync(filler);
    expect((await run("migrate.ts")).code).toBe(0);
    expect(readSecret(secrets)).toMatch(/^.{44}$/);
  });

  test("SF-4 in a container a start on a full disk says so once and waits to be stopped", async () => {
    expect((await run("migrate.ts")).code).toBe(0);
    fillDisk(disk.seen(path.join(folder, "filler")));
    const child = startCommand("start.ts", file, { env: built, args: ["--stay"], within: disk.within });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = once(child, "close");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => (output += text));
    await expect.poll(() => output, { timeout: 20_000 }).toContain("start the container again");
    expect(output.split("Make room on the disk")).toHaveLength(2);
    child.kill("SIGTERM");
    expect((await ended)[0], output).toBe(0);
  });
});

test.runIf(process.platform === "linux")(
  "a disk that has room and does not write is told of as such, and asks for a person",
  async () => {
    // as with a quota: no file may grow, and the disk itself has room
    const within = ["sh", "-c", 'ulimit -f 0 && exec "$@"', "sh"];
    const { code, output } = await runCommand("start.ts", file, { env: built, within });
    expect(code, output).toBe(needsPerson);
    expect(output).toMatch(/site\.db .*the disk does not read or write it\. Look whether the disk is well/);
    expect(output).not.toMatch(/no room|server runs|\n {4}at /);
  },
);
