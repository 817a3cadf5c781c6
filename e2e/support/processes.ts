import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** A process with all that it starts, as one thing that can be ended. */
export type ProcessTree = {
  pid: number;
  child: ChildProcess;
  /** true from the moment the first process has ended */
  hasEnded: () => boolean;
  /**
   * Ends it. SIGKILL reaches every process of the tree, like a crash of the machine; any other signal only the first,
   * like a service manager's. What is still there after `seconds` is killed.
   */
  stop: (signal?: NodeJS.Signals, seconds?: number) => Promise<StopResult>;
};

/** How a process ended, and how long it took in milliseconds from the signal on. */
export type StopResult = { code: number | null; signal: NodeJS.Signals | null; milliseconds: number };

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // all of them are gone already
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

type TreeOptions = { cwd: string; env: Record<string, string | undefined>; stdio: StdioOptions };

/** Starts a command in a process group of its own. The whole group ends with this process, however this one ends. */
export async function startTree(command: string, args: string[], options: TreeOptions): Promise<ProcessTree> {
  const child = spawn(command, args, { ...options, env: options.env as NodeJS.ProcessEnv, detached: true });
  await once(child, "spawn");
  const pid = child.pid as number;
  const killNow = () => killGroup(pid, "SIGKILL");
  process.once("exit", killNow);
  const leash = tether(pid);
  const ended = once(child, "exit").then(() => {
    process.removeListener("exit", killNow);
    leash.kill("SIGKILL");
    // what the first process left behind
    killNow();
  });

  const stop: ProcessTree["stop"] = async (signal = "SIGTERM", seconds = 15) => {
    const begin = performance.now();
    if (!hasEnded()) {
      if (signal === "SIGKILL") killNow();
      else child.kill(signal);
    }
    const deadline = new AbortController();
    const late = sleep(seconds * 1000, undefined, { signal: deadline.signal }).then(killNow, () => {});
    await Promise.race([ended, late.then(() => ended)]);
    deadline.abort();
    return { code: child.exitCode, signal: child.signalCode, milliseconds: performance.now() - begin };
  };
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return { pid, child, hasEnded, stop };
}

// A test runner may kill its workers outright, and then no handler of theirs runs. This shell reads from a pipe that
// ends with us, and kills the group then.
function tether(pid: number): ChildProcess {
  const leash = spawn("sh", ["-c", `cat >/dev/null; kill -s KILL -- -${pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  leash.unref();
  (leash.stdin as unknown as { unref: () => void }).unref();
  return leash;
}

/**
 * Asks again and again until `test` gives something other than null or false.
 * @throws when that takes longer than `seconds`, with what `describe` says then
 */
export async function until<T>(
  test: () => Promise<T | null | false> | T | null | false,
  { seconds, describe }: { seconds: number; describe: () => string },
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const result = await test();
    if (result !== null && result !== false) return result;
    if (performance.now() > deadline) throw new Error(describe());
    await sleep(40);
  }
}
