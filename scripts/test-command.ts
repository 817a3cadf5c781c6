import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");

/** How a command ended, and all that it said. */
export type Ended = { code: number | null; output: string };
export type CommandOptions = {
  cwd?: string;
  uid?: number;
  args?: string[];
  env?: Record<string, string>;
  /** a command that runs this one as its last arguments say, as `unshare` does */
  within?: string[];
};

/** Starts one of the commands in scripts/ on a database file. */
export function startCommand(
  script: string,
  file: string,
  { cwd = root, uid, args = [], env = {}, within = [] }: CommandOptions = {},
): ChildProcess {
  const [command = "", ...all] = [...within, process.execPath, path.join(root, "scripts", script), ...args];
  return spawn(command, all, {
    cwd,
    env: {
      PATH: process.env.PATH ?? "",
      DATABASE_URL: `file:${file}`,
      SWITCHBOARD_SKIP_ENV_FILE: "1",
      NODE_ENV: "test",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid !== undefined && { uid, gid: uid }),
  });
}

/** Runs one to its end. */
export async function runCommand(script: string, file: string, options?: CommandOptions): Promise<Ended> {
  const child = startCommand(script, file, options);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => (output += text));
  const [code] = await once(child, "close");
  return { code, output };
}
