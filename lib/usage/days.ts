import { AppError } from "../errors.ts";

const quarterMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** The days of a time zone, as `YYYY-MM-DD`. */
export type Zone = {
  /** IANA name */
  name: string;
  /** the day that a moment is in, in milliseconds since 1970 */
  dayOf: (at: number) => string;
  /** the moment at which a day begins */
  startOf: (day: string) => number;
};

/** @param name IANA name, such as `Europe/Berlin`. @throws AppError `invalid_request` naming the field `zone` */
export function zoneOf(name: string): Zone {
  const format = dayFormat(name);
  // Zones differ from one another, and change, by quarters of an hour: one look at each is enough.
  const known = new Map<number, string>();
  const dayOf = (at: number) => {
    const quarter = Math.floor(at / quarterMs);
    const day = known.get(quarter) ?? format.format(quarter * quarterMs);
    known.set(quarter, day);
    return day;
  };
  // The first quarter of an hour that is not before the day. No zone is farther from UTC than 14 hours.
  const startOf = (day: string) => {
    const utc = utcOf(day);
    let before = Math.floor((utc - dayMs) / quarterMs);
    let within = Math.floor((utc + dayMs) / quarterMs);
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2);
      if (dayOf(middle * quarterMs) < day) before = middle;
      else within = middle;
    }
    return within * quarterMs;
  };
  return { name: format.resolvedOptions().timeZone, dayOf, startOf };
}

function dayFormat(zone: string): Intl.DateTimeFormat {
  try {
    // Canada writes dates as ISO does
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  } catch {
    throw new AppError("invalid_request", { field: "zone" });
  }
}

const utcOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** The day so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  return new Date(utcOf(day) + days * dayMs).toISOString().slice(0, 10);
}

/** How many days there are from one day to another, both included. */
export function countDays(from: string, to: string): number {
  return Math.round((utcOf(to) - utcOf(from)) / dayMs) + 1;
}

/** A day out of an address: `YYYY-MM-DD`, and one that there is. @throws AppError `invalid_request` naming the field */
export function parseDay(text: string, field: string): string {
  const day = /^(19|20)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(utcOf(text)) ? addDays(text, 0) : null;
  if (day !== text) throw new AppError("invalid_request", { field });
  return day;
}
