import { spawnSync } from "node:child_process";

// Disks of a test's own, in a name space that nobody else sees and that goes with the app's process.

/** Why there can be none here; null when there can. */
export function whyNoMounts(): string | null {
  if (process.platform !== "linux") return "name spaces are Linux's";
  const { status } = spawnSync("unshare", ["--mount", "true"]);
  return status === 0 ? null : "making a name space for a disk needs root";
}

const inNameSpace = (script: string) => ["unshare", "--mount", "sh", "-c", `${script} && exec "$@"`, "sh"];

/** For `within`: a directory is a small disk of its own, empty at the start. */
export const onSmallDisk = (directory: string, megabytes: number): string[] =>
  inNameSpace(`mount -t tmpfs -o size=${megabytes}m tmpfs '${directory}'`);

/** For `within`: a directory may only be read. */
export const onReadOnlyDisk = (directory: string): string[] =>
  inNameSpace(`mount --bind '${directory}' '${directory}' && mount -o remount,ro,bind '${directory}'`);

/** A file as a process sees it. */
export const asSeenBy = (pid: number, file: string): string => `/proc/${pid}/root${file}`;
