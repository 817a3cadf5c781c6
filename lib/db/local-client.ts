import { setTimeout as delay } from "node:timers/promises";
import {
  type InArgs,
  type InStatement,
  LibsqlError,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from "@libsql/client/http";
import type { DatabaseClient } from "./database-client.ts";
import type { LocalConnection } from "./local-connection.ts";
import { troubleOf } from "./trouble.ts";
import type { WriteAheadLog } from "./write-ahead-log.ts";

const usualPatienceMs = 5000;

/** How long SQLite itself waits, with the event loop stopped: another process mostly writes for less than that. */
const glanceMs = 5;
const longestWaitMs = 100;

/**
 * A libSQL client of a local file that is fit for many callers in one process:
 * - there is one connection. `@libsql/client` leaves its connection to a transaction and opens another one that nobody
 *   closes: hundreds of open files after a few hundred transactions.
 * - transactions begin IMMEDIATE. A deferred one that reads first and writes later fails at once when another process
 *   writes in between, and no busy timeout helps.
 * - batches and scripts wait for an open transaction. The Prisma adapter has a lock for its own calls, which others pass by.
 * - what writes resolves when it is on the disk, and the event loop goes on meanwhile.
 * - what another process holds up waits apart from the event loop, too: SQLite's own wait would stop it.
 */
export class LocalClient implements DatabaseClient {
  readonly #connection: LocalConnection;
  readonly #log: Pick<WriteAheadLog, "durable" | "close">;
  readonly #lock = new Lock();
  readonly #patienceMs: number;
  /** since when, and when last, another process was met that writes */
  #busy: { since: number; seen: number } | null = null;

  /** @param patienceMs how long what writes waits for another process that writes to the same file */
  constructor(
    connection: LocalConnection,
    log: Pick<WriteAheadLog, "durable" | "close">,
    patienceMs = usualPatienceMs,
  ) {
    this.#connection = connection;
    this.#log = log;
    this.#patienceMs = patienceMs;
    connection.waitAtMost(patienceMs);
    // WAL stays with the file; the other two are the connection's own. FULL would do what the log does, and wait for it.
    for (const pragma of ["journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"]) {
      connection.run(`PRAGMA ${pragma}`);
    }
    connection.waitAtMost(glanceMs);
  }

  /** Runs one statement, inside the open transaction if there is one: the callers see to that. */
  async execute(statement: InStatement | string, args?: InArgs): Promise<ResultSet> {
    const asked = typeof statement === "string" && args ? { sql: statement, args } : statement;
    if (this.#connection.inTransaction || !writes(asked)) return this.#connection.run(asked);
    const [result] = await this.#write([asked]);
    await this.#log.durable();
    return result as ResultSet;
  }

  async batch(statements: InStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    if (mode === "read") return this.#exclusively(() => this.#read(statements));
    const { results, durable } = await this.commit(statements);
    await durable;
    return results;
  }

  async commit(statements: InStatement[]): Promise<{ results: ResultSet[]; durable: Promise<void> }> {
    const results = await this.#write(statements);
    return { results, durable: this.#log.durable() };
  }

  async executeMultiple(sql: string): Promise<void> {
    await this.#exclusively(() => {
      // a script begins its transaction itself
      this.#connection.waitAtMost(this.#patienceMs);
      try {
        this.#orRollBack(() => this.#connection.runScript(sql));
      } finally {
        this.#connection.waitAtMost(glanceMs);
      }
    });
    await this.#log.durable();
  }

  async transaction(): Promise<Transaction> {
    return this.#openTransaction(await this.#begin());
  }

  close(): void {
    this.#connection.close();
    void this.#log.close().catch(() => {});
  }

  async #exclusively<Result>(work: () => Result): Promise<Result> {
    const release = await this.#lock.acquire();
    try {
      return work();
    } finally {
      release();
    }
  }

  #read(statements: InStatement[]): ResultSet[] {
    const [first, ...more] = statements;
    // one statement sees one state of the database by itself
    if (first !== undefined && more.length === 0) return [this.#connection.run(first)];
    return this.#orRollBack(() => {
      this.#connection.run("BEGIN");
      const results = statements.map((statement) => this.#connection.run(statement));
      this.#connection.run("COMMIT");
      return results;
    });
  }

  async #write(statements: InStatement[]): Promise<ResultSet[]> {
    const release = await this.#begin();
    try {
      return this.#orRollBack(() => {
        const results = statements.map((statement) => this.#connection.run(statement));
        this.#connection.run("COMMIT");
        return results;
      });
    } finally {
      release();
    }
  }

  /**
   * Begins a transaction that writes, as soon as no other process does; gives what lets the next one begin. Whoever waits
   * holds up nobody here: others read meanwhile.
   */
  async #begin(): Promise<() => void> {
    for (let waitMs = glanceMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const release = await this.#lock.acquire();
      try {
        this.#connection.beginToWrite();
        this.#busy = null;
        return release;
      } catch (error) {
        release();
        if (troubleOf(error) !== "busy" || this.#isBusyForLong()) throw error;
      }
      await delay(waitMs);
    }
  }

  // Patience is that of all who wait together: behind Prisma's lock one waits for the other, and each would begin anew.
  #isBusyForLong(): boolean {
    const now = performance.now();
    // whoever was there before may be gone long since
    if (this.#busy === null || now - this.#busy.seen > 10 * longestWaitMs) this.#busy = { since: now, seen: now };
    this.#busy.seen = now;
    return now - this.#busy.since > this.#patienceMs;
  }

  // a COMMIT that failed leaves the transaction open, too: the next one could not begin
  #orRollBack<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.run("ROLLBACK");
      throw error;
    }
  }

  #openTransaction(release: () => void): Transaction {
    let closed = false;
    const within = <Result>(work: () => Result): Result => {
      if (closed) throw new LibsqlError("the transaction is closed", "TRANSACTION_CLOSED");
      return work();
    };
    const end = async (sql: "COMMIT" | "ROLLBACK") => {
      if (closed) return;
      try {
        this.#orRollBack(() => this.#connection.run(sql));
      } finally {
        closed = true;
        release();
      }
      if (sql === "COMMIT") await this.#log.durable();
    };
    return {
      execute: async (statement: InStatement) => within(() => this.#connection.run(statement)),
      batch: async (statements: InStatement[]) =>
        within(() => statements.map((statement) => this.#connection.run(statement))),
      executeMultiple: async (sql: string) => within(() => this.#connection.runScript(sql)),
      commit: () => end("COMMIT"),
      rollback: () => end("ROLLBACK"),
      close: () => void end("ROLLBACK").catch(() => {}),
      get closed() {
        return closed;
      },
    } as Transaction;
  }
}

// what can write and can stand in a transaction
const writes = (statement: InStatement) =>
  /^\s*(INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|DROP|ALTER)\b/i.test(
    typeof statement === "string" ? statement : statement.sql,
  );

/** First come, first served. */
class Lock {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves, when the lock is held, with the function that gives it up. */
  async acquire(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#tail;
    this.#tail = promise;
    await before;
    return resolve;
  }
}
