import { type Fitness, readFitness } from "../db/schema-fitness.ts";
import { schemaVersion } from "../db/schema-version.ts";
import { AppError } from "../errors.ts";
import { metrics } from "../telemetry/metrics.ts";
import { runningTurns } from "../turns/running-turns.ts";

/** What a stranger may know. */
export type Health = { status: "ok" };

/** What whoever operates the site may know besides. */
export type HealthDetails = {
  status: "ok" | "unfit";
  database: { fitness: Fitness; version: string; milliseconds: number };
  turns: { running: number; followers: number; lastTick: string | null };
};

/**
 * Whether the process can do its work: its database answers, and is one that this version can run on.
 * @throws AppError `database_unavailable`
 */
export async function checkReady(): Promise<Health> {
  if ((await readFitness()) !== "fit") throw new AppError("database_unavailable");
  return { status: "ok" };
}

/** The same in detail. @throws AppError `database_unavailable` when the database does not answer */
export async function describeHealth(): Promise<HealthDetails> {
  const startedAt = performance.now();
  const fitness = await readFitness();
  const milliseconds = Math.round(performance.now() - startedAt);
  const lastTick = metrics().lastTick();
  return {
    status: fitness === "fit" ? "ok" : "unfit",
    database: { fitness, version: schemaVersion, milliseconds },
    turns: {
      running: runningTurns().all().length,
      followers: metrics().followers(),
      lastTick: lastTick === null ? null : new Date(lastTick * 1000).toISOString(),
    },
  };
}
