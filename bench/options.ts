import { parseArgs } from "node:util";

/** What is asked of a run. */
export type Options = {
  /** names of rows, in the order in which they run */
  rows: string[];
  /** paired rounds of a single turn; rows that take long take fewer */
  rounds: number;
  /** shorter everywhere: to see that it works, not to compare */
  quick: boolean;
};

/**
 * Reads the command line.
 * @param groups the names that can be asked for and the rows that each stands for; the first one is the default
 */
export function readOptions(groups: Record<string, string[]>): Options {
  const { values } = parseArgs({
    options: { only: { type: "string" }, rounds: { type: "string" }, quick: { type: "boolean", default: false } },
  });
  const [fallback = ""] = Object.keys(groups);
  const rows = (values.only ?? fallback).split(",").flatMap((name) => {
    const found = groups[name];
    if (!found) throw new Error(`unknown: --only ${name}. Known are ${Object.keys(groups).join(", ")}.`);
    return found;
  });
  const rounds = Number(values.rounds ?? (values.quick ? 5 : 20));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds wants a whole number");
  return { rows, rounds, quick: values.quick };
}
