import { type FileHandle, open } from "node:fs/promises";

/**
 * Brings the write-ahead log of a SQLite file to the disk, apart from the event loop: what SQLite itself does at each
 * commit with `synchronous=FULL` would stop it, and a disk that is busy takes a tenth of a second.
 */
export class WriteAheadLog {
  readonly #path: string;
  #file: Promise<FileHandle> | null = null;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  /** @param databaseFile the path of the database itself */
  constructor(databaseFile: string) {
    this.#path = `${databaseFile}-wal`;
  }

  /** Resolves when a power cut cannot take what has been committed until now. Many who wait share one write. */
  durable(): Promise<void> {
    // the one that runs may have begun before the last commit
    if (this.#next === null) {
      this.#next = this.#running.then(() => {
        this.#next = null;
        return this.#sync();
      });
      this.#running = this.#next.catch(() => {});
    }
    return this.#next;
  }

  async #sync(): Promise<void> {
    // SQLite makes the file with the first connection and keeps it as long as there is one; it sets no locks on it, so
    // that closing another handle of it takes none away
    this.#file ??= open(this.#path, "r+");
    try {
      await (await this.#file).datasync();
    } catch (error) {
      await this.#forget();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#running;
    await this.#forget();
  }

  async #forget(): Promise<void> {
    const file = await this.#file?.catch(() => null);
    this.#file = null;
    await file?.close().catch(() => {});
  }
}
