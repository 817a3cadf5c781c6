import type { Actor } from "../auth/schema.ts";
import { readConversationUsage } from "../db/usage-rows.ts";
import { AppError } from "../errors.ts";
import { addDays, countDays, zoneOf } from "./days.ts";
import { usageRows } from "./rows.ts";
import { maxDays, parseRange, type Range, rangeName, type Spending, type UsageReport } from "./schema.ts";
import { ModelSums, Sum } from "./sum.ts";

/**
 * What the actor's calls took, by days of their time zone and by model.
 * @param range in days up to today, today included; 0 for all there is
 * @param zoneName IANA name
 * @throws AppError `invalid_request` for a zone that there is not
 */
export async function reportUsage(
  { userId }: Actor,
  range: Range,
  zoneName: string,
  now = Date.now(),
): Promise<UsageReport> {
  const zone = zoneOf(zoneName);
  const to = zone.dayOf(now);
  let from = range === 0 ? null : addDays(to, 1 - range);
  const begin = from && new Date(zone.startOf(from)).toISOString();
  const byPeriod = new Map<string, ModelSums>();
  const byDay = new Map<string, ModelSums>();
  for await (const rows of usageRows(userId, { from: begin, before: null })) {
    for (const row of rows) {
      const endedOn = zone.dayOf(Date.parse(row.endedAt));
      // a clock that was put back has left calls of tomorrow
      const isLater = endedOn > to;
      const day = isLater ? to : endedOn;
      from ??= day;
      const period = byDay.get(day) ?? sumsOf(byPeriod, isLong(from, to) ? day.slice(0, 7) : day);
      byDay.set(day, period);
      period.add(row);
    }
  }
  from ??= to;
  const models = new ModelSums();
  for (const period of byPeriod.values()) models.addAll(period);
  return {
    ...{ zone: zone.name, from, to, unit: isLong(from, to) ? "month" : "day" },
    total: models.total,
    models: models.spending,
    periods: periodsOf(from, to).map((start) => ({ start, models: byPeriod.get(start)?.spending ?? [] })),
  };
}

/** The range that a request names. @throws AppError `invalid_request` naming the field `days` */
export function requireRange(text: string | null): Range {
  const range = parseRange(text);
  if (text !== null && text !== rangeName(range)) throw new AppError("invalid_request", { field: "days" });
  return range;
}

function sumsOf(byPeriod: Map<string, ModelSums>, period: string): ModelSums {
  const sums = byPeriod.get(period) ?? new ModelSums();
  byPeriod.set(period, sums);
  return sums;
}

const isLong = (from: string, to: string) => countDays(from, to) > maxDays;

function periodsOf(from: string, to: string): string[] {
  const days = Array.from({ length: countDays(from, to) }, (_, index) => addDays(from, index));
  return isLong(from, to) ? [...new Set(days.map((day) => day.slice(0, 7)))] : days;
}

/** What a conversation's calls took, all versions and its title included. @throws AppError `not_found` */
export async function conversationSpending({ userId }: Actor, conversationId: string): Promise<Spending> {
  const rows = await readConversationUsage(userId, conversationId);
  if (!rows) throw new AppError("not_found");
  const sum = new Sum();
  for (const row of rows) sum.add(row);
  return sum.spending;
}
