import { type Lexer, type Links, type Token, Tokenizer, type Tokens } from "marked";
import { addressAt } from "./address.ts";
import type { Definitions } from "./defined.ts";
import { delimitersAt } from "./emphasis.ts";
import type { Footnote } from "./footnote.tsx";
import { withBackticks, withoutLoneBackticks } from "./lone-backticks.ts";
import { nextNote, noteKey, untilNote } from "./note.ts";
import { noteStart } from "./open-paragraph.ts";
import { quoteAt, withoutLazyRows } from "./quote.ts";
import { unfinishedAddress, unfinishedCode, unfinishedLink } from "./unfinished.ts";

/** The run of text that is looked into, and whether it reaches the end of a text that is unfinished. */
export type Run = { source: string; open: boolean; masked?: string };

/** A lexer that says which run it is in. */
type RunLexer = Lexer & { run: Run; inlineTokens(source: string, tokens?: Token[], open?: boolean): Token[] };

/** marked's tokenizer, blind to HTML, with emphasis left to `pairDelimiters` and an eye for what is unfinished. */
export class TextTokenizer extends Tokenizer {
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
    const run = this.addressOfMail(source) ?? delimitersAt((this.lexer as RunLexer).run.source, source);
    return (run as Tokens.Escape | undefined) ?? super.escape(source);
  }

  /**
   * What looks like a footnote is never the definition of a link: its text stays where it is written. Nor is a label with
   * a line below it that is something else than an address.
   */
  override def(source: string): Tokens.Def | undefined {
    return /^ {0,3}\[\^/.test(source) || noAddress.test(source) ? undefined : super.def(source);
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    const quote = quoteAt(source);
    if (!quote) return undefined;
    const { state } = this.lexer;
    const { top } = state;
    state.top = true;
    const tokens = this.lexer.blockTokens(quote.text);
    state.top = top;
    return { type: "blockquote", ...quote, tokens };
  }

  override list(source: string): Tokens.List | undefined {
    if (!/^ {0,3}[-+*\d]/.test(source)) return undefined;
    const text = untilNote(source);
    const read = withoutLazyRows(text);
    const found = super.list(read);
    if (found && read !== text) {
      const lines = found.raw.split("\n").length;
      found.raw = text.split("\n", lines).join("\n").trimEnd();
    }
    return found;
  }

  override table(source: string): Tokens.Table | undefined {
    return /^[^\n]*\n {0,3}[|:-]/.test(source) ? super.table(untilNote(source)) : undefined;
  }

  override lheading(source: string): Tokens.Heading | undefined {
    const found = super.lheading(source);
    const end = found?.raw.includes("[^") ? nextNote(found.raw) : -1;
    if (end < 0) return found;
    // its text is not read
    this.lexer.inlineQueue.pop();
    return super.lheading(source.slice(0, end));
  }

  override link(source: string): Tokens.Link | Tokens.Image | undefined {
    const masked = this.masked(source);
    const found = this.footnote(source) ?? super.link(source) ?? (masked && this.unmasked(source, super.link(masked)));
    if (found || !this.open) return found as Tokens.Link | undefined;
    const { links } = this.lexer.tokens;
    const lex = (label: string, open: boolean) => (this.lexer as RunLexer).inlineTokens(label, [], open);
    return unfinishedLink(source, links, lex) as Tokens.Link | undefined;
  }

  override reflink(source: string, links: Links): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    const found = super.reflink(source, links);
    const masked = found?.type === "text" ? this.masked(source) : undefined;
    return (masked && this.unmasked(source, super.reflink(masked, links))) || found;
  }

  /** What is left of the text, without backticks that keep marked from seeing a link around them. */
  private masked(source: string): string | undefined {
    if ((source[0] !== "[" && source[0] !== "!") || this.open) return undefined;
    const { run } = this.lexer as RunLexer;
    run.masked ??= withoutLoneBackticks(run.source);
    return run.masked === run.source ? undefined : run.masked.slice(-source.length);
  }

  private unmasked<Found extends Token>(source: string, found: Found | undefined): Found | undefined {
    return found && { ...withBackticks(found), raw: source.slice(0, found.raw.length) };
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
    const near = end > 0 ? source.slice(0, end) : source;
    const address = addressAt(near);
    const found = address === null ? super.url(near) : linkTo(address);
    const whole = !found || !this.open || /[\s<]/.test(source.slice(found.raw.length)) || found.raw.length === end;
    return whole ? found : ({ type: "text", raw: found.raw, text: found.raw } as unknown as Tokens.Link);
  }

  /** `_` may begin an address of mail. */
  private addressOfMail(source: string): Token | undefined {
    if (source[0] !== "_" || !mailStart.test(source) || this.lexer.state.inLink) return undefined;
    const { source: whole } = (this.lexer as RunLexer).run;
    return /[\w.+-]$/.test(whole.slice(0, whole.length - source.length)) ? undefined : this.url(source);
  }

  private get open(): boolean {
    return (this.lexer as RunLexer).run.open;
  }

  /** `[^1]`, and `[^label]` where such a note is in the text: it may be a set of characters. */
  private footnote(source: string): Footnote | undefined {
    const [mark, label = ""] = source.startsWith("[^") ? (noteMark.exec(source) ?? []) : [];
    if (mark === undefined) return undefined;
    const links: Definitions = this.lexer.tokens.links;
    const number = links[noteKey(label)]?.note?.number ?? null;
    if (number === null && !/^\d+$/.test(label)) return undefined;
    return { type: "footnote", raw: mark, text: label, number };
  }
}

/** A label, and below it an underline, a rule, a fence, a heading or a quote. */
const noAddress =
  /^ {0,3}\[(?:\\[\s\S]|[^[\]\\])+\]:[ \t]*\n {0,3}(?:(?:=+|-+)[ \t]*(?:\n|$)|(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})(?:\n|$)|`{3}[^`\n]*(?:\n|$)|~{3}|#{1,6}(?:\s|$)|>)/;
const mailStart = /^_[\w.+-]{0,256}@/;

const linkTo = (text: string): Tokens.Link => ({
  type: "link",
  raw: text,
  text,
  href: /^www\./i.test(text) ? `http://${text}` : text,
  autolink: true,
  tokens: [{ type: "text", raw: text, text }],
});

const fullWidthMark = /[\u2018-\u201f\u2026\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;
const noteMark = new RegExp(noteStart.source.replace(/^\^ \{0,3\}|:$/g, (end) => (end === ":" ? "(?!\\()" : "^")));
