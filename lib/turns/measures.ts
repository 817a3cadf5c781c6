import { type EndedTurn, type PaceRow, readEndedTurns } from "../db/turn-queries.ts";
import type { ModelMeasures } from "../models/schema.ts";
import { logTrouble } from "../telemetry/log.ts";

/** What is looked at: turns of so many days, and of each kind of end so many at most. */
const days = 30;
const turnsPerEnd = 2_000;
/** Fewer turns than this say nothing of a model. */
const fewest = 3;
/** An answer shorter than this in tokens, or in the time it took, says nothing of its speed. */
const shortestTokens = 20;
const shortestMs = 250;

const freshMs = 5 * 60_000;

type Cache = { at: number; measures: Promise<Record<string, ModelMeasures>> };
const holder = globalThis as typeof globalThis & { switchboardMeasures?: Cache };

/**
 * How the models have done in this server's own turns of the last 30 days, by model id; of everybody's, and so nobody's.
 * Looked up every five minutes at most. Empty when the database is away: nothing depends on it.
 */
export function measureModels(): Promise<Record<string, ModelMeasures>> {
  const now = performance.now();
  if (!holder.switchboardMeasures || now - holder.switchboardMeasures.at > freshMs) {
    const since = new Date(Date.now() - days * 24 * 60 * 60_000).toISOString();
    const measures = readEndedTurns(since, turnsPerEnd)
      .then(measure)
      .catch((error) => {
        logTrouble("model-turns-not-read", error);
        return {};
      });
    holder.switchboardMeasures = { at: now, measures };
  }
  return holder.switchboardMeasures.measures;
}

/** Medians and the share of failures of each model, from its ended turns. */
export function measure(turns: EndedTurn[]): Record<string, ModelMeasures> {
  // a turn whose process died says nothing of its model
  const counted = turns.filter(({ errorCode }) => errorCode !== "turn_orphaned");
  const measures = [...Map.groupBy(counted, ({ modelId }) => modelId)].flatMap(([modelId, some]) => {
    if (some.length < fewest) return [];
    const complete = some.filter(({ status }) => status === "complete");
    const of = {
      turns: some.length,
      failures: (some.length - complete.length) / some.length,
      firstTokenMs: median(complete.flatMap(({ firstTokenMs }) => firstTokenMs ?? [])),
      tokensPerSecond: median(complete.flatMap((turn) => speed(turn) ?? [])),
    };
    return [[modelId, of] as const];
  });
  return Object.fromEntries(measures);
}

/**
 * Tokens a second from the first one on; null for an answer that says nothing of it. Thoughts that were not streamed
 * were had before the first token, and do not count.
 */
export function speed({ firstTokenMs, totalMs, outputTokens, reasoningTokens, thoughtsShown }: PaceRow): number | null {
  if (firstTokenMs === null || totalMs === null || outputTokens === null) return null;
  const writingMs = totalMs - firstTokenMs;
  const tokens = thoughtsShown ? outputTokens : outputTokens - (reasoningTokens ?? 0);
  if (tokens < shortestTokens || writingMs < shortestMs) return null;
  return tokens / (writingMs / 1000);
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}
