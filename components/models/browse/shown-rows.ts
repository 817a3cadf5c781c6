import type { IndexEntry } from "../model-index.ts";
import type { Near } from "./use-near.ts";

/** A row by its place in the list, or a gap that stands for so many rows that are not in the page. */
export type Piece = { row: number } | { gap: number; above: number };

/**
 * What stands in the page for a list: the rows that are near, one more that is to be kept, and gaps for the others.
 * `above` of a gap is the row below it, by which the gap is told from others.
 */
export function shownRows({ first, end }: Near, kept: number | null, count: number): Piece[] {
  const near = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  const apart = kept !== null && kept < count && (kept < first || kept >= end);
  const rows = apart ? [...near, kept].sort((one, other) => one - other) : near;
  const pieces: Piece[] = [];
  let next = 0;
  for (const row of rows) {
    if (row > next) pieces.push({ gap: row - next, above: row });
    pieces.push({ row });
    next = row + 1;
  }
  if (next < count) pieces.push({ gap: count - next, above: count });
  return pieces;
}

/** The models of the rows that stand in the page. */
export const shownIds = (pieces: readonly Piece[], entries: readonly IndexEntry[]): string[] =>
  pieces.flatMap((piece) => ("row" in piece ? (entries[piece.row]?.model.id ?? []) : []));
