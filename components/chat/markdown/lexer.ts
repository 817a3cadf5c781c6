import { Lexer, type MarkedOptions, type Token, type Tokens, type TokensList } from "marked";
import type { Definitions } from "./defined.ts";
import { pairDelimiters } from "./emphasis.ts";
import { mathOptions } from "./math/math-lexer.ts";
import { noteKey, noteOptions, notesOf } from "./note.ts";
import { type Run, TextTokenizer } from "./tokenizer.ts";
import { withoutHalves } from "./unfinished.ts";

/** Containers (quotes, list items) within containers, and emphasis or links within each other, that are looked into. */
const deepest = 16;
/** Block elements within one container; what follows them is shown as plain text. */
const mostTokens = 2_000;
/** A block longer than this that is no code is shown as plain text. */
const longestBlock = 256_000;
/** Several lines of quotes deeper than anybody quotes: each of them is read again at every level. */
const deepQuotes = /^(?:[ \t]*>){33}[^\n]*\n(?:[^\n]*\n)*?(?:[ \t]*>){33}/m;
/** Emphasis, links and the like are looked for in one run of text up to this many marks, ... */
const mostMarks = 2_000;
/** ... and up to this product of marks and characters: unmatched marks make the search quadratic. */
const mostSearch = 20_000_000;

/**
 * The markdown of one block as tokens. Any text gives a result, in bounded time; raw HTML stays text.
 * @param unfinished more text will come: what its last line has begun is shown as it will be
 * @param index the how-manieth block of the answer it is, from 0 on, as its definitions say it
 */
export function lexBlock(source: string, links: Definitions = {}, unfinished = false, index = 0): Token[] {
  const tooLong = source.length > longestBlock && !/^ {0,3}(?:`{3}|~{3})/.test(source);
  if (tooLong || deepQuotes.test(source)) return [plainParagraph(source)];
  try {
    const tokens = createLexer(links, unfinished, source).lex(source);
    const seen = new Set<string>();
    for (const note of notesOf(tokens)) {
      const key = noteKey(note.label);
      const place = Object.hasOwn(links, key) ? links[key]?.note : undefined;
      if (place?.block === index && !seen.has(key)) note.number = place.number;
      seen.add(key);
    }
    return tokens;
  } catch {
    // marked throws when it makes no progress
    return [plainParagraph(source)];
  }
}

/** A line that may be a definition, also within quotes and items. */
const definitionStart = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*)*\[(?:\\[\s\S]|[^[\]\\])+\]:/m;

/**
 * The link definitions (`[label]: address`) in a block, and its footnotes (`[^label]: text`), numbered within the block;
 * null when there are none, as nearly always.
 */
export function definitions(source: string): Definitions | null {
  if (source.length > longestBlock || !definitionStart.test(source)) return null;
  const lexer = createLexer({}, false, source);
  try {
    lexer.lex(source);
  } catch {
    return null;
  }
  const notes = Array.from(notesOf(lexer.tokens), ({ label }) => [noteKey(label), asNote]);
  const found: Definitions = { ...lexer.tokens.links, ...Object.fromEntries(notes) };
  return Object.keys(found).length > 0 ? found : null;
}

const asNote = { href: "", title: "", note: { number: 0, block: 0 } };

function createLexer(links: Definitions, unfinished: boolean, source: string): Lexer {
  const { extensions: math, ...options } = mathOptions(source);
  const notes = noteOptions(source);
  const extensions = math && notes ? bothOf(math, notes) : (math ?? notes);
  const lexer = new BoundedLexer({
    gfm: true,
    tokenizer: new TextTokenizer(),
    ...options,
    ...(extensions && { extensions }),
  });
  Object.assign(lexer.tokens.links, links);
  lexer.unfinished = unfinished;
  return lexer;
}

type Extensions = NonNullable<MarkedOptions["extensions"]>;

const bothOf = (math: Extensions, notes: Extensions): Extensions => ({
  ...math,
  block: [...(math.block ?? []), ...(notes.block ?? [])],
  startBlock: [...(math.startBlock ?? []), ...(notes.startBlock ?? [])],
});

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
  run: Run = { source: "", open: false };
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
