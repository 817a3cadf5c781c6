import { expandTabs, OpenParagraph } from "./open-paragraph.ts";

const mark = /^ {0,3}>/;

/**
 * The quote that a text begins with: its lines without their marks, and how much of the source it takes; null when there
 * is none. A line without the mark belongs to it only when it goes on with a paragraph.
 */
export function quoteAt(source: string): { raw: string; text: string } | null {
  if (!mark.test(source)) return null;
  const paragraph = new OpenParagraph();
  const lines: string[] = [];
  let end = 0;
  for (let start = 0; start < source.length; ) {
    const newline = source.indexOf("\n", start);
    const stop = newline < 0 ? source.length : newline;
    const line = source.slice(start, stop);
    if (mark.test(line)) {
      const inside = withoutMark(line);
      paragraph.add(inside);
      lines.push(inside);
    } else if (paragraph.goesOnIn(line)) lines.push(paragraph.continuation(line));
    else break;
    end = stop;
    start = stop + 1;
  }
  return { raw: source.slice(0, end), text: lines.join("\n") };
}

/** A tab behind the mark reaches to the next fourth column, and one column of it is the mark's. */
function withoutMark(line: string): string {
  const { length } = mark.exec(line)?.[0] ?? "";
  const rest = line.slice(length);
  if (!rest.startsWith("\t")) return rest.replace(/^ /, "");
  const blank = /^[ \t]*/.exec(rest)?.[0] ?? "";
  return expandTabs(blank, length).slice(1) + rest.slice(blank.length);
}

/**
 * A text that begins with a list, whose lines that only go on with an item's paragraph are so deep that they make no
 * table or heading of it; line for line the same otherwise.
 */
export function withoutLazyRows(source: string): string {
  if (!/\n {0,3}[|:=-][ \t|:=-]*(?:\n|$)/.test(source)) return source;
  const paragraph = new OpenParagraph();
  const lines = source.split("\n");
  for (const [index, line] of lines.entries()) {
    const lazy = paragraph.add(line);
    if (lazy?.startsWith("    ")) lines[index] = lazy;
    if (paragraph.over) break;
  }
  return lines.join("\n");
}
