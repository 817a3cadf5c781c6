import type { Actor } from "../auth/schema.ts";
import type { UsageRow, UsageSpan } from "../db/usage-rows.ts";
import { AppError } from "../errors.ts";
import { addDays, parseDay, zoneOf } from "./days.ts";
import { usageRows } from "./rows.ts";

/** Without it Excel takes UTF-8 for the system's own encoding; other programs know it and leave it out. */
const byteOrderMark = "\uFEFF";

const columns: readonly (readonly [header: string, value: (row: UsageRow) => string | number | null])[] = [
  ["time", (row) => new Date(row.endedAt).toISOString()],
  ["conversation_id", (row) => row.conversationId],
  ["model", (row) => row.modelId],
  ["purpose", (row) => row.purpose],
  ["input_tokens", (row) => row.inputTokens],
  ["cached_tokens", (row) => row.cachedTokens],
  ["cache_write_tokens", (row) => row.cacheWriteTokens],
  ["output_tokens", (row) => row.outputTokens],
  ["reasoning_tokens", (row) => row.reasoningTokens],
  ["cost_usd", (row) => row.cost],
  ["cost_source", (row) => row.costSource],
];

/** Which days are meant: both included, null for no bound, in this time zone. */
export type DaySpan = { from: string | null; to: string | null; zone: string };

/**
 * The actor's calls as comma-separated values (RFC 4180), a line a call, in pieces as they are read. What is unknown is
 * empty.
 * @throws AppError `invalid_request`, before the first piece, for a zone or a day that there is not
 */
export function usageCsv({ userId }: Actor, days: DaySpan): AsyncGenerator<string> {
  return csvOf(userId, spanOf(days));
}

async function* csvOf(userId: string, span: UsageSpan): AsyncGenerator<string> {
  yield byteOrderMark + line(columns.map(([header]) => header));
  for await (const rows of usageRows(userId, span)) {
    yield rows.map((row) => line(columns.map(([, value]) => value(row)))).join("");
  }
}

function spanOf({ from, to, zone: zoneName }: DaySpan): UsageSpan {
  const zone = zoneOf(zoneName);
  const startOf = (day: string) => new Date(zone.startOf(day)).toISOString();
  const first = from === null ? null : parseDay(from, "from");
  const last = to === null ? null : parseDay(to, "to");
  if (first && last && first > last) throw new AppError("invalid_request", { field: "to" });
  return { from: first && startOf(first), before: last && startOf(addDays(last, 1)) };
}

const line = (cells: (string | number | null)[]) => `${cells.map(cell).join(",")}\r\n`;

/**
 * One value as a cell. A text that a spreadsheet would take for a formula gets an apostrophe before it, which is how
 * these mark text.
 */
export function cell(value: string | number | null): string {
  if (value === null) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
