import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * The CLI that is tried. Pinned, as what it writes is looked into here; raise it when Next asks for a newer one. Its
 * `sandbox` is named because the range it asks for begins with a version that was never published.
 */
const version = "64.0.2";
const overrides = { sandbox: "4.5.0" };

const folder = path.resolve(import.meta.dirname, "../../.cache/vercel-cli");
const program = path.join(folder, "node_modules/vercel/dist/vc.js");

/**
 * The program of Vercel's CLI, installed into `.cache/vercel-cli` when it is not there: it is no dependency of the site.
 * @throws with npm's last words when that fails
 */
export function ensureCli(): { program: string; version: string } {
  if (!isInstalled()) install();
  return { program, version };
}

function isInstalled(): boolean {
  const file = path.join(folder, "node_modules/vercel/package.json");
  return existsSync(program) && JSON.parse(readFileSync(file, "utf8")).version === version;
}

function install(): void {
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "vercel-cli-cache", private: true, dependencies: { vercel: version }, overrides };
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
  const result = spawnSync("npm", args, { cwd: folder, encoding: "utf8", timeout: 600_000 });
  if (isInstalled()) return;
  const reason = (result.error?.message ?? result.stderr).trim().split("\n").slice(-5).join("\n");
  throw new Error(`Vercel's CLI ${version} could not be installed:\n${reason}`);
}
