import { lchownSync, statSync } from "node:fs";

/** Gives a file or folder the owner of another one: whoever copies a database may be root, and the site somebody else. */
export function sameOwner(of: string, target: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(of);
  // of a link the link itself: the site can put one there, and what it leads to is not the site's
  lchownSync(target, uid, gid);
}
