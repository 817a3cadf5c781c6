import type { Client, InStatement, Transaction, TransactionMode } from "@libsql/client";

/**
 * A libSQL client of a local file made fit for many callers in one process:
 * - transactions run on the client's one connection. The driver would leave the connection to the transaction and
 *   open another one that nobody closes: hundreds of open files after a few hundred transactions.
 * - they begin IMMEDIATE. A deferred one that reads first and writes later fails at once when another process
 *   writes in between, and no busy timeout helps.
 * - raw batches wait for an open transaction. The Prisma adapter has a lock for its own calls, which raw calls pass by.
 */
export function localClient(client: Client): Client {
  const lock = new Lock();
  const ready = (async () => {
    // WAL stays with the file; the other two are the connection's own
    for (const pragma of ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]) {
      await client.execute(`PRAGMA ${pragma}`);
    }
  })();
  ready.catch(() => {}); // reported by the first call that awaits it

  async function exclusively<T>(work: () => Promise<T>): Promise<T> {
    await ready;
    const release = await lock.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  const overrides: Partial<Client> = {
    transaction: async () => {
      await ready;
      const release = await lock.acquire();
      try {
        await client.execute("BEGIN IMMEDIATE");
      } catch (error) {
        release();
        throw error;
      }
      return sharedTransaction(client, release);
    },
    batch: (statements: Parameters<Client["batch"]>[0], mode?: TransactionMode) =>
      exclusively(async () => {
        const [first, ...more] = statements;
        // one statement is a transaction of its own: without BEGIN and COMMIT it takes half the time
        const alone = first !== undefined && more.length === 0 && !Array.isArray(first);
        return alone ? [await client.execute(first)] : client.batch(statements, mode);
      }),
    executeMultiple: (sql: string) => exclusively(() => client.executeMultiple(sql)),
  };
  return new Proxy(client, {
    get(target, key) {
      const value = overrides[key as keyof Client] ?? Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function sharedTransaction(client: Client, release: () => void): Transaction {
  let closed = false;
  async function end(sql: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (closed) return;
    try {
      await client.execute(sql);
    } catch (error) {
      // a COMMIT that failed leaves the transaction open: the next one could not begin
      if (sql === "COMMIT") await client.execute("ROLLBACK").catch(() => {});
      throw error;
    } finally {
      closed = true;
      release();
    }
  }
  return {
    execute: (statement: InStatement) => client.execute(statement),
    batch: async (statements: InStatement[]) => {
      const results = [];
      for (const statement of statements) results.push(await client.execute(statement));
      return results;
    },
    executeMultiple: (sql: string) => client.executeMultiple(sql),
    commit: () => end("COMMIT"),
    rollback: () => end("ROLLBACK"),
    close: () => void end("ROLLBACK").catch(() => {}),
    get closed() {
      return closed;
    },
  } as Transaction;
}

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
