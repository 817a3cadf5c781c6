import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FakeProvider } from "../fake-provider/server.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { databaseIn, testEngine } from "./database.ts";
import { freePort } from "./ports.ts";
import { type ProcessTree, type StopResult, startTree, until } from "./processes.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Variables for the app's process; undefined takes a default away. */
export type AppEnv = Record<string, string | undefined>;

export type AppOptions = {
  /** the services that the app is to talk to; without it no provider is configured */
  provider?: FakeProvider | undefined;
  env?: AppEnv;
  port?: number;
  /** one instance, on a fleet too: for what an instance tells of itself */
  alone?: boolean;
  /** where the database lies; a temporary one that `stop` removes, unless given */
  directory?: string;
  /** a command that runs the app as its last arguments say, as `unshare` does */
  within?: string[];
};

/** The built app, running as a process of its own. */
export type App = {
  url: string;
  port: number;
  /** of the process that runs now; changes with `restart` */
  pid: number;
  /** of every instance: on a fleet there are two */
  pids: readonly number[];
  directory: string;
  databaseUrl: string;
  /** of every instance: on a fleet the second is a replica of the first */
  databaseUrls: readonly string[];
  env: Record<string, string>;
  /** everything that it has printed so far, earlier runs included */
  output: () => string;
  /** ends the process and keeps its directory */
  stop: (signal?: NodeJS.Signals) => Promise<StopResult>;
  /** stops it, if it still runs, and starts it again with the same port, directory and environment */
  restart: (signal?: NodeJS.Signals) => Promise<void>;
  /** stops it and removes its directory, if that was a temporary one */
  dispose: () => Promise<void>;
};

/**
 * Starts the built app and waits until it is healthy: on a fleet, an instance at each database server, behind a balancer.
 * Throws with its output when it is not.
 */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const port = options.port ?? (await freePort());
  const directory = options.directory ?? mkdtempSync(path.join(tmpdir(), "switchboard-"));
  const given = options.env?.DATABASE_URL;
  const database = given === undefined ? await databaseIn(directory, testEngine) : null;
  const all = database?.urls ?? [given ?? ""];
  const urls = options.alone ? all.slice(0, 1) : all;
  const output = () => readFileSync(path.join(directory, "output.log"), "utf8");
  const cleanUp = async () => {
    if (options.directory) return;
    await database?.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const env = appEnv(port, directory, options);
  const url = `http://localhost:${port}`;
  const ports = urls.length === 1 ? [port] : await Promise.all(urls.map(() => freePort()));
  let balancer: Balancer | null = null;
  const spawnAll = async () => {
    const trees: ProcessTree[] = [];
    for (const [index, databaseUrl] of urls.entries()) {
      // on a fleet the first server is the primary, and the other one a replica of it
      const replica: Record<string, string> = index === 0 ? {} : { DATABASE_REPLICA: "on" };
      const own = { ...env, ...replica, PORT: String(ports[index]), DATABASE_URL: databaseUrl };
      trees.push(await spawnApp(directory, own, options.within ?? []));
    }
    try {
      await Promise.all(trees.map((tree, index) => waitForHealth(`http://localhost:${ports[index]}`, tree, output)));
    } catch (error) {
      await Promise.all(trees.map((tree) => tree.stop("SIGKILL")));
      throw error;
    }
    return trees;
  };
  const stopAll = async (signal?: NodeJS.Signals) => {
    // a site that is stopped takes no connection
    await balancer?.close();
    balancer = null;
    const [first] = await Promise.all(trees.map((tree) => tree.stop(signal)));
    return first as StopResult;
  };
  let trees: ProcessTree[] = [];
  const start = async () => {
    if (urls.length > 1) balancer = await startBalancer(port, ports);
    trees = await spawnAll();
    app.pids = trees.map(({ pid }) => pid);
    app.pid = app.pids[0] ?? 0;
  };
  const app: App = {
    url,
    port,
    pid: 0,
    pids: [],
    directory,
    databaseUrl: urls[0] ?? "",
    databaseUrls: urls,
    env,
    output,
    stop: stopAll,
    restart: async (signal) => {
      await stopAll(signal);
      await start();
    },
    dispose: async () => {
      await stopAll();
      await cleanUp();
    },
  };
  try {
    await start();
  } catch (error) {
    await stopAll();
    await cleanUp();
    throw error;
  }
  return app;
}

async function spawnApp(directory: string, env: Record<string, string>, within: string[]): Promise<ProcessTree> {
  const file = openSync(path.join(directory, "output.log"), "a");
  const [command = "", ...args] = [...within, process.execPath, "scripts/start.ts"];
  const started = await startTree(command, args, {
    cwd: root,
    env,
    stdio: ["ignore", file, file],
  });
  closeSync(file);
  return started;
}

async function waitForHealth(url: string, tree: ProcessTree, output: () => string): Promise<void> {
  const describe = () => `${url} is not healthy. The last it printed:\n${output().split("\n").slice(-40).join("\n")}`;
  await until(
    async () => {
      const { exitCode, signalCode } = tree.child;
      if (tree.hasEnded())
        throw new Error(`the app ended with ${exitCode ?? signalCode} while starting. ${describe()}`);
      const asked = fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5000) });
      const health = asked.then((response) => response.json()).catch(() => null);
      return ((await health) as { status?: string } | null)?.status === "ok";
    },
    { seconds: 60, describe },
  );
}

function appEnv(port: number, directory: string, { provider, env = {} }: AppOptions): Record<string, string> {
  // a clean environment: nothing of the developer's own settings gets in
  const kept = Object.fromEntries(["PATH", "HOME", "LANG", "TMPDIR"].map((name) => [name, process.env[name]]));
  const defaults: AppEnv = {
    ...kept,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    SWITCHBOARD_SKIP_BUILD: "1",
    SWITCHBOARD_SKIP_ENV_FILE: "1",
    PORT: String(port),
    // what each instance's own address takes the place of
    DATABASE_URL: `file:${path.join(directory, "switchboard.db")}`,
    BETTER_AUTH_URL: `http://localhost:${port}`,
    BETTER_AUTH_SECRET: randomBytes(33).toString("base64"),
    // each test comes with an address of its own
    TRUST_PROXY: "loopback",
    // far away, so that no held answer meets them; a test of the deadlines sets its own
    FIRST_CHUNK_SECONDS: "30",
    CHUNK_SECONDS: "30",
    ...(provider && providerEnv(provider)),
    ...env,
  };
  const set = Object.entries(defaults).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set);
}

function providerEnv({ services: { openai, openrouter, local } }: FakeProvider): AppEnv {
  return {
    OPENAI_API_KEY: openai.apiKey,
    OPENAI_BASE_URL: openai.baseURL,
    OPENROUTER_API_KEY: openrouter.apiKey,
    OPENROUTER_BASE_URL: openrouter.baseURL,
    CUSTOM_PROVIDERS: JSON.stringify([{ id: "local", name: "Local server", baseURL: local.baseURL }]),
    DEFAULT_MODEL: "openai:scenario/quick",
  };
}
