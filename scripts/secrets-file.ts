import { randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { syncPath } from "../lib/db/sync-path.ts";
import { needsPerson, Refusal } from "./refusal.ts";

// The file in which a local run keeps the secret that signs people's sessions.

/** As many bytes as the settings ask for, too (lib/env.ts). */
const leastBytes = 32;

/**
 * The secret in a file; null when there is no such file.
 * @throws Refusal when there is one that holds none. Another secret is not made up for it: it would sign out everybody, and
 *   the file may only have to be made readable.
 */
export function readSecret(file: string): string | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    const help = "Make it a file that the site's user can read, and start again.";
    throw new Refusal(
      `Switchboard cannot start: the file ${file} with its secret cannot be read (${code}). ${help}`,
      needsPerson,
    );
  }
  const secret = secretIn(text);
  if (secret !== null) return secret;
  throw new Refusal(
    `Switchboard cannot start: the file ${file} is damaged, it does not hold the secret that signs people's sessions. ` +
      "Put a copy of it in its place, or delete it and start again: with the new secret that is made then everybody has to " +
      "sign in once more, and nothing else is lost.",
    needsPerson,
  );
}

function secretIn(text: string): string | null {
  try {
    const { BETTER_AUTH_SECRET: secret } = JSON.parse(text) as { BETTER_AUTH_SECRET?: unknown };
    return typeof secret === "string" && Buffer.byteLength(secret) >= leastBytes ? secret : null;
  } catch {
    return null;
  }
}

/**
 * Writes a secret to a file that is not there yet; the file is there with all of it, and on the disk, or not at all.
 * @returns the secret that is in the file: another one when a process that was started at the same time was quicker
 * @throws what the disk says
 */
export function writeSecret(file: string, secret: string): string {
  const folder = path.dirname(file);
  const partial = `${file}.${randomUUID()}.partial`;
  mkdirSync(folder, { recursive: true });
  try {
    const text = `${JSON.stringify({ BETTER_AUTH_SECRET: secret }, null, 2)}\n`;
    writeFileSync(partial, text, { mode: 0o600, flag: "wx", flush: true });
    giveName(partial, file);
    syncPath(folder);
  } finally {
    rmSync(partial, { force: true });
  }
  return readSecret(file) ?? secret;
}

/** Codes of a file system that knows no second name for a file. */
const withoutLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

// A second name is given only when nobody has it, in one step; renaming would put the file over another one.
function giveName(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") return;
    if (!withoutLinks.has(code)) throw error;
    if (!existsSync(file)) renameSync(partial, file);
  }
}
