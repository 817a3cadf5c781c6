import type { FactName } from "./model-facts.ts";
import type { SortKey } from "./sort-models.ts";

/** The facts that have columns. */
export type ColumnFact = Extract<
  FactName,
  | "provider"
  | "context"
  | "max-output"
  | "inputs"
  | "input"
  | "output"
  | "first-token"
  | "pace"
  | "failures"
  | "created"
>;

/** A column of the table. */
export type Column = {
  /** what it shows, each in a line of its own */
  facts: readonly ColumnFact[];
  /** in rems */
  width: number;
  /** so many letters fit into a line of it; a Chinese one is as wide as two */
  letters: number;
  /** figures, which stand at the end of their cells */
  figure?: boolean;
  /** hardly anything is known of it: what is not is said quietly */
  quiet?: boolean;
};

/** What the models can be sorted by when the heading of a fact is pressed; undefined for nothing. */
export const sortOf = (fact: ColumnFact): SortKey | undefined => {
  if (fact === "inputs") return undefined;
  return fact === "created" ? "newest" : fact;
};

/** Of the names, and of what can be done with a model, in rems: they stand beside all others. */
export const nameWidth = 16;
export const actionsWidth = 5.25;

const provider: Column = { facts: ["provider"], width: 6.5, letters: 11 };
const longestAnswer: Column = { facts: ["max-output"], width: 5, letters: 8, figure: true };
const measured: readonly Column[] = [
  { facts: ["first-token", "pace"], width: 6.5, letters: 10, figure: true, quiet: true },
  { facts: ["failures"], width: 4.5, letters: 6, figure: true, quiet: true },
];
const columns: readonly Column[] = [
  provider,
  { facts: ["context"], width: 5, letters: 8, figure: true },
  longestAnswer,
  { facts: ["inputs"], width: 5, letters: 9 },
  { facts: ["input"], width: 5, letters: 8, figure: true },
  { facts: ["output"], width: 5, letters: 8, figure: true },
  ...measured,
  { facts: ["created"], width: 7.25, letters: 13, figure: true },
];

// Least of all one misses what few compare, and what each id begins with.
const leftOut: readonly Column[] = [longestAnswer, provider];

type Asked = {
  /** rems from the left of the table to its right */
  room: number;
  /** whether any model has measures: without them they have no columns */
  measured: boolean;
  /** what the models are sorted by: its column stays, whatever the room */
  sort: SortKey;
};

/** The columns for a table of this width. Where not even the fewest have room, the table is wider than what is seen of it. */
export function columnsFor(asked: Asked): readonly Column[] {
  let fitting = asked.measured ? columns : columns.filter((column) => !measured.includes(column));
  for (const column of leftOut) {
    if (widthOf(fitting) <= asked.room) break;
    if (!column.facts.some((fact) => sortOf(fact) === asked.sort))
      fitting = fitting.filter((other) => other !== column);
  }
  return fitting;
}

/** Whether a column is missing from these for want of room. */
export function leavesOut(shown: readonly Column[]): boolean {
  return leftOut.some((column) => !shown.includes(column));
}

const widthOf = (shown: readonly Column[]) => shown.reduce((sum, { width }) => sum + width, nameWidth + actionsWidth);
