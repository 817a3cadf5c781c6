import { setTimeout as delay } from "node:timers/promises";
import { deleteOldTurnEvents, readTurnLog } from "../db/turn-log.ts";
import { readRunningTurns } from "../db/turn-queries.ts";
import { logTrouble } from "../telemetry/log.ts";
import { unknownUsage } from "../usage/schema.ts";
import { nothingServed } from "./ending.ts";
import { finishTurn, keepEventsMs } from "./finish.ts";
import { runningTurns } from "./running-turns.ts";
import { type Answer, type AnswerMetadata, emptyAnswer, foldChunk, type TurnChunk } from "./schema.ts";

/** A turn whose beat stands still for this long, on the observer's own monotonic clock, has lost its process. */
const orphanMs = 5_000;
const lookMs = 500;

/** A running turn as it is seen from outside. */
export type Sighting = { id: string; userId: string; owner: string; beat: number };

/** Watches turns of other processes and closes those that have lost theirs. Wall clocks are never compared. */
export class OrphanWatch {
  readonly #seen = new Map<string, { owner: string; beat: number; since: number }>();

  /** How many turns are remembered. */
  get size(): number {
    return this.#seen.size;
  }

  /** Forgets all turns but these: of one that has ended, or that nobody looks at any more, nothing need be known. */
  keepOnly(turnIds: ReadonlySet<string>): void {
    for (const id of this.#seen.keys()) if (!turnIds.has(id)) this.#seen.delete(id);
  }

  /** Takes note of a running turn; closes it when it has stood still for too long. */
  async see(turn: Sighting): Promise<void> {
    const known = this.#seen.get(turn.id);
    if (known?.owner !== turn.owner || known.beat !== turn.beat) {
      this.#seen.set(turn.id, { owner: turn.owner, beat: turn.beat, since: performance.now() });
    } else if (performance.now() - known.since >= orphanMs) {
      this.#seen.delete(turn.id);
      await closeOrphan(turn);
    }
  }
}

/** Ends a turn that nobody runs any more, with the text its log has. */
async function closeOrphan({ id, userId, owner, beat }: Sighting): Promise<void> {
  const log = await readTurnLog(userId, id, 0);
  const answer = (log?.events ?? []).reduce<Answer>(
    (folded, event) => foldChunk(folded, JSON.parse(event.data) as TurnChunk),
    emptyAnswer,
  );
  if (!answer.metadata) return;
  await finishTurn(
    { turnId: id, owner, beat },
    answer as Answer & { metadata: AnswerMetadata },
    {
      status: "interrupted",
      finishReason: null,
      error: { code: "turn_orphaned" },
      usage: unknownUsage,
      served: nothingServed,
      firstTokenMs: null,
      totalMs: null,
    },
    { first: (log?.events.at(-1)?.sequence ?? 0) + 1, data: [] },
  );
}

/**
 * Once, at the start of a process: watches the turns that seem to run, until each has moved, ended or been closed,
 * and deletes logs that a killed process left. A database that is away at the moment is asked again.
 */
export async function sweepOrphans(): Promise<void> {
  const watch = new OrphanWatch();
  let suspects: Map<string, Sighting> | null = null;
  while (suspects === null || suspects.size > 0) {
    try {
      const running = new Map((await readRunningTurns()).map((turn) => [turn.id, turn]));
      if (suspects === null) await deleteOldTurnEvents(new Date(Date.now() - keepEventsMs).toISOString());
      suspects = await stillSuspect(suspects ?? running, running, watch);
    } catch (error) {
      logTrouble("orphans-not-read", error);
    }
    if (suspects === null || suspects.size > 0) await delay(lookMs, undefined, { ref: false });
  }
}

async function stillSuspect(
  suspects: Map<string, Sighting>,
  running: Map<string, Sighting>,
  watch: OrphanWatch,
): Promise<Map<string, Sighting>> {
  const still = new Map<string, Sighting>();
  for (const [id, { owner, beat }] of suspects) {
    const turn = running.get(id);
    if (turn?.owner !== owner || turn.beat !== beat || owner === runningTurns().owner) continue;
    await watch.see(turn);
    still.set(id, turn);
  }
  return still;
}
