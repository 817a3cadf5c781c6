import { until } from "../../e2e/support/processes.ts";
import { residentMb } from "../measure/process-tree.ts";
import type { Site } from "../targets.ts";
import type { Sites } from "./sites.ts";

const everyMs = 2000;

/** A moment: seconds since the begin, memory and JavaScript's heap of each site, and size of the database, in MB. */
export type Moment = { at: number; memory: number[]; heap: number[]; database: number };

/** What the disk holds of the database once the logs of all turns are gone. */
type Kept = {
  database: number;
  logRows: number;
  freeMb: number;
  followers: number[];
  memory: number[];
  heap: number[];
};

/** Watches memory and disk every two seconds; `end` waits until the logs are deleted, a minute after the last turn. */
export async function watchSites(sites: Sites): Promise<{ end: () => Promise<{ moments: Moment[]; kept: Kept }> }> {
  const begin = performance.now();
  const moments: Moment[] = [];
  const look = async () => {
    const memory = sites.all.map(({ pid }) => residentMb(pid));
    const at = (performance.now() - begin) / 1000;
    moments.push({ at, memory, heap: await Promise.all(sites.all.map(heapMb)), database: sites.databaseMb() });
  };
  await look();
  // what went wrong with the sites is told by the load itself, and not by a look at them
  const timer = setInterval(() => look().catch(() => {}), everyMs);
  return {
    end: async () => {
      await look();
      clearInterval(timer);
      const [first] = sites.all as [Site, ...Site[]];
      const logRows = async () => {
        const { rows } = await first.visitor.client.execute(`SELECT COUNT(*) AS "count" FROM "TurnEvent"`);
        return Number(rows[0]?.count);
      };
      await until(async () => (await logRows()) === 0, {
        seconds: 90,
        describe: () => "the logs of turns that have ended stay",
      }).catch((error: Error) => console.log(error.message));
      return {
        moments,
        kept: {
          database: sites.databaseMb(),
          logRows: await logRows(),
          freeMb: await freeMb(first),
          memory: sites.all.map(({ pid }) => residentMb(pid)),
          heap: await Promise.all(sites.all.map(heapMb)),
          followers: await Promise.all(sites.all.map(followersOf)),
        },
      };
    },
  };
}

async function freeMb({ visitor }: Site): Promise<number> {
  const pragma = async (name: string) => {
    const { rows } = await visitor.client.execute(`SELECT * FROM pragma_${name}`);
    return Number(Object.values(rows[0] ?? {})[0]);
  };
  return ((await pragma("freelist_count")) * (await pragma("page_size"))) / 1e6;
}

const followersOf = (site: Site) => figureOf(site, "switchboard_followers");

const heapMb = async (site: Site) => (await figureOf(site, "nodejs_heap_used_bytes")) / 1e6;

async function figureOf({ base }: Site, name: string): Promise<number> {
  const headers = { authorization: "Bearer bench-load-metrics-token" };
  const text = await (await fetch(`${base}/api/metrics`, { headers })).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
}
