import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";

const script = path.join(import.meta.dirname, "hold-lock.ts");

/** Has another process hold a database file. @returns what makes it let go, and waits until it has */
export async function holdLock(file: string, kind: "writer" | "reader"): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [script, file, kind], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return async () => {
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
  };
}

/** What a process of its own counts in a database file. */
export async function countElsewhere(file: string, sql: string): Promise<number> {
  const child = spawn(process.execPath, [script, file, "count", sql], { stdio: ["ignore", "pipe", "inherit"] });
  return Number(await text(child.stdout));
}
