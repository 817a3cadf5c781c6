import { setImmediate as yieldToOthers } from "node:timers/promises";
import { readUsageRows, type UsageRow, type UsageSpan } from "../db/usage-rows.ts";

/** Calls that are read at a time: the reading of them holds up everybody for some milliseconds. */
const pageSize = 1_000;

/** A person's calls in the order in which they ended, page by page; others get their turn between two of them. */
export async function* usageRows(userId: string, span: UsageSpan): AsyncGenerator<UsageRow[]> {
  for (let after: UsageRow | null = null; ; ) {
    const rows: UsageRow[] = await readUsageRows(userId, span, after, pageSize);
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1) as UsageRow;
    await yieldToOthers();
  }
}
