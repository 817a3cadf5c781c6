import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, linkSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from "node:fs";
import path from "node:path";
import type { OutputFunction } from "./build-output.ts";

const host = path.resolve(import.meta.dirname, "function-host.cjs");

/**
 * One function of a build in a process of its own, in a folder that holds its files and nothing else. While it has
 * nothing to do it stands still (SIGSTOP), as functions do on the platform: work that nobody said would go on does not.
 */
export class RunningFunction {
  readonly folder: string;
  readonly #child: ChildProcess;
  #port: number | null = null;
  /** requests that are being sent to it, and what it says it is busy with */
  #asked = 0;
  #busy = 0;
  #stands = false;
  /** how often it was stopped */
  stops = 0;
  output = "";

  private constructor(folder: string, child: ChildProcess) {
    this.folder = folder;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (data: Buffer) => {
        this.output += data.toString();
      });
    }
    child.on("message", (message: { port?: number; busy?: number }) => {
      if (message.port !== undefined) this.#port = message.port;
      if (message.busy !== undefined) this.#busy = message.busy;
      this.#rest();
    });
  }

  /** Lays a function out and starts it. @throws with what it printed, when it does not load */
  static async start(
    { config, files }: OutputFunction,
    folder: string,
    env: Record<string, string>,
  ): Promise<RunningFunction> {
    for (const [to, from] of files) place(from, path.join(folder, to));
    const kind = config.useWebApi ? "web" : "node";
    const child = spawn(process.execPath, [host, folder, config.handler ?? "index.js", kind], {
      cwd: folder,
      env: { ...env, ...config.environment } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const running = new RunningFunction(folder, child);
    await new Promise<void>((resolve, reject) => {
      child.on("message", () => running.#port !== null && resolve());
      child.once("exit", (code) => reject(new Error(`a function ended with ${code} at its start:\n${running.output}`)));
    });
    return running;
  }

  /** Wakes it for a request. @returns where it listens, and what to call when the request is over */
  wake(): { port: number; done: () => void } {
    this.#asked += 1;
    if (this.#stands) {
      this.#stands = false;
      this.#child.kill("SIGCONT");
    }
    let over = false;
    const done = () => {
      if (over) return;
      over = true;
      this.#asked -= 1;
      this.#rest();
    };
    return { port: this.#port as number, done };
  }

  get isStill(): boolean {
    return this.#stands;
  }

  /** Whether a file with such a name was loaded into the process; null where that cannot be seen. */
  hasLoaded(name: RegExp): boolean | null {
    try {
      return name.test(readFileSync(`/proc/${this.#child.pid}/maps`, "utf8"));
    } catch {
      return null;
    }
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }

  #rest(): void {
    if (this.#asked > 0 || this.#busy > 0 || this.#stands || this.#port === null) return;
    this.#stands = true;
    this.stops += 1;
    this.#child.kill("SIGSTOP");
  }
}

function place(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  try {
    if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else linkSync(from, to);
  } catch {
    copyFileSync(from, to); // another disk
  }
}
