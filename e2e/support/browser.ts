import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

/** Arguments for every browser that tests start. As root Chromium runs only without its sandbox. */
export const launchArguments = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  // without one, a graphics card is emulated on the processor, which is what is measured and tested on
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const whole = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** The same engine without a browser around it. */
const shell = ["chromium-headless-shell", "headless-shell"];

/**
 * What a browser is for: `tests` take the shell where there is one, as Playwright does with its own, which needs less of the
 * processor; `figures` are those of the browser that people have.
 */
export type BrowserUse = "tests" | "figures";
const macChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where browsers may be, the best first. */
export function browserCandidates(
  env: Record<string, string | undefined>,
  playwrightsOwn: string,
  use: BrowserUse = "tests",
): string[] {
  const programs = use === "tests" ? [...shell, ...whole] : [...whole, ...shell];
  const folders = (env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const installed = programs.flatMap((name) => ["/usr/bin", ...folders].map((folder) => path.join(folder, name)));
  return [...(env.CHROMIUM ? [env.CHROMIUM] : []), ...installed, macChrome, playwrightsOwn];
}

/** An installed browser of the Chromium kind; null when there is none. */
export function findBrowser(use: BrowserUse = "tests"): string | null {
  return browserCandidates(process.env, chromium.executablePath(), use).find(isExecutable) ?? null;
}

const isDebianLike = () => existsSync("/etc/debian_version");
const isRoot = () => process.getuid?.() === 0;
// the first of these that the release has
const debianPackages = `apt-get update && ${["chromium-headless-shell", "chromium"]
  .map((name) => `apt-get install -y --no-install-recommends ${name} fonts-noto-cjk`)
  .join(" || ")}`;

// ways to get one, tried in order; `seconds` is when to give up
const installers = [
  {
    name: "Playwright's own Chromium",
    applies: () => true,
    command: ["npx", "--no-install", "playwright", "install", "chromium"],
    seconds: 300,
  },
  {
    name: "the distribution's Chromium",
    applies: () => isDebianLike() && isRoot(),
    command: ["sh", "-c", debianPackages],
    seconds: 900,
  },
  {
    name: "the distribution's Chromium, through sudo",
    applies: () => isDebianLike() && !isRoot(),
    command: ["sudo", "-n", "sh", "-c", debianPackages],
    seconds: 900,
  },
];

/** An installed browser; installs one by the means that this machine has. @throws when there is no way to get one */
export function ensureBrowser(use: BrowserUse = "tests"): string {
  const found = findBrowser(use);
  if (found) return found;
  for (const { name, command, seconds } of installers.filter(({ applies }) => applies())) {
    console.info(`no browser found; installing ${name}: ${command.join(" ")}`);
    const [program = "", ...args] = command;
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const result = spawnSync(program, args, { stdio: "inherit", timeout: seconds * 1000, env });
    const installed = findBrowser(use);
    if (installed) return installed;
    console.info(`that did not work (${result.error?.message ?? `exit code ${result.status}`})`);
  }
  throw new Error(
    "No Chromium or Chrome was found and none could be installed. Install one, or set CHROMIUM to its executable.",
  );
}
