import { readingAnywhere, readingFresh } from "../db/fresh-reads.ts";
import { type DistantRow, readDistantTurns } from "../db/turn-log.ts";
import { withoutLogContext } from "../telemetry/context.ts";
import { logTrouble } from "../telemetry/log.ts";
import { OrphanWatch } from "./orphans.ts";
import { TurnLog } from "./turn-log.ts";

/** How often the turns of other processes that are followed here are looked at, all of them at once. */
const pollMs = 100;

/** A turn that another process runs, as far as it has been read from the database. */
export class DistantTurn extends TurnLog {
  readonly id: string;
  followers = 0;
  /** the log was deleted before the end of it was read: the stored message says the same */
  lost = false;

  constructor(id: string, base: number) {
    super(base);
    this.id = id;
  }

  get last(): number {
    return this.base + this.events.length;
  }
}

/** The turns of other processes that are followed in this one. Without followers there is no timer. */
class DistantTurns {
  /** mostly one for a turn; a follower who begins before the shared log does gets a longer one */
  readonly #logs = new Set<DistantTurn>();
  readonly #orphans = new OrphanWatch();
  #timer: NodeJS.Timeout | null = null;

  /**
   * Begins to follow a turn. Those who follow it share a log; give it back with `leave`.
   * @param seen the number of the last event that the follower has; after a crash that may be more than the log holds
   */
  join(turnId: string, seen: number): DistantTurn {
    let turn = [...this.#logs].find(({ id, base }) => id === turnId && base <= seen);
    if (!turn) {
      turn = new DistantTurn(turnId, seen);
      this.#logs.add(turn);
    }
    turn.followers += 1;
    this.#timer ??= readingAnywhere(() => withoutLogContext(() => setTimeout(() => this.#look(), pollMs)));
    return turn;
  }

  leave(turn: DistantTurn): void {
    turn.followers -= 1;
    if (turn.followers === 0) this.#logs.delete(turn);
  }

  /** How many turns are remembered from one look to the next: none that nobody follows. */
  get remembered(): number {
    return this.#orphans.size;
  }

  #look(): void {
    void this.#read()
      // followers wait until the database is back; their connections stay
      .catch((error) => logTrouble("distant-turns-not-read", error))
      .finally(() => {
        this.#orphans.keepOnly(new Set([...this.#logs].map(({ id }) => id)));
        this.#timer = this.#logs.size > 0 ? setTimeout(() => this.#look(), pollMs) : null;
      });
  }

  async #read(): Promise<void> {
    const byTurn = Map.groupBy(this.#logs, ({ id }) => id);
    if (byTurn.size === 0) return;
    const asked = [...byTurn].map(([id, logs]) => ({ id, after: Math.min(...logs.map(({ last }) => last)) }));
    const rows = await readDistantTurns(asked);
    // a replica may not have heard of a turn that is followed already
    const missing = asked.filter(({ id }) => !rows.has(id));
    const fresh = missing.length > 0 ? await readingFresh(() => readDistantTurns(missing)) : [];
    for (const [id, row] of fresh) rows.set(id, row);
    for (const [id, logs] of byTurn) {
      const row = rows.get(id);
      for (const log of logs) this.#take(log, row);
      if (row?.status === "running") await this.#orphans.see({ id, ...row });
    }
  }

  #take(log: DistantTurn, row: DistantRow | undefined): void {
    const news = (row?.events ?? []).filter(({ sequence }) => sequence > log.last);
    log.events.push(...news.map(({ data }) => data));
    log.ended = row?.status !== "running";
    log.lost = log.ended && row?.logged === false;
    if (log.ended) this.#logs.delete(log);
    if (log.ended || news.length > 0) log.wake();
  }
}

const holder = globalThis as typeof globalThis & { switchboardDistantTurns?: DistantTurns };

/** The turns of other processes, one registry for all of Next's bundles. */
export function distantTurns(): DistantTurns {
  holder.switchboardDistantTurns ??= new DistantTurns();
  return holder.switchboardDistantTurns;
}
