import { env } from "../env.ts";

/**
 * Longest answer that the database has room for, in UTF-16 code units. A libSQL server takes rows of 5,000,000 bytes
 * (measured with sqld 0.24.32), and a code unit of JSON takes up to six.
 */
export const longestAnswer = (): number => (env().DATABASE_URL.startsWith("file:") ? 10_000_000 : 800_000);
