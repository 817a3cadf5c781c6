import type { Client, InStatement, ResultSet } from "@libsql/client";

/** What the site asks of a libSQL database, be it a file or a server. */
export type DatabaseClient = Pick<Client, "execute" | "transaction" | "executeMultiple" | "close"> & {
  /** Runs statements as one transaction; what was written is on the disk then. */
  batch(statements: InStatement[], mode?: "read" | "write"): Promise<ResultSet[]>;
  /**
   * The same for one who has something to do while the disk writes: others see what was written, and `durable` resolves
   * when a power cut cannot take it any more.
   */
  commit(statements: InStatement[]): Promise<{ results: ResultSet[]; durable: Promise<void> }>;
};
