import type { InValue } from "@libsql/client";

/** The arguments that a statement names as `:name`, picked from all there are: the driver refuses what is not named. */
export function namedArguments(sql: string, values: Record<string, InValue | undefined>): Record<string, InValue> {
  const names = new Set([...sql.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] as string));
  return Object.fromEntries([...names].map((name) => [name, values[name] ?? null]));
}
