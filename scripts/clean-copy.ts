import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/**
 * Copies what a clone of the repository would hold, and nothing else of this folder: no build, no settings, no data.
 * @returns how many files
 */
export function copyTracked(target: string): number {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  if (listed.status !== 0) throw new Error(`git does not list the files: ${listed.stderr}`);
  const files = listed.stdout.split("\0").filter((file) => file !== "" && existsSync(path.join(root, file)));
  for (const file of files) {
    const to = path.join(target, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(root, file), to, { verbatimSymlinks: true });
  }
  return files.length;
}

/**
 * Puts the installed packages into a copy, as links where the disk is the same one: an install of its own would be truer
 * and take minutes.
 */
export function linkPackages(target: string): void {
  const from = path.join(root, "node_modules");
  const to = path.join(target, "node_modules");
  if (spawnSync("cp", ["-al", from, to]).status === 0) return;
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
