import { Lexer, type Links, type Token, Tokenizer, type Tokens, type TokensList } from "marked";
import { mathOptions } from "./math/math-lexer.ts";

/** Containers (quotes, list items) within containers, and emphasis or links within each other, that are looked into. */
const deepest = 16;
/** Block elements within one container; what follows them is shown as plain text. */
const mostTokens = 2_000;
/** A block longer than this that is no code is shown as plain text. */
const longestBlock = 256_000;
/** Emphasis, links and the like are looked for in one run of text up to this many marks, ... */
const mostMarks = 2_000;
/** ... and up to this product of marks and characters: unmatched marks make the search quadratic. */
const mostSearch = 20_000_000;

/** The markdown of one block as tokens. Any text gives a result, in bounded time; raw HTML stays text. */
export function lexBlock(source: string, links: Links = {}): Token[] {
  if (source.length > longestBlock && !/^ {0,3}(?:`{3}|~{3})/.test(source)) return [plainParagraph(source)];
  try {
    return createLexer(links, source).lex(source);
  } catch {
    // marked throws when it makes no progress
    return [plainParagraph(source)];
  }
}

/** The link definitions (`[label]: address`) in a block; null when there are none, as nearly always. */
export function definitions(source: string): Links | null {
  if (!/^ {0,3}\[[^\]\n]+\]:/m.test(source)) return null;
  const lexer = createLexer({});
  try {
    lexer.lex(source);
  } catch {
    return null;
  }
  return Object.keys(lexer.tokens.links).length > 0 ? { ...lexer.tokens.links } : null;
}

function createLexer(links: Links, source = ""): Lexer {
  const lexer = new BoundedLexer({ gfm: true, tokenizer: new TextTokenizer(), ...mathOptions(source) });
  Object.assign(lexer.tokens.links, links);
  return lexer;
}

function plainParagraph(source: string): Tokens.Paragraph {
  return { type: "paragraph", raw: source, pre: true, text: source, tokens: [plainText(source)] };
}

function plainText(source: string): Tokens.Text {
  return { type: "text", raw: source, text: source };
}

/** marked's lexer with an end to its recursion and its searches. */
class BoundedLexer extends Lexer {
  private depth = 0;

  override blockTokens(source: string, tokens?: Token[], clipped?: boolean): Token[];
  override blockTokens(source: string, tokens?: TokensList, clipped?: boolean): TokensList;
  override blockTokens(source: string, tokens: Token[] = [], clipped = false): Token[] {
    if (this.depth >= deepest) {
      tokens.push(plainParagraph(source));
      return tokens;
    }
    this.depth++;
    const found = super.blockTokens(source, tokens, clipped);
    this.depth--;
    if (found.length > mostTokens) {
      const rest = found.splice(mostTokens);
      found.push(plainParagraph(rest.map(({ raw }) => raw).join("")));
    }
    return found;
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (this.depth >= deepest || tooManyMarks(source)) {
      tokens.push(plainText(source));
      return tokens;
    }
    this.depth++;
    const found = super.inlineTokens(source, tokens);
    this.depth--;
    return found;
  }
}

function tooManyMarks(source: string): boolean {
  if (source.length < mostMarks) return false;
  const marks = source.match(/[*_~[<`!]/g)?.length ?? 0;
  return marks > mostMarks || marks * source.length > mostSearch;
}

/** marked's tokenizer, blind to HTML, and with a rule for bold text in scripts that put no spaces between words. */
class TextTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined;
  }

  override tag(): undefined {
    return undefined;
  }

  override emStrong(source: string, maskedSource: string, previous = ""): Tokens.Em | Tokens.Strong | undefined {
    return this.tightStrong(source, maskedSource, previous) ?? super.emStrong(source, maskedSource, previous);
  }

  /**
   * CommonMark wants a space or punctuation outside `**` when there is punctuation inside, which Chinese, Japanese and
   * Korean text does not have: `**加粗。**后面`. This takes such a pair when one of its outer neighbours is a letter
   * of those scripts; all else stays marked's.
   */
  private tightStrong(source: string, maskedSource: string, previous: string): Tokens.Strong | undefined {
    if (!source.startsWith("**") || source[2] === "*" || previous === "*") return undefined;
    // code and links are masked there, and so are escaped marks: both strings end at the same place
    const masked = maskedSource.slice(-source.length);
    const end = masked.indexOf("**", 2);
    if (end < 3 || source[end + 2] === "*") return undefined;
    const text = source.slice(2, end);
    if (/^\s|\s$|\n\s*\n/.test(text)) return undefined;
    const following = source.slice(end + 2, end + 4);
    const tight =
      (unspaced.test(following) && punctuationEnd.test(text)) ||
      (unspacedEnd.test(previous) && punctuationStart.test(text));
    if (!tight) return undefined;
    return { type: "strong", raw: source.slice(0, end + 2), text, tokens: this.lexer.inlineTokens(text) };
  }
}

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const unspacedEnd = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;
const punctuationStart = /^[\p{P}\p{S}]/u;
const punctuationEnd = /[\p{P}\p{S}]$/u;
