import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A cap on a process's memory, as `docker run --memory` sets it. */
export type MemoryCap = { add: (pid: number) => void; peakBytes: () => number; remove: () => void };

/** A control group with a cap; null where this machine lets us make none (it takes root, and control groups). */
export function capMemory(bytes: number): MemoryCap | null {
  const name = `switchboard-${process.pid}`;
  for (const { folder, limit, peak } of [
    { folder: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", peak: "memory.max_usage_in_bytes" },
    { folder: "/sys/fs/cgroup", limit: "memory.max", peak: "memory.peak" },
  ]) {
    const group = path.join(folder, name);
    try {
      mkdirSync(group);
    } catch {
      continue;
    }
    if (existsSync(path.join(group, limit))) {
      writeFileSync(path.join(group, limit), String(bytes));
      return {
        add: (pid) => writeFileSync(path.join(group, "cgroup.procs"), String(pid)),
        peakBytes: () => Number(readFileSync(path.join(group, peak), "utf8")),
        remove: () => {
          try {
            rmdirSync(group);
          } catch {
            // somebody is in it still; it is empty of them soon, and costs nothing
          }
        },
      };
    }
    rmdirSync(group);
  }
  return null;
}
