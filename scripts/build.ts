// `npm run build`: generates the Prisma client and builds the site. What was built is fingerprinted, so that
// `npm start` builds only when something changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hintScripts } from "./compile-hints.ts";
import { loadEnvFile } from "./settings.ts";

const stampFile = ".next/switchboard-build";
const sources = [
  "{app,components,lib,messages,public}/**/*",
  "prisma/schema.prisma",
  "{next.config,postcss.config,proxy,instrumentation}.*",
  "package-lock.json",
  "tsconfig*.json",
  "scripts/compile-hints.ts",
];

/** One hash over everything that goes into a build. */
function fingerprint(): string {
  const hash = createHash("sha256").update(process.version);
  const isSource = (file: string) =>
    /\.[a-z]+$/.test(file) && !/\.test\.|^lib\/db\/generated\//.test(file) && statSync(file).isFile();
  for (const file of globSync(sources).filter(isSource).sort()) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

/** Whether the last build is one of the present sources. */
export function isBuilt(): boolean {
  return existsSync(stampFile) && existsSync(".next/BUILD_ID") && readFileSync(stampFile, "utf8") === fingerprint();
}

/** Generates the Prisma client; skipped where an up-to-date one is there. */
export function generateClient(): void {
  const client = "lib/db/generated/client.ts";
  const stamp = "lib/db/generated/schema.sha256";
  const schema = createHash("sha256").update(readFileSync("prisma/schema.prisma")).digest("hex");
  if (existsSync(client) && existsSync(stamp) && readFileSync(stamp, "utf8") === schema) return;
  run("prisma/build/index.js", ["generate", "--no-hints"], "pipe");
  writeFileSync(stamp, schema);
}

/** Builds the site for production. Ends the process when that fails. */
export function build(): void {
  generateClient();
  const before = fingerprint();
  run("next/dist/bin/next", ["build"], "inherit");
  hintScripts(".next");
  writeFileSync(stampFile, before);
}

// by this very Node, whatever the shell would find
function run(module: string, args: string[], stdio: "inherit" | "pipe"): void {
  const program = createRequire(import.meta.url).resolve(module);
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { stdio, env, encoding: "utf8" });
  if (status === 0) return;
  if (stdio === "pipe") console.error(stdout, stderr);
  process.exit(status ?? 1);
}

if (import.meta.main) {
  loadEnvFile();
  build();
}
