import type { Token, Tokens } from "marked";

/** A run of `*`, `_` or `~`: it may open emphasis, close it, do both, or be nothing but text. */
type Delimiters = Tokens.Generic & { type: "delimiters"; raw: string; canOpen: boolean; canClose: boolean };

type Opener = { index: number; character: string; left: number; run: Delimiters };

/** Emphasis within emphasis; and what is open at a time. */
const deepest = 16;

/** The run of marks at the beginning of `rest`, which is the end of `source`; undefined when there is none. */
export function delimitersAt(source: string, rest: string): Token | undefined {
  const raw = /^(?:\*+|_+|~+)/.exec(rest)?.[0];
  if (!raw) return undefined;
  const start = source.length - rest.length;
  const before = source.slice(Math.max(0, start - 4), start);
  const after = rest.slice(raw.length, raw.length + 4);
  return { type: "delimiters", raw, ...flanks(raw, before, after) } satisfies Delimiters;
}

const spaceStart = /^(?:\s|$)/;
const spaceEnd = /(?:\s|^)$/;
const punctuationStart = /^[\p{P}\p{S}]/u;
const punctuationEnd = /[\p{P}\p{S}]$/u;
// letters and full-width punctuation of scripts that put no spaces between words
const unspaced =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\u3000-\\u303f\\uff00-\\uffef]";
const unspacedStart = new RegExp(`^[\\p{P}\\p{S}]?${unspaced}`, "u");
const unspacedEnd = new RegExp(`${unspaced}[\\p{P}\\p{S}]?$`, "u");
const nextUnspaced = new RegExp(`^${unspaced}`, "u");
const previousUnspaced = new RegExp(`${unspaced}$`, "u");

/**
 * What a run between two texts can do, by CommonMark's rules for left- and right-flanking runs. They want a space or
 * punctuation outside `**` when there is punctuation inside, which Chinese, Japanese and Korean text does not have:
 * `**加粗。**后面`. So punctuation does not count where either neighbour, or the letter behind the punctuation, is of
 * those scripts. Text of other scripts, and `_`, is read to the letter.
 */
function flanks(raw: string, before: string, after: string): { canOpen: boolean; canClose: boolean } {
  const mark = raw[0];
  if (mark === "~" && raw.length > 2) return { canOpen: false, canClose: false };
  const punctuationBefore = punctuationEnd.test(before);
  const punctuationAfter = punctuationStart.test(after);
  const strict = mark === "_";
  const left =
    !spaceStart.test(after) &&
    (!punctuationAfter ||
      spaceEnd.test(before) ||
      punctuationBefore ||
      (!strict && (previousUnspaced.test(before) || unspacedStart.test(after))));
  const right =
    !spaceEnd.test(before) &&
    (!punctuationBefore ||
      spaceStart.test(after) ||
      punctuationAfter ||
      (!strict && (nextUnspaced.test(after) || unspacedEnd.test(before))));
  if (!strict) return { canOpen: left, canClose: right };
  return { canOpen: left && (!right || punctuationBefore), canClose: right && (!left || punctuationAfter) };
}

/**
 * Pairs the runs of marks among the tokens of one run of text into `strong`, `em` and `del`, as CommonMark does; what
 * finds no partner becomes text.
 * @param unfinished more will come: what the last line has opened is closed at its end, and a mark that may be the
 *   beginning of something is not shown yet
 */
export function pairDelimiters(tokens: Token[], unfinished: boolean): Token[] {
  if (!tokens.some(isDelimiters)) return tokens;
  const pairing = new Pairing();
  for (const [index, token] of tokens.entries()) {
    if (!isDelimiters(token)) pairing.nodes.push(token);
    else if (!unfinished || index < tokens.length - 1 || pairing.wouldEnd(token)) pairing.add(token);
  }
  if (unfinished) pairing.closeLastLine();
  return pairing.nodes.map(asText);
}

class Pairing {
  nodes: Token[] = [];
  private open: Opener[] = [];
  private depths = new Map<Token, number>();

  add(run: Delimiters): void {
    const character = run.raw[0] ?? "";
    let left = run.raw.length;
    while (run.canClose && left > 0) {
      const place = this.openerFor(run, left);
      const opener = this.open[place];
      if (!opener) break;
      const used = character === "~" ? left : Math.min(2, left, opener.left);
      // what was opened in between has no partner
      this.open.length = place + 1;
      if (!this.wrap(opener, used)) break;
      left -= used;
    }
    if (left === 0) return;
    this.nodes.push({ ...run, raw: character.repeat(left) });
    if (run.canOpen && this.open.length < deepest)
      this.open.push({ index: this.nodes.length - 1, character, left, run });
  }

  /** Whether a run at the very end closes what is open, wholly; a part of a mark does not. */
  wouldEnd(run: Delimiters): boolean {
    const opener = this.open.findLast(({ character }) => character === run.raw[0]);
    return run.canClose && opener !== undefined && opener.left <= run.raw.length;
  }

  closeLastLine(): void {
    for (let opener = this.open.at(-1); opener; opener = this.open.at(-1)) {
      const after = this.nodes.slice(opener.index + 1);
      if (after.length === 0 || after.some(({ raw }) => raw.includes("\n"))) return;
      if (!this.wrap(opener, Math.min(2, opener.left))) return;
    }
  }

  private openerFor(run: Delimiters, left: number): number {
    return this.open.findLastIndex(({ character, left: openLeft, run: opener }) => {
      if (character !== run.raw[0]) return false;
      if (character === "~") return openLeft === left;
      // CommonMark's rules 9 and 10
      const sum = opener.raw.length + run.raw.length;
      const either = opener.canClose || run.canOpen;
      return !either || sum % 3 !== 0 || (opener.raw.length % 3 === 0 && run.raw.length % 3 === 0);
    });
  }

  /** Puts everything behind an opener, the last that is open, into one token; false when that would be too deep. */
  private wrap(opener: Opener, used: number): boolean {
    const depth = 1 + Math.max(0, ...this.nodes.slice(opener.index + 1).map((node) => this.depths.get(node) ?? 0));
    if (depth > deepest) return false;
    const inside = this.nodes.splice(opener.index + 1).map(asText);
    const mark = opener.character.repeat(used);
    const text = inside.map(({ raw }) => raw).join("");
    opener.left -= used;
    if (opener.left > 0) {
      this.nodes[opener.index] = { ...opener.run, raw: opener.character.repeat(opener.left) };
    } else {
      this.nodes.length = opener.index;
      this.open.pop();
    }
    const type = opener.character === "~" ? "del" : used === 2 ? "strong" : "em";
    const token: Token = { type, raw: mark + text + mark, text, tokens: inside };
    this.depths.set(token, depth);
    this.nodes.push(token);
    return true;
  }
}

function isDelimiters(token: Token): token is Delimiters {
  return token.type === "delimiters";
}

function asText(token: Token): Token {
  return isDelimiters(token) ? { type: "text", raw: token.raw, text: token.raw } : token;
}
