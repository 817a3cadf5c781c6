/**
 * Finishes what the last lines of a growing text have begun, so that their look does not change when the rest arrives:
 * a table stands from its first row on, and a line that may yet become a list item, a rule or the end of a fence is not
 * shown before it is one. What a line has begun within itself is the lexer's matter. Only for showing: the text itself
 * is never changed.
 */
export function heal(source: string): string {
  if (source.length > longestBlock) return source;
  if (/^[ \t]*(?:[-+*] |\d+[.)] |>)*[ \t]*(?:`{3}|~{3})/m.test(source)) return source.replace(halfFence, "\n");
  const start = source.lastIndexOf("\n\n") + 1;
  const tail = source.slice(start);
  if (tail.length > longestTail) return source;
  const head = source.slice(0, start);
  return head + (healTable(tail) ?? tail.replace(halfMarker, "$1"));
}

const longestTail = 4_000;
/** A block that is longer is code or shown as plain text, and each look at it takes its time. */
const longestBlock = 256_000;

/** Marks that close a fence when one more comes. */
const halfFence = /\n[ \t]*(?:`{1,2}|~{1,2})$/;

/** On a line of their own: an item, a rule, an underline, emphasis or a fence on its way. A lone `-` is an item already. */
const halfMarker = /((?:^|\n)[ \t>]*)(?:(?<=\n[ \t>]*)(?:-+|=+|\+|\d{1,3}[.)]?)|--|[*_]{1,3}|~{1,2}|`{1,2}|\|)[ \t]*$/;

/** A row with no line of dashes below it yet, or with a part of one; null when there is no such thing. */
function healTable(tail: string): string | null {
  const [, lead = "", row = "", dashes] =
    /^([\s\S]*?(?:^|\n))( {0,3}\|[^\n]+|[^\n]+\|[^\n]*)(?:\n([ \t|:-]*))?$/.exec(tail) ?? [];
  if (row === "" || lead.trim() !== "") return null;
  if (dashes === undefined ? !/^ {0,3}\|/.test(row) : !(/^ {0,3}\|/.test(row) || dashes.includes("|"))) return null;
  const cells = row.trim().replace(/\\\|/g, "").replace(/^\|/, "").replace(/\|$/, "");
  if (cells.trim() === "") return null;
  const columns = cells.split("|").length;
  const begun = (dashes ?? "").split("|").filter((cell) => cell.includes("-"));
  const full = Array.from({ length: columns }, (_, index) => begun[index]?.trim() || "-");
  return `${lead}${row}\n|${full.join("|")}|`;
}
