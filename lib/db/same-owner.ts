import { chownSync, statSync } from "node:fs";

/** Gives a file or folder the owner of another one: whoever copies a database may be root, and the site somebody else. */
export function sameOwner(of: string, target: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(of);
  chownSync(target, uid, gid);
}
