import { randomUUID } from "node:crypto";
import { tickTurns } from "../db/turn-batches.ts";
import type { EventRun } from "../db/turn-log.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { withoutLogContext } from "../telemetry/context.ts";
import { logEvent, logTrouble } from "../telemetry/log.ts";
import { metrics } from "../telemetry/metrics.ts";
import type { TurnChunk } from "./schema.ts";
import { TurnLog } from "./turn-log.ts";

/** Between two writes of the log: what a crash can take from what was shown is at most this and one write. */
const tickMs = 200;

/** A database that was away for less is not worth a word to those who read. */
const unsavedMs = 1000;

/** When there may be room again where there was none: answers take seconds, and of hundreds some end each second. */
const busySeconds = 5;

/** How long followers may be ahead of the database. */
const aheadMs = 400;

/**
 * Why a turn was told to end. It travels as the abort signal's reason, a plain word because it may come from another
 * of Next's bundles, which has classes of its own.
 */
export type StopReason = "stop" | "lease-lost" | "shutdown";

/**
 * A turn that this process runs. Followers get what is stored, and what is not stored yet as long as that is young:
 * when the database falls behind, what is shown waits for it. So a crash never takes more than `aheadMs` and the way to
 * the screen from what a person has seen.
 */
export class RunningTurn extends TurnLog {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  /** aborted with the reason when the turn has to end before the model does */
  readonly controller = new AbortController();
  /** how many events the database has */
  stored = 0;
  /** the turn itself is on the disk: until then nobody is told of anything */
  #stands = false;
  /** since when, on the monotonic clock, there have been events that it does not have */
  #behindSince: number | null = null;
  /** how many somebody may have seen: whoever reloads then must not see fewer */
  #shown = 0;

  constructor(id: string, userId: string, conversationId: string) {
    super();
    this.id = id;
    this.userId = userId;
    this.conversationId = conversationId;
  }

  /** Adds chunks to the log and wakes the followers. */
  append(...chunks: TurnChunk[]): void {
    for (const chunk of chunks) this.events.push(JSON.stringify(chunk));
    this.#behindSince ??= performance.now();
    this.wake();
  }

  override get released(): number {
    if (!this.#stands && !this.ended) return 0;
    const late = this.#behindSince !== null && performance.now() - this.#behindSince > aheadMs;
    this.#shown = Math.max(this.#shown, late && !this.ended ? this.stored : this.events.length);
    return this.#shown;
  }

  /**
   * The database has the first `count` events.
   * @param readAt when these were taken from the log: what came later cannot be older
   */
  wasStored(count: number, readAt: number): void {
    const held = this.released < this.events.length;
    this.stored = Math.max(this.stored, count);
    this.#behindSince = this.stored < this.events.length ? readAt : null;
    this.notice = null;
    if (held) this.wake();
  }

  /** What came could not be stored. Followers are told, while they have before them what may be lost. */
  wasNotStored(error: unknown): void {
    const code = error instanceof AppError ? error.code : "database_unavailable";
    this.notice = JSON.stringify({
      type: "data-notice",
      data: { code, seconds: 0 },
      transient: true,
    } satisfies TurnChunk);
    this.wake();
  }

  /** The turn is on the disk, where a power cut cannot take it any more. */
  stands(): void {
    this.#stands = true;
    this.wake();
  }

  /** The events the database does not have yet. */
  unstored(): EventRun[] {
    if (this.stored === this.events.length) return [];
    return [{ turnId: this.id, first: this.stored + 1, data: this.events.slice(this.stored) }];
  }
}

/** All turns of this process, and the one timer that writes their logs; without turns there is no timer. */
class RunningTurns {
  /** who holds the leases of this process */
  readonly owner = randomUUID();
  readonly #turns = new Map<string, RunningTurn>();
  #timer: NodeJS.Timeout | null = null;
  /** turns that are being accepted, and have a place already */
  #coming = 0;
  /** the process ends: what began now would be cut */
  #closing = false;
  /** since when ticks fail one after the other: that is logged once, not five times a second */
  #failingSince: number | null = null;

  constructor() {
    metrics().registry.gauge("switchboard_turns_running", "Turns that this process runs.", () => this.#turns.size);
  }

  get(turnId: string): RunningTurn | undefined {
    return this.#turns.get(turnId);
  }

  all(): RunningTurn[] {
    return [...this.#turns.values()];
  }

  /**
   * Keeps a place for one more turn until that is accepted or refused; what is returned gives it back.
   * @throws AppError `server_busy` when as many run as may (`MAX_RUNNING_TURNS`), or when the process is about to end
   */
  takeRoom(): () => void {
    if (this.#closing || this.#turns.size + this.#coming >= env().MAX_RUNNING_TURNS)
      throw new AppError("server_busy", { seconds: busySeconds });
    this.#coming += 1;
    return () => {
      this.#coming -= 1;
    };
  }

  /** From now on no turn is accepted: connections that are kept would bring new ones until the process has ended. */
  close(): void {
    this.#closing = true;
  }

  /** Whether turns run, or are being accepted. */
  get busy(): boolean {
    return this.#turns.size + this.#coming > 0;
  }

  add(turn: RunningTurn): void {
    this.#turns.set(turn.id, turn);
    this.#timer ??= withoutLogContext(() => setTimeout(() => this.#tick(), tickMs));
  }

  /** The turn's end is written, or given up. Until then it goes on ticking, so that nobody takes it for an orphan. */
  finished(turn: RunningTurn): void {
    this.#turns.delete(turn.id);
    turn.ended = true;
    turn.wake();
  }

  #tick(): void {
    void this.#write().finally(() => {
      this.#timer = this.#turns.size > 0 ? setTimeout(() => this.#tick(), tickMs) : null;
    });
  }

  async #write(): Promise<void> {
    const turns = [...this.#turns.values()];
    if (turns.length === 0) return;
    const counts = turns.map((turn) => turn.events.length);
    const readAt = performance.now();
    try {
      const rows = await tickTurns(
        this.owner,
        turns.map((turn) => turn.id),
        turns.flatMap((turn) => turn.unstored()),
      );
      const standing = new Map(rows.map((row) => [row.id, row]));
      metrics().ticks.observe((performance.now() - readAt) / 1000);
      metrics().ticked();
      if (this.#failingSince !== null) logEvent("ticks-go-on", { turns: turns.length });
      this.#failingSince = null;
      for (const [index, turn] of turns.entries()) {
        turn.wasStored(counts[index] ?? turn.stored, readAt);
        const row = standing.get(turn.id);
        // one that has left the map meanwhile was ended by its runner
        if (!row && this.#turns.has(turn.id)) turn.controller.abort("lease-lost" satisfies StopReason);
        if (row?.stopRequested) turn.controller.abort("stop" satisfies StopReason);
      }
    } catch (error) {
      // the events stay in memory and go with a later tick
      metrics().failedTicks.add();
      if (this.#failingSince === null) logTrouble("tick-not-written", error, { turns: turns.length });
      this.#failingSince ??= readAt;
      if (performance.now() - this.#failingSince > unsavedMs) for (const turn of turns) turn.wasNotStored(error);
    }
  }
}

const holder = globalThis as typeof globalThis & { switchboardTurns?: RunningTurns };

/** The running turns of this process, one registry for all of Next's bundles. */
export function runningTurns(): RunningTurns {
  holder.switchboardTurns ??= new RunningTurns();
  return holder.switchboardTurns;
}
