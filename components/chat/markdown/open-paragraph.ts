import { Lexer } from "marked";

/** Where a footnote's note begins, and its label: GFM's own, without spaces. A backslash may stand before a bracket. */
export const noteStart = /^ {0,3}\[\^((?:\\[[\]\\]|\\(?![[\]\\])|[^\s[\]\\]){1,999})\]:/;

const quoteMark = /^ {0,3}> ?/;
const itemMark = /^( {0,3}(?:[-+*]|(\d{1,9})[.)]))( +|$)/;
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const heading = /^ {0,3}#{1,6}(?:\s|$)/;
const underline = /^ {0,3}(?:=+|-+)\s*$/;
const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const dashes = /^ {0,3}(?=.*[|:])\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** A container that a line is in: a quote, or an item or a note, whose lines are indented by so many columns. */
type Container = "quote" | number;

/**
 * Reads the lines of a quote or of a note, without the mark that puts them there, and knows whether the last one left a
 * paragraph open: only that goes on in a line without the mark (CommonMark's "laziness"). It reads each line once.
 */
export class OpenParagraph {
  private containers: Container[] = [];
  private leaf: "paragraph" | "table" | "other" = "other";
  private fenceEnd: RegExp | null = null;
  private lastLine = "";

  /** Whether a line without the mark of what is read goes on with its last paragraph. */
  goesOnIn(line: string): boolean {
    return this.leaf === "paragraph" && line.trim() !== "" && !beginsBlock(expandTabs(line));
  }

  /** A line that goes on with the paragraph, so deep that it is read as no other thing where it would be one. */
  continuation(line: string): string {
    const text = line.trimStart();
    const table = dashes.test(text) && columns(text) === columns(this.lastLine);
    this.lastLine = text;
    if (!table && !beginsBlock(expandTabs(text)) && !underline.test(text)) return text;
    const depth = this.containers.reduce((sum: number, container) => sum + (container === "quote" ? 4 : container), 4);
    return " ".repeat(depth) + text;
  }

  /** Whether it is in none of what has been begun, as a list ends. */
  get over(): boolean {
    return this.containers.length === 0;
  }

  /** @returns for a line that only goes on with a paragraph, without the marks of what that is in, see `continuation` */
  add(line: string): string | null {
    const blank = line.trim() === "";
    const { matched, rest } = this.match(expandTabs(line), blank);
    const whole = matched === this.containers.length;
    if (this.fenceEnd && whole) {
      if (this.fenceEnd.test(rest)) this.fenceEnd = null;
      return null;
    }
    if (!whole && this.leaf === "paragraph" && !blank && !beginsBlock(rest)) return this.continuation(rest);
    if (!whole || blank) {
      this.containers.length = matched;
      this.leaf = "other";
      this.fenceEnd = null;
    }
    if (!blank) this.begin(rest);
    return null;
  }

  /** How many of the containers a line is in, and what of it is inside. */
  private match(line: string, blank: boolean): { matched: number; rest: string } {
    let rest = line;
    for (const [index, container] of this.containers.entries()) {
      const mark = container === "quote" ? (quoteMark.exec(rest)?.[0].length ?? 0) : container;
      const inside = container === "quote" ? mark > 0 : blank || rest.search(/[^ ]/) >= mark;
      if (!inside) return { matched: index, rest };
      rest = rest.slice(mark);
    }
    return { matched: this.containers.length, rest };
  }

  private begin(line: string): void {
    let rest = line;
    for (let inside = this.enter(rest); inside !== null; inside = this.enter(rest)) {
      rest = inside;
      this.leaf = "other";
    }
    if (rest.trim() === "") return;
    this.leaf = this.kindOf(rest);
    this.lastLine = rest;
  }

  /** What is inside of the container that a line begins; null when it begins none. */
  private enter(line: string): string | null {
    const mark = quoteMark.exec(line)?.[0] ?? noteStart.exec(line)?.[0];
    if (mark) {
      this.containers.push(mark.endsWith(":") ? 4 : "quote");
      return line.slice(mark.length);
    }
    const inText = this.leaf === "paragraph";
    if (rule.test(line) || (inText && underline.test(line))) return null;
    const [, item = "", number, gap = ""] = itemMark.exec(line) ?? [];
    const empty = line.trimEnd().length <= item.length;
    if (item === "" || (inText && (empty || (number !== undefined && number !== "1")))) return null;
    const width = empty || gap.length > 4 ? 1 : gap.length;
    this.containers.push(item.length + width);
    return line.slice(item.length + width);
  }

  private kindOf(line: string): "paragraph" | "table" | "other" {
    const inText = this.leaf === "paragraph";
    if (line.startsWith("    ")) return inText ? "paragraph" : "other";
    const mark = fence.exec(line)?.[1];
    if (mark) this.fenceEnd = new RegExp(`^ {0,3}${mark[0]}{${mark.length},} *$`);
    if (mark || heading.test(line) || rule.test(line) || isHtml(line) || (inText && underline.test(line)))
      return "other";
    if (this.leaf === "table") return "table";
    return inText && dashes.test(line) && columns(line) === columns(this.lastLine) ? "table" : "paragraph";
  }
}

/** Whether a line begins something that no paragraph goes on in. */
function beginsBlock(line: string): boolean {
  if (line.startsWith("    ")) return false;
  return isHtml(line) || [quoteMark, itemMark, rule, heading, fence, noteStart].some((mark) => mark.test(line));
}

/** HTML of the kinds that end a paragraph, as marked knows them. It is text, and not the paragraph's. */
function isHtml(line: string): boolean {
  return /^ {0,3}</.test(line) && Lexer.rules.block.gfm.paragraph.exec(`a\n${line}`)?.[0] === "a";
}

function columns(row: string): number {
  const cells = row.replace(/\\\|/g, "").trim().replace(/^\|/, "").replace(/\|$/, "");
  return cells.split("|").length;
}

/** Tabs as the spaces up to the next fourth column; the line begins at this one. */
export function expandTabs(line: string, column = 0): string {
  if (!line.includes("\t")) return line;
  let expanded = "";
  for (const character of line)
    expanded += character === "\t" ? " ".repeat(4 - ((column + expanded.length) % 4)) : character;
  return expanded;
}
