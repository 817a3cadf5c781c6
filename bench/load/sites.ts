import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { startSqld } from "../../e2e/support/sqld.ts";
import { databaseFile } from "../../lib/db/open-client.ts";
import type { Provider } from "../provider/control.ts";
import { type Site, startSite } from "../targets.ts";

/** What is under load: one process on a file, or two on a libSQL server. */
export type Sites = {
  title: string;
  all: Site[];
  /** of the database on the disk, everything that belongs to it, in MB */
  databaseMb: () => number;
  close: () => Promise<void>;
};

/** Room for answers beyond the streams themselves, for all instances together: what a rush may take of it. */
export const spareTurns = 20;

export async function openSites(kind: "file" | "instances", provider: Provider, streams: number): Promise<Sites> {
  const cap = (instances: number) => ({
    MAX_RUNNING_TURNS: String(Math.ceil((streams + spareTurns) / instances)),
    METRICS_TOKEN: "bench-load-metrics-token",
  });
  if (kind === "file") {
    const site = await startSite("ours", provider, cap(1));
    const folder = path.dirname(databaseFile(site.databaseUrl));
    return {
      title: "one process on a file",
      all: [site],
      databaseMb: () => sizeMb(folder),
      close: () => site.close(),
    };
  }
  const sqld = await startSqld();
  const shared = {
    ...cap(2),
    BETTER_AUTH_SECRET: randomBytes(33).toString("base64"),
    DATABASE_URL: sqld.url,
  };
  const all = [await startSite("instance 1", provider, shared), await startSite("instance 2", provider, shared)];
  return {
    title: "two processes on a libSQL server",
    all,
    databaseMb: () => sizeMb(sqld.directory),
    close: async () => {
      await Promise.all(all.map((site) => site.close()));
      await sqld.stop();
    },
  };
}

// files come and go meanwhile
function sizeMb(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const bytes = names.map((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  return bytes.reduce((sum, size) => sum + size, 0) / 1e6;
}
