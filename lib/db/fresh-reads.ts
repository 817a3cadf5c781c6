import { AsyncLocalStorage } from "node:async_hooks";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";

// A replica of a libSQL server answers reads itself, and has what was written elsewhere some milliseconds later. Whoever
// signs in at one instance of the site, or begins a conversation there, may ask for it at another before that. What a
// replica is asked to write goes to its primary, and so does what is read in the same batch: that is fresh (open-client.ts).

// one for all of Next's bundles
const holder = globalThis as typeof globalThis & { switchboardFreshReads?: AsyncLocalStorage<boolean> };
holder.switchboardFreshReads ??= new AsyncLocalStorage<boolean>();
const freshReads = holder.switchboardFreshReads;

/** Whether what is read now has to be read where it is written. */
export const readsFresh = (): boolean => (freshReads.getStore() ?? false) && mayLag();

/** Does something with all its reads where writes go; anywhere but at a replica these are the same place. */
export const readingFresh = <Result>(work: () => Result): Result => freshReads.run(true, work);

/** The other way round: for what one person's request begins and serves others, too, or what need not be fresh. */
export const readingAnywhere = <Result>(work: () => Result): Result => freshReads.run(false, work);

/**
 * Whether what is read here may be older than what was written elsewhere: whether the database is a replica. That has to be
 * said (`DATABASE_REPLICA`): elsewhere all reads are fresh, and what is missing need not be looked for twice.
 */
const mayLag = (): boolean => env().DATABASE_REPLICA === "on";

/** Looks for something, and once more where it was written when it seems not to be there. */
export async function findFresh<Found>(look: () => Promise<Found | null>): Promise<Found | null> {
  return (await look()) ?? (mayLag() ? readingFresh(look) : null);
}

/** The same for work that ends with `not_found`. It is done again from its begin: done twice, it must be the same as once. */
export async function unlessMissing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!mayLag() || !(error instanceof AppError) || error.code !== "not_found") throw error;
    return readingFresh(work);
  }
}
