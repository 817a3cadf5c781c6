import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeSync } from "node:fs";

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

/** A small disk that several commands use one after the other. */
export type SmallDisk = {
  /** for `within`: a command sees the disk at the directory */
  within: string[];
  /** a file of the disk as this process sees it */
  seen: (file: string) => string;
  /** the disk is gone, with all that is on it */
  release: () => Promise<void>;
};

/** Makes a directory a small disk of its own, for commands that are run `within` it. */
export async function holdSmallDisk(directory: string, megabytes: number): Promise<SmallDisk> {
  const [command = "", ...args] = [...onSmallDisk(directory, megabytes), "sh", "-c", "echo ready && exec cat"];
  const holder = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  await Promise.race([
    once(holder.stdout, "data"),
    once(holder, "close").then(() => Promise.reject(new Error(`there is no small disk at ${directory}`))),
  ]);
  const pid = holder.pid ?? 0;
  return {
    // whoever enters a name space stands at its root
    within: ["nsenter", "--mount", "--target", String(pid), "sh", "-c", 'cd "$0" && exec "$@"', process.cwd()],
    seen: (file) => asSeenBy(pid, file),
    release: async () => {
      const closed = once(holder, "close");
      holder.stdin.end();
      await closed;
    },
  };
}

/** Takes all the room that a disk has left, by one file on it. */
export function fillDisk(file: string): void {
  const handle = openSync(file, "w");
  for (const size of [65_536, 4096, 512, 1]) {
    try {
      for (;;) writeSync(handle, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  closeSync(handle);
}
