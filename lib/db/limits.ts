import { env } from "../env.ts";

/** Whether the data is at a libSQL server and not in a file. */
export const onServer = (): boolean => !env().DATABASE_URL.startsWith("file:");

/**
 * Bytes that the texts of one batch may have together. A replica hands a batch on to its primary as one message of 4 MiB
 * at most (measured with sqld 0.24.32: 4.1 MB go through, 4.6 do not, and the error does not say why), and a libSQL server
 * takes values of 5 MB. The rest is for what stands beside them.
 */
export const maxBatchBytes = 3_900_000;

/** Bytes of texts as they are sent and stored. */
export const bytesOf = (texts: readonly (string | null)[]): number =>
  texts.reduce((bytes, text) => bytes + Buffer.byteLength(text ?? ""), 0);

/**
 * Longest answer that the database has room for, in UTF-16 code units: on a libSQL server it is written by one batch, and a
 * code unit of JSON takes up to six bytes.
 */
export const longestAnswer = (): number => (onServer() ? 640_000 : 10_000_000);
