import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { App } from "./app.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Runs one of the project's scripts on an app's database, and gives its exit code and all that it printed. */
export async function runCommand(
  { directory, databaseUrl }: Pick<App, "directory" | "databaseUrl">,
  script: string,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(root, "scripts", script), ...args], {
    cwd: directory,
    env: {
      PATH: process.env.PATH ?? "",
      DATABASE_URL: databaseUrl,
      SWITCHBOARD_SKIP_ENV_FILE: "1",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => {
      output += text;
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
