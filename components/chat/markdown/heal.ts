/**
 * Finishes what the last lines of a growing text have begun, so that their look does not change when the rest arrives:
 * a table stands from its first row on, and a line that may yet become a list item, a rule or the end of a fence is not
 * shown before it is one. What a line has begun within itself is the lexer's matter. Only for showing: the text itself
 * is never changed.
 */
export function heal(source: string): string {
  if (source.length > longestBlock) return source;
  if (fence.test(source)) return withoutHalfFence(source);
  const start = source.lastIndexOf("\n\n") + 1;
  const tail = source.slice(start);
  if (tail.length > longestTail) return source;
  const head = source.slice(0, start);
  return head + (healTable(tail) ?? tail.replace(halfMarker, "$1"));
}

const longestTail = 4_000;
/** A block that is longer is code or shown as plain text, and each look at it takes its time. */
const longestBlock = 256_000;

/** A fence, also in items, quotes and notes. */
const fence = /^[ \t]*(?:(?:[-+*]|\d+[.)]|>|\[\^[^\s\]]+\]:)[ \t]*)*(`{3,}|~{3,})/m;
/** Marks that close a fence when more of them come. */
const halfFence = /\n[ \t>]*(?:`+|~+)$/;

function withoutHalfFence(source: string): string {
  const line = source.slice(source.lastIndexOf("\n"));
  if (!halfFence.test(line)) return source;
  const before = source.slice(0, source.length - line.length + 1);
  const marks = line.trimStart().replace(/^[> \t]+/, "");
  const opening = openFence(before) ?? marks[0]?.repeat(3) ?? "";
  return marks[0] === opening[0] && marks.length < opening.length ? before : source;
}

/** The marks that opened the fence in which a text ends; null when it ends in none. */
function openFence(text: string): string | null {
  let open: string | null = null;
  for (const line of text.split("\n")) {
    if (open === null) {
      const [, marks = ""] = fence.exec(line) ?? [];
      // no backtick stands behind an opening one
      if (marks && !(marks[0] === "`" && line.slice(line.indexOf(marks) + marks.length).includes("`"))) open = marks;
    } else {
      const marks: string = line.replace(/^[ \t>]+/, "").trimEnd();
      if (marks.startsWith(open) && marks === marks[0]?.repeat(marks.length)) open = null;
    }
  }
  return open;
}

/** On a line of their own: an item, a rule, an underline, emphasis or a fence on its way. A lone `-` is an item already. */
const halfMarker = /((?:^|\n)[ \t>]*)(?:(?<=\n[ \t>]*)(?:-+|=+|\+|\d{1,3}[.)]?)|--|[*_]{1,3}|~{1,2}|`{1,2}|\|)[ \t]*$/;

/** A row with no line of dashes below it yet, or with a part of one; null when there is no such thing. */
function healTable(tail: string): string | null {
  const [, lead = "", row = "", dashes] =
    /^([\s\S]*?(?:^|\n))( {0,3}\|[^\n]+|[^\n]+\|[^\n]*)(?:\n([ \t|:-]*))?$/.exec(tail) ?? [];
  // in an item or a quote the dashes would have to be in it, too
  if (row === "" || lead.trim() !== "" || /^ {0,3}(?:[-+*]|\d+[.)]|>)/.test(row)) return null;
  if (dashes === undefined ? !/^ {0,3}\|/.test(row) : !(/^ {0,3}\|/.test(row) || dashes.includes("|"))) return null;
  const cells = row.trim().replace(/\\\|/g, "").replace(/^\|/, "").replace(/\|$/, "");
  if (cells.trim() === "") return null;
  const columns = cells.split("|").length;
  const begun = (dashes ?? "").split("|").filter((cell) => cell.includes("-"));
  const full = Array.from({ length: columns }, (_, index) => begun[index]?.trim() || "-");
  return `${lead}${row}\n|${full.join("|")}|`;
}
