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
    if (this.#connection.inTransaction || !writes(asked)) return this.#connection.run(asked);
    const [result] = this.#write([asked]);
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
    const results = await this.#exclusively(() => this.#write(statements));
    return { results, durable: this.#log.durable() };
  }

  async executeMultiple(sql: string): Promise<void> {
    await this.#exclusively(() => this.#orRollBack(() => this.#connection.runScript(sql)));
    await this.#log.durable();
  }

  async transaction(): Promise<Transaction> {
    const release = await this.#lock.acquire();
    try {
      this.#connection.beginToWrite();
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

  #write(statements: InStatement[]): ResultSet[] {
    return this.#orRollBack(() => {
      this.#connection.beginToWrite();
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
