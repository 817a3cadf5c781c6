import type { InArgs, InStatement, ResultSet, Transaction, TransactionMode } from "@libsql/client";
import type { DatabaseClient } from "./database-client.ts";
import type { LocalConnection } from "./local-connection.ts";
import type { WriteAheadLog } from "./write-ahead-log.ts";

/**
 * A libSQL client of a local file that is fit for many callers in one process:
 * - there is one connection. `@libsql/client` leaves its connection to a transaction and opens another one that nobody
 *   closes: hundreds of open files after a few hundred transactions.
 * - transactions begin IMMEDIATE. A deferred one that reads first and writes later fails at once when another process
 *   writes in between, and no busy timeout helps.
 * - batches and scripts wait for an open transaction. The Prisma adapter has a lock for its own calls, which others pass by.
 * - what writes resolves when it is on the disk, and the event loop goes on meanwhile.
 */
export class LocalClient implements DatabaseClient {
  readonly #connection: LocalConnection;
  readonly #log: Pick<WriteAheadLog, "durable" | "close">;
  readonly #lock = new Lock();

  constructor(connection: LocalConnection, log: Pick<WriteAheadLog, "durable" | "close">) {
    this.#connection = connection;
    this.#log = log;
    // WAL stays with the file; the other two are the connection's own. FULL would do what the log does, and wait for it.
    for (const pragma of ["journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"]) {
      connection.run(`PRAGMA ${pragma}`);
    }
  }

  /** Runs one statement, inside the open transaction if there is one: the callers see to that. */
  async execute(statement: InStatement | string, args?: InArgs): Promise<ResultSet> {
    const asked = typeof statement === "string" && args ? { sql: statement, args } : statement;
    const result = this.#connection.run(asked);
    if (!this.#connection.inTransaction && writes(asked)) await this.#log.durable();
    return result;
  }

  async batch(statements: InStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    if (mode === "read") return this.#exclusively(() => this.#runAll(statements, "BEGIN"));
    const { results, durable } = await this.commit(statements);
    await durable;
    return results;
  }

  async commit(statements: InStatement[]): Promise<{ results: ResultSet[]; durable: Promise<void> }> {
    const results = await this.#exclusively(() => this.#runAll(statements, "BEGIN IMMEDIATE"));
    return { results, durable: this.#log.durable() };
  }

  async executeMultiple(sql: string): Promise<void> {
    await this.#exclusively(() => this.#orRollBack(() => this.#connection.runScript(sql)));
    await this.#log.durable();
  }

  async transaction(): Promise<Transaction> {
    const release = await this.#lock.acquire();
    try {
      this.#connection.run("BEGIN IMMEDIATE");
    } catch (error) {
      release();
      throw error;
    }
    return this.#openTransaction(release);
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

  #runAll(statements: InStatement[], begin: string): ResultSet[] {
    const [first, ...more] = statements;
    // one statement is a transaction of its own: without BEGIN and COMMIT it takes half the time
    if (first !== undefined && more.length === 0) return [this.#connection.run(first)];
    return this.#orRollBack(() => {
      this.#connection.run(begin);
      const results = statements.map((statement) => this.#connection.run(statement));
      this.#connection.run("COMMIT");
      return results;
    });
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
      execute: async (statement: InStatement) => this.#connection.run(statement),
      batch: async (statements: InStatement[]) => statements.map((statement) => this.#connection.run(statement)),
      executeMultiple: async (sql: string) => this.#connection.runScript(sql),
      commit: () => end("COMMIT"),
      rollback: () => end("ROLLBACK"),
      close: () => void end("ROLLBACK").catch(() => {}),
      get closed() {
        return closed;
      },
    } as Transaction;
  }
}

const writes = (statement: InStatement) =>
  !/^\s*(SELECT|PRAGMA|EXPLAIN)\b/i.test(typeof statement === "string" ? statement : statement.sql);

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
