import { Lexer, type Links, type MarkedToken, type Token, Tokenizer, type Tokens, type TokensList } from "marked";
import { delimitersAt, pairDelimiters } from "./emphasis.ts";
import type { Footnote } from "./footnote.tsx";
import { mathOptions } from "./math/math-lexer.ts";
import { unfinishedAddress, unfinishedCode, unfinishedLink, withoutHalves } from "./unfinished.ts";

/** Containers (quotes, list items) within containers, and emphasis or links within each other, that are looked into. */
const deepest = 16;
/** Block elements within one container; what follows them is shown as plain text. */
const mostTokens = 2_000;
/** A block longer than this that is no code is shown as plain text. */
const longestBlock = 256_000;
/** Several lines of quotes deeper than anybody quotes: marked reads each of them again at every level. */
const deepQuotes = /^(?:[ \t]*>){33}[^\n]*\n(?:[^\n]*\n)*?(?:[ \t]*>){33}/m;
/** Emphasis, links and the like are looked for in one run of text up to this many marks, ... */
const mostMarks = 2_000;
/** ... and up to this product of marks and characters: unmatched marks make the search quadratic. */
const mostSearch = 20_000_000;

/**
 * The markdown of one block as tokens. Any text gives a result, in bounded time; raw HTML stays text.
 * @param unfinished more text will come: what its last line has begun is shown as it will be
 */
export function lexBlock(source: string, links: Links = {}, unfinished = false): Token[] {
  const tooLong = source.length > longestBlock && !/^ {0,3}(?:`{3}|~{3})/.test(source);
  if (tooLong || deepQuotes.test(source)) return [plainParagraph(source)];
  try {
    return createLexer(links, unfinished, source).lex(source);
  } catch {
    // marked throws when it makes no progress
    return [plainParagraph(source)];
  }
}

/** A line that may be a definition, also within quotes and items. */
const definitionStart = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*)*\[(?:\\[\s\S]|[^[\]\\])+\]:/m;

/**
 * The link definitions (`[label]: address`) in a block, and its footnotes (`[^label]: text`, without an address); null
 * when there are none, as nearly always.
 */
export function definitions(source: string): Links | null {
  if (source.length > longestBlock || !definitionStart.test(source)) return null;
  const lexer = createLexer({}, false);
  try {
    lexer.lex(source);
  } catch {
    return null;
  }
  for (const { text } of paragraphsOf(lexer.tokens))
    for (const [, label = ""] of text.matchAll(noteStart)) lexer.tokens.links[label] = { href: "", title: "" };
  return Object.keys(lexer.tokens.links).length > 0 ? { ...lexer.tokens.links } : null;
}

/** Where a note may begin: at any line of these. */
function* paragraphsOf(tokens: Token[]): Generator<Tokens.Paragraph> {
  for (const token of tokens as MarkedToken[]) {
    if (token.type === "paragraph") yield token;
    else if (token.type === "blockquote") yield* paragraphsOf(token.tokens);
    else if (token.type === "list") for (const item of token.items) yield* paragraphsOf(item.tokens);
  }
}

const noteStart = /^[ \t]*\[(\^[\w-]{1,32})\]:/gm;

function createLexer(links: Links, unfinished: boolean, source = ""): Lexer {
  const lexer = new BoundedLexer({ gfm: true, tokenizer: new TextTokenizer(), ...mathOptions(source) });
  Object.assign(lexer.tokens.links, links);
  lexer.unfinished = unfinished;
  return lexer;
}

function plainParagraph(source: string): Tokens.Paragraph {
  return { type: "paragraph", raw: source, pre: true, text: source, tokens: [plainText(source)] };
}

function plainText(source: string): Tokens.Text {
  return { type: "text", raw: source, text: source };
}

/** marked's lexer with an end to its recursion and its searches, with emphasis by CommonMark's own algorithm. */
class BoundedLexer extends Lexer {
  /** more text will come after this block */
  unfinished = false;
  /** the run of text that is looked into now, and whether it reaches the end of a text that is unfinished */
  run = { source: "", open: false };
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

  override lex(source: string): TokensList {
    this.blockTokens(source, this.tokens);
    const last = this.unfinished ? this.inlineQueue.findLast(({ src }) => src !== "") : undefined;
    // a row of dashes was put below the first row of a table that is on its way
    const end = source.replace(/\n\|[|:-]+$/, "").trimEnd();
    for (const queued of this.inlineQueue) {
      // in the last line of the text, not in a cell or a heading that something follows
      const open = queued === last && end.endsWith(queued.src.slice(queued.src.lastIndexOf("\n") + 1).trim());
      this.inlineTokens(trimLines(queued.src), queued.tokens, open);
    }
    this.inlineQueue = [];
    return this.tokens;
  }

  override inlineTokens(source: string, tokens: Token[] = [], open = false): Token[] {
    if (this.depth >= deepest || tooManyMarks(source)) {
      tokens.push(plainText(source));
      return tokens;
    }
    const outer = this.run;
    this.run = { source: open ? withoutHalves(source) : source, open };
    this.depth++;
    const found = super.inlineTokens(this.run.source, tokens);
    this.depth--;
    this.run = outer;
    const paired = pairDelimiters(found, open);
    if (paired === found) return found;
    tokens.length = 0;
    for (const token of paired) tokens.push(token);
    return tokens;
  }
}

/** A line may begin as deep as it likes, and spaces at the end break no line when none follows. */
function trimLines(source: string): string {
  return source.replace(/^[ \t]+/gm, "").replace(/[ \t\n]+$/, "");
}

function tooManyMarks(source: string): boolean {
  if (source.length < mostMarks) return false;
  const marks = source.match(/[*_~[<`!]/g)?.length ?? 0;
  return marks > mostMarks || marks * source.length > mostSearch;
}

/** marked's tokenizer, blind to HTML, with emphasis left to {@link pairDelimiters} and an eye for what is unfinished. */
class TextTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined;
  }

  /** Nothing within a tag is markdown. It is shown as it is written. */
  override tag(source: string): Tokens.Tag | undefined {
    const raw = this.rules.inline.tag.exec(source)?.[0];
    return raw ? { type: "html", raw, text: raw, block: false, inLink: false, inRawBlock: false } : undefined;
  }

  // what is asked first of any character: marks are no more than runs here, paired when all else is known
  override escape(source: string): Tokens.Escape | undefined {
    const run = delimitersAt((this.lexer as BoundedLexer).run.source, source);
    return (run as Tokens.Escape | undefined) ?? super.escape(source);
  }

  /** A footnote's text stays where it is written. */
  override def(source: string): Tokens.Def | undefined {
    return footnoteLine.test(source) ? undefined : super.def(source);
  }

  override link(source: string): Tokens.Link | Tokens.Image | undefined {
    const found = this.footnote(source) ?? super.link(source);
    if (found || !this.open) return found as Tokens.Link | undefined;
    const { links } = this.lexer.tokens;
    const lex = (label: string, open: boolean) => (this.lexer as BoundedLexer).inlineTokens(label, [], open);
    return unfinishedLink(source, links, lex) as Tokens.Link | undefined;
  }

  override codespan(source: string): Tokens.Codespan | undefined {
    const found = super.codespan(source) ?? (this.open ? unfinishedCode(source) : undefined);
    return found as Tokens.Codespan | undefined;
  }

  override autolink(source: string): Tokens.Link | undefined {
    const found = super.autolink(source) ?? (this.open ? unfinishedAddress(source) : undefined);
    return found as Tokens.Link | undefined;
  }

  override url(source: string): Tokens.Link | undefined {
    // in Chinese and Japanese no space sets an address off from the sentence's own marks
    const end = source.search(fullWidthMark);
    const found = super.url(end > 0 ? source.slice(0, end) : source);
    const whole = !found || !this.open || /[\s<]/.test(source.slice(found.raw.length)) || found.raw.length === end;
    return whole ? found : (plainText(found.raw) as unknown as Tokens.Link);
  }

  private get open(): boolean {
    return (this.lexer as BoundedLexer).run.open;
  }

  /** `[^1]`, and `[^label]` where such a note is in the text or begins here: it may be a set of characters. */
  private footnote(source: string): Footnote | undefined {
    const [raw, label = ""] = footnoteMark.exec(source) ?? [];
    if (!raw) return undefined;
    const { source: whole } = (this.lexer as BoundedLexer).run;
    const before = whole[whole.length - source.length - 1] ?? "\n";
    const note = before === "\n" && source[raw.length] === ":";
    const known = Object.hasOwn(this.lexer.tokens.links, label);
    if (!known && !note && !/^\^\d+$/.test(label)) return undefined;
    return { type: "footnote", raw, text: label.slice(1), known, note };
  }
}

const fullWidthMark = /[\u2018-\u201f\u2026\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;
const footnoteLine = /^ {0,3}\[\^[\w-]{1,32}\]:/;
const footnoteMark = /^\[(\^[\w-]{1,32})\](?!\()/;
