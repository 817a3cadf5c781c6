import { type DistantRow, readDistantTurns } from "../db/turn-log.ts";
import { OrphanWatch } from "./orphans.ts";
import { TurnLog } from "./turn-log.ts";

/** How often the turns of other processes that are followed here are looked at, all of them at once. */
const pollMs = 200;

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
  readonly #turns = new Map<string, DistantTurn>();
  readonly #orphans = new OrphanWatch();
  #timer: NodeJS.Timeout | null = null;

  /**
   * Begins to follow a turn. Everyone who follows it shares one log; give it back with `leave`.
   * @param seen the number of the last event that the follower has read from the database
   * @returns null when the shared log begins later: a follower who reads slowly has to read on in the database first
   */
  join(turnId: string, seen: number): DistantTurn | null {
    let turn = this.#turns.get(turnId);
    if (turn && turn.base > seen) return null;
    if (!turn) {
      turn = new DistantTurn(turnId, seen);
      this.#turns.set(turnId, turn);
    }
    turn.followers += 1;
    this.#timer ??= setTimeout(() => this.#look(), pollMs);
    return turn;
  }

  leave(turn: DistantTurn): void {
    turn.followers -= 1;
    if (turn.followers === 0) this.#forget(turn);
  }

  #forget(turn: DistantTurn): void {
    if (this.#turns.get(turn.id) === turn) this.#turns.delete(turn.id);
  }

  #look(): void {
    void this.#read()
      // followers wait until the database is back; their connections stay
      .catch((error) => console.error("[turn log] a look at other processes' turns failed", error))
      .finally(() => {
        this.#timer = this.#turns.size > 0 ? setTimeout(() => this.#look(), pollMs) : null;
      });
  }

  async #read(): Promise<void> {
    const turns = [...this.#turns.values()];
    if (turns.length === 0) return;
    const rows = await readDistantTurns(turns.map(({ id, last }) => ({ id, after: last })));
    for (const turn of turns) await this.#take(turn, rows.get(turn.id));
  }

  async #take(turn: DistantTurn, row: DistantRow | undefined): Promise<void> {
    turn.events.push(...(row?.events ?? []));
    turn.ended = row?.status !== "running";
    turn.lost = turn.ended && row?.logged === false;
    if (turn.ended) this.#forget(turn);
    if (turn.ended || row?.events.length) turn.wake();
    if (row && !turn.ended) await this.#orphans.see({ id: turn.id, ...row });
  }
}

const holder = globalThis as typeof globalThis & { switchboardDistantTurns?: DistantTurns };

/** The turns of other processes, one registry for all of Next's bundles. */
export function distantTurns(): DistantTurns {
  holder.switchboardDistantTurns ??= new DistantTurns();
  return holder.switchboardDistantTurns;
}
