import { readdirSync, readFileSync } from "node:fs";

// What a process costs, with everything it started, as Linux counts it in /proc. A process that ends meanwhile counts
// as nothing.

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function parentOf(pid: string): number {
  const stat = read(`/proc/${pid}/stat`);
  // the name in brackets may hold spaces
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function treeOf(root: number): number[] {
  const children = Map.groupBy(
    list("/proc").filter((name) => /^\d+$/.test(name)),
    parentOf,
  );
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []).map(Number));
  return tree;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** Processor time of all threads so far, in milliseconds, exact to the scheduler's nanosecond. */
export function cpuMs(root: number): number {
  const threads = treeOf(root).flatMap((pid) => list(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`));
  return sum(threads.map((thread) => Number(read(`${thread}/schedstat`).split(" ")[0]) / 1e6));
}

/** Memory in MB: proportional set size, which counts what processes share once. */
export function memoryMb(root: number): number {
  return sum(
    treeOf(root).map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024),
  );
}

/** The same as the kernel charges each process, shared pages counted every time. */
export function residentMb(root: number): number {
  return sum(treeOf(root).map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024));
}

/** MB that were written to disk so far. */
export function writtenMb(root: number): number {
  return sum(treeOf(root).map((pid) => Number(/^write_bytes:\s+(\d+)/m.exec(read(`/proc/${pid}/io`))?.[1] ?? 0) / 1e6));
}

/** Looks again and again while something runs; gives the highest value. */
export function watchPeak(look: () => number, everyMs = 500): { stop: () => number } {
  let peak = look();
  const timer = setInterval(() => {
    peak = Math.max(peak, look());
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(peak, look());
    },
  };
}
