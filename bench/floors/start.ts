import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { freePort } from "../../e2e/support/ports.ts";
import { startTree, until } from "../../e2e/support/processes.ts";

/** A floor, running as a process of its own. */
export type Floor = { base: string; pid: number };

const folder = import.meta.dirname;
const nextFolder = path.join(folder, "next");
const stamp = path.join(nextFolder, ".next", "bench-build");
const next = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** A bare `node:http` pipe to the provider. */
export function startPipe(providerUrl: string): Promise<Floor> {
  return start((port) => [path.join(folder, "pipe.ts"), port, providerUrl], providerUrl);
}

/** A Next app with the AI SDK's documented route, and the same with merged events; built when it has changed. */
export function startNext(providerUrl: string): Promise<Floor> {
  const fingerprint = fingerprintOfNext();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== fingerprint) {
    console.log("Building the floors' Next app (once) ...");
    const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build", nextFolder], {
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the floors' Next app does not build:\n${stdout}\n${stderr}`);
    writeFileSync(stamp, fingerprint);
  }
  return start((port) => [next, "start", nextFolder, "-p", port, "-H", "127.0.0.1"], providerUrl);
}

function fingerprintOfNext(): string {
  const hash = createHash("sha256").update(process.version).update(readFileSync("package-lock.json"));
  const files = globSync("{app/**/*,*}.{ts,tsx,js,json}", { cwd: nextFolder }).filter(
    (file) => file !== "next-env.d.ts",
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(path.join(nextFolder, file)));
  return hash.digest("hex");
}

async function start(command: (port: string) => string[], providerUrl: string): Promise<Floor> {
  const port = String(await freePort());
  const base = `http://127.0.0.1:${port}`;
  const { pid } = await startTree(process.execPath, command(port), {
    cwd: process.cwd(),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PROVIDER_URL: `${providerUrl}/v1` },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const answers = () =>
    fetch(`${base}/v1/models`).then(
      () => true,
      () => false,
    );
  await until(answers, { seconds: 30, describe: () => `${command(port)[0]} does not answer` });
  return { base, pid };
}
