import type { FileReport } from "../lib/db/inspect-file.ts";

/** What is in a database, for whoever has just copied it. */
export function describeFile({ counts: { people, conversations, messages }, migrations, bytes }: FileReport): string {
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  return `Whole: ${people} people, ${conversations} conversations, ${messages} messages; ${size}; up to ${migrations.at(-1) ?? "no migration"}.`;
}
