// `npm test`: everything that is checked, in the order of how soon it fails.
//   node scripts/test.ts                    all of it
//   node scripts/test.ts e2e [arguments]    only Playwright, with its own arguments; builds when the sources have changed
//   node scripts/test.ts screenshots        the pictures, into docs/screens/
//   node scripts/test.ts remote [arguments] Playwright's tests on a libSQL server, then on one with a replica, an instance
//                                           of the app at each, and without arguments ends with a few
//                                           rounds of torture there
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { faultless } from "../e2e/fake-provider/wire-schema.ts";
import { ensureBrowser } from "../e2e/support/browser.ts";
import type { Engine } from "../e2e/support/database.ts";
import { ensureSqld } from "../e2e/support/sqld.ts";
import { isBuilt } from "./build.ts";
import {
  addCounts,
  type Counts,
  noCounts,
  playwrightCounts,
  summaryLine,
  tortureCounts,
  vitestCounts,
} from "./test-results.ts";
import { tortureRounds } from "./torture-rounds.ts";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);
const reports = mkdtempSync(path.join(tmpdir(), "switchboard-reports-"));
process.once("exit", () => rmSync(reports, { recursive: true, force: true }));

const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  PATH: [path.join(root, "node_modules", ".bin"), process.env.PATH].join(path.delimiter),
};

let counts: Counts = noCounts;

/** Runs a command to its end, on this terminal; gives its exit code. */
function run(command: string, args: string[], extra: Record<string, string> = {}): number {
  const result = spawnSync(command, args, { stdio: "inherit", env: { ...env, ...extra } });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/** Runs commands one after the other until one fails. */
const runAll = (...commands: string[][]): number => {
  for (const [command = "", ...args] of commands) {
    const code = run(command, args);
    if (code !== 0) return code;
  }
  return 0;
};

function unitTests(): number {
  const file = path.join(reports, "vitest.json");
  const code = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
  counts = addCounts(counts, vitestCounts(file));
  return code;
}

function playwright(project: string, args: string[] = [], extra: Record<string, string> = {}): number {
  const file = path.join(reports, `${project}.json`);
  const chosen = args.some((arg) => arg.startsWith("--project")) ? [] : [`--project=${project}`];
  const reporters = args.some((arg) => arg.startsWith("--reporter")) ? [] : ["--reporter=list,json"];
  const code = run("playwright", ["test", ...chosen, ...reporters, ...args], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...extra,
  });
  counts = addCounts(counts, playwrightCounts(file));
  return code;
}

function endToEnd(): number {
  if (faultless === null)
    console.log("OpenAI's schema is not at hand: the fake provider is as strict as its own lists");
  return playwright("chromium");
}

function onSqld(): number {
  const { reason } = ensureSqld();
  if (reason === null) return playwright("sqld");
  console.log(`skipped: ${reason}`);
  return 0;
}

/** Every test, with the data of each app on a server of its own. */
function remote(engine: Engine, args: string[]): number {
  const { reason } = ensureSqld();
  if (reason === null) return playwright("remote", args, { SWITCHBOARD_TEST_ENGINE: engine });
  console.log(`skipped: ${reason}`);
  return 0;
}

/** A few rounds of `npm run torture`; each of its checks counts as a test. */
function torture(engine: keyof typeof tortureRounds): number {
  const { reason } = engine === "file" ? { reason: null } : ensureSqld();
  if (reason !== null) {
    console.log(`skipped: ${reason}`);
    return 0;
  }
  const file = path.join(reports, `torture-${engine}.json`);
  const { seed, rounds, lanes } = tortureRounds[engine];
  const chosen = ["--engine", engine, "--seed", seed, "--rounds", String(rounds), "--lanes", String(lanes)];
  const code = run("npm", ["run", "--silent", "torture", "--", ...chosen, "--report", file]);
  counts = addCounts(counts, tortureCounts(file));
  return code;
}

function browser(): number {
  console.log(ensureBrowser());
  return 0;
}

const build = () => run(process.execPath, ["scripts/build.ts"]);

// the stamp in the build tells whether its sources are the present ones
const buildIfNeeded = () => (isBuilt() ? 0 : build());

type Step = [name: string, work: () => number];

const everything: Step[] = [
  ["types", () => runAll(["next", "typegen"], ["tsc", "--noEmit"])],
  ["lint and format", () => run("biome", ["check", "."])],
  ["direction of imports", () => run(process.execPath, ["scripts/check-imports.ts"])],
  ["unit tests", unitTests],
  ["production build", build],
  ["torture: the server is killed while people chat", () => torture("file")],
  ["browser", browser],
  ["end to end", endToEnd],
  ["end to end on a libSQL server, two processes", onSqld],
];

const tortureOfFleet: Step[] = [
  ["torture: either of those instances is killed while people chat", () => torture("fleet")],
];

const [mode, ...args] = process.argv.slice(2);
const modes: Record<string, Step[]> = {
  e2e: [
    ["production build", buildIfNeeded],
    ["browser", browser],
    ["end to end", () => playwright("chromium", args)],
  ],
  remote: [
    ["production build", buildIfNeeded],
    ["browser", browser],
    ["end to end on a libSQL server", () => remote("sqld", args)],
    ["end to end on a libSQL server and its replica, an instance at each", () => remote("fleet", args)],
    // whoever chooses among the browser's tests wants these alone
    ...(args.length === 0 ? tortureOfFleet : []),
  ],
  screenshots: [
    ["production build", buildIfNeeded],
    ["browser", browser],
    ["screenshots", () => playwright("screenshots", args, { SWITCHBOARD_SCREENSHOTS: "1" })],
  ],
};

/** Runs steps until one fails; gives the exit code. */
function runSteps(steps: Step[]): number {
  for (const [name, work] of steps) {
    console.log(`\n=== ${name}`);
    const begin = performance.now();
    const failedBefore = counts.failed;
    let code: number;
    try {
      code = work();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      code = 1;
    }
    console.log(
      `=== ${name}: ${code === 0 ? "ok" : "FAILED"} after ${((performance.now() - begin) / 1000).toFixed(1)} s`,
    );
    if (code === 0) continue;
    // a step that has no tests of its own, or broke before they ran, is one failure
    if (counts.failed === failedBefore) counts = addCounts(counts, { ...noCounts, failed: 1 });
    return code;
  }
  return 0;
}

const steps = mode === undefined ? everything : modes[mode];
if (!steps) throw new Error(`unknown: ${mode}. Use no argument, or one of ${Object.keys(modes).join(", ")}.`);
process.exitCode = runSteps(steps);
console.log(`\n${summaryLine(counts)}`);
