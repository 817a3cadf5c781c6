import type { MarkedOptions, Token, TokenizerThis } from "marked";

/** A formula: `raw` is its source with the marks around it. */
export type MathToken = {
  type: "math";
  raw: string;
  tex: string;
  display: boolean;
  /** its end has not come yet; only while text streams */
  open: boolean;
};

/** Longest formula within a line, and on lines of its own, in UTF-16 code units: what is longer stays text. */
const longestInline = 2_000;
const longestDisplay = 10_000;

/** Stands before the closing mark that `closeMath` adds. */
const openMark = "\uE0F1";

/** A block with more marks than this has none that count. */
const mostMarks = 2_000;

const mayHaveMath = /\$|\\[([]/;

/** What marked needs to find formulas in a text; nothing for the many texts that cannot have any. */
export function mathOptions(source: string): Pick<MarkedOptions, "extensions" | "hooks"> {
  if (!mayHaveMath.test(source) || countMarks(source) > mostMarks) return {};
  return {
    extensions: {
      block: [blockMath],
      startBlock: [(text) => blockStart(text)],
      inline: [inlineMath],
      startInline: [(text) => inlineStart(text)],
      renderers: {},
      childTokens: {},
    },
    // stars and underscores within formulas are no marks
    hooks: { emStrongMask: maskMath } as unknown as NonNullable<MarkedOptions["hooks"]>,
  };
}

function countMarks(source: string): number {
  return source.match(/\$|\\[([]/g)?.length ?? 0;
}

/** The formula that a token is; null for one of marked's own. */
export function asMath(token: { type: string }): MathToken | null {
  return token.type === "math" ? (token as MathToken) : null;
}

function blockMath(this: TokenizerThis, source: string): Token | undefined {
  const indent = /^ {0,3}(?=\$\$|\\\[)/.exec(source)?.[0];
  if (indent === undefined) return undefined;
  const found = marked(source.slice(indent.length));
  if (!found?.display) return undefined;
  const rest = /^[ \t]*(?:\n+|$)/.exec(source.slice(indent.length + found.raw.length))?.[0];
  return rest === undefined ? undefined : { ...found, raw: indent + found.raw + rest };
}

/** So many beginnings are looked at for one that has an end, each time that a paragraph is read. */
const mostBeginnings = 20;

function blockStart(text: string): number {
  let left = mostBeginnings;
  for (const { 0: before, index } of text.matchAll(/\n {0,3}(?=\$\$|\\\[)/g)) {
    if (marked(text.slice(index + before.length))) return index + 1;
    left -= 1;
    if (left === 0) break;
  }
  return -1;
}

function inlineMath(this: TokenizerThis, source: string, tokens: Token[]): Token | undefined {
  const before = tokens.at(-1)?.raw.at(-1) ?? "";
  return marked(source) ?? (/[\w$\\]/.test(before) ? undefined : dollarMath(source)) ?? undefined;
}

/** Text is searched for a beginning up to here; a cut at a space costs nothing, as texts beside each other are one. */
const searchWindow = 2_000;

function inlineStart(text: string): number {
  const near = text.slice(0, searchWindow);
  const found = near.search(mayHaveMath);
  if (found >= 0 || text.length <= searchWindow) return found;
  return near.lastIndexOf(" ");
}

/** `\(…\)`, `\[…\]` or `$$…$$` at the beginning of a text. */
function marked(source: string): MathToken | null {
  const opening = source.slice(0, 2);
  const closing = opening === "\\(" ? "\\)" : opening === "\\[" ? "\\]" : opening === "$$" ? "$$" : null;
  if (closing === null) return null;
  const display = opening !== "\\(";
  const end = source.slice(2, 2 + (display ? longestDisplay : longestInline)).indexOf(closing);
  if (end < 0) return null;
  return mathToken(source.slice(0, end + 4), source.slice(2, end + 2), display);
}

function mathToken(raw: string, text: string, display: boolean): MathToken | null {
  const open = text.endsWith(openMark);
  const tex = (open ? text.slice(0, -1) : text).trim();
  // a blank line ends every paragraph; and escaped brackets with nothing to read in them are brackets
  if (/\n[ \t]*\n/.test(text) || (!open && !/[\p{L}\p{N}]/u.test(tex))) return null;
  const shown = open ? raw.slice(0, -3).trimEnd() : raw;
  return { type: "math", raw, tex: open ? shown : tex, display, open };
}

/**
 * `$…$` as Pandoc reads it: no space inside of the marks, no digit or letter behind the second one; and what reads like
 * an amount of money with words behind it is one.
 */
function dollarMath(source: string): MathToken | null {
  const found = /^\$(?![\s$])((?:\\[^\n]|[^\\$\n`]){1,2000}?)(?<!\s)\$(?![\w$])/.exec(source);
  const tex = found?.[1] ?? "";
  if (!found || amount.test(tex) || /^[\p{P}]+$/u.test(tex)) return null;
  return { type: "math", raw: found[0], tex, display: false, open: false };
}

// "5 and", "1,000 (or A", "3.50/month, not": an amount, and then a word or the end of what an amount can be
const amount =
  /^\d[\d.,]*(?:[kKMB]|bn|m)?[-–—/+%]?(?:[\s([{]+(?:[\p{L}]{2,}|\p{Script=Han})|[\p{Script=Han}]|\/?\p{L}{2,})/u;

/** Formulas in a text, with something of the same length in their places that marks nothing. */
function maskMath(text: string): string {
  return text.replace(
    /\\\([^\n]{1,2000}?\\\)|\\\[[^\n]{1,2000}?\\\]|\$\$[^$]{1,2000}?\$\$|(?<![\w$\\])\$(?![\s$])(?:\\[^\n]|[^\\$\n`]){1,2000}?(?<!\s)\$(?![\w$])/g,
    (formula) => "a".repeat(formula.length),
  );
}

/**
 * While text streams: closes the formula that its end has begun, so that it can be shown as one that is still coming.
 * @returns null when the end is not within a formula; a single `$` may as well be a price, and waits for its end as text
 */
export function closeMath(source: string): string | null {
  if (!mayHaveMath.test(source) || /^[ \t]*(?:`{3}|~{3})/m.test(source)) return null;
  const start = source.lastIndexOf("\n\n") + 1;
  const tail = source.slice(start);
  if (tail.length > longestDisplay) return null;
  // code, escaped marks and what is closed already are looked through
  const rest = tail.replace(/(`+)[^`]+\1(?!`)|\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]|\$\$[\s\S]+?\$\$|\\[^([]/g, (found) =>
    " ".repeat(found.length),
  );
  if (rest.includes("`")) return null;
  const opening = /\\\(|\\\[|\$\$/.exec(rest)?.[0];
  if (!opening) return null;
  const closing = opening === "$$" ? "$$" : opening === "\\(" ? "\\)" : "\\]";
  // half of the closing mark may be there
  const whole = source.endsWith(closing[0] ?? "") && !source.endsWith(opening) ? source.slice(0, -1) : source;
  return `${whole}${openMark}${closing}`;
}
