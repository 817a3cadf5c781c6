import path from "node:path";
import { type Sqld, startSqld } from "./sqld.ts";

/**
 * Where a test's app keeps its data:
 * - `file`: the embedded database
 * - `sqld`: a libSQL server
 * - `fleet`: a libSQL server and a replica that forwards writes to it; an instance of the app at each
 */
export type Engine = "file" | "sqld" | "fleet";

/** What `npm run test:remote` runs the tests on. */
export const testEngine = (process.env.SWITCHBOARD_TEST_ENGINE ?? "file") as Engine;

/** One address for each instance of the app. */
export type TestDatabase = { urls: [string, ...string[]]; stop: () => Promise<void> };

// an app that is started again in a directory finds what the one before it left there
const servers = new Map<string, Promise<TestDatabase>>();

/** The database of the app that lives in a directory. */
export function databaseIn(directory: string, engine: Engine): Promise<TestDatabase> {
  const file = `file:${path.join(directory, "switchboard.db")}`;
  if (engine === "file") return Promise.resolve({ urls: [file], stop: async () => {} });
  const known = servers.get(directory);
  if (known) return known;
  const started = startServers(engine).then(({ urls, stop }) => ({
    urls,
    stop: async () => {
      servers.delete(directory);
      await stop();
    },
  }));
  servers.set(directory, started);
  return started;
}

/** Starts the servers of an engine that has any, with an empty database. */
export async function startServers(engine: Exclude<Engine, "file">): Promise<TestDatabase> {
  const primary = await startSqld({ primary: engine === "fleet" });
  if (engine === "sqld") return { urls: [primary.url], stop: primary.stop };
  const replica: Sqld = await startSqld({ replicaOf: primary });
  return {
    urls: [primary.url, replica.url],
    stop: async () => {
      await replica.stop();
      await primary.stop();
    },
  };
}
