import type { MarkedOptions, Token, TokenizerThis, Tokens } from "marked";
import { noteStart, OpenParagraph } from "./open-paragraph.ts";

/** A footnote's note, where it is written: blocks, the first of which is mostly a paragraph. */
export type Note = Tokens.Generic & {
  type: "note";
  /** as it is written */
  label: string;
  /** the answer's how-manieth it is, once it is whole; a second one with a label has none, as nothing leads there */
  number?: number;
  tokens: Token[];
};

export function isNote(token: { type: string }): token is Note {
  return token.type === "note";
}

/** The notes among tokens, also in quotes, lists and other notes, as they are written. */
export function* notesOf(tokens: Token[]): Generator<Note> {
  for (const token of tokens) {
    if (isNote(token)) yield token;
    if (isNote(token) || token.type === "blockquote") yield* notesOf(token.tokens ?? []);
    else if (token.type === "list") for (const item of (token as Tokens.List).items) yield* notesOf(item.tokens);
  }
}

/**
 * Under what a label is known among an answer's definitions: in any case, as those of links. No link's can begin so.
 */
export const noteKey = (label: string): string => `[^${label.toLowerCase().toUpperCase().toLowerCase()}`;

/** What marked needs to find notes; nothing for the many texts that have none. */
export function noteOptions(source: string): MarkedOptions["extensions"] {
  if (!source.includes("[^")) return undefined;
  return { block: [note], startBlock: [nextNote], renderers: {}, childTokens: {} };
}

/** What of a list or table stands before the next note at the margin: neither reaches into one. */
export function untilNote(source: string): string {
  const start = source.includes("\n[^") ? source.search(noteAtMargin) : -1;
  return start < 0 ? source : source.slice(0, start);
}

const noteAtMargin = new RegExp(noteStart.source.replace("^ {0,3}", "\\n"));
const paragraphEnd = new RegExp(`\\n(?:[ \\t]*(?:\\n|$)|${noteStart.source.slice(1)})`);

/** Where in a paragraph a note begins, and ends it; -1 when none does. */
export function nextNote(paragraph: string): number {
  const { 0: found = "", index = 0 } = paragraphEnd.exec(paragraph) ?? {};
  return found.endsWith(":") ? index + 1 : -1;
}

/** GFM's: what is indented by four columns belongs to a note, and lines that go on with its paragraph. */
function note(this: TokenizerThis, source: string): Note | undefined {
  const [mark, label = ""] = noteStart.exec(source) ?? [];
  if (mark === undefined) return undefined;
  const paragraph = new OpenParagraph();
  const lines: string[] = [];
  let end = 0;
  for (let start = mark.length; start < source.length; ) {
    const newline = source.indexOf("\n", start);
    const stop = newline < 0 ? source.length : newline;
    const line = source.slice(start, stop);
    const blank = line.trim() === "";
    const inside = lines.length === 0 ? line.trimStart() : /^(?: {4}| {0,3}\t)(.*)$/.exec(line)?.[1];
    if (inside === undefined && !blank && !paragraph.goesOnIn(line)) break;
    if (inside !== undefined || blank) paragraph.add(inside ?? "");
    lines.push(inside ?? (blank ? "" : paragraph.continuation(line)));
    if (!blank || end === 0) end = stop;
    start = stop + 1;
  }
  const text = lines.join("\n").replace(/^\n+/, "").trimEnd();
  const { state } = this.lexer;
  const { top } = state;
  state.top = true;
  const tokens = this.lexer.blockTokens(text);
  state.top = top;
  return { type: "note", raw: source.slice(0, Math.max(end, mark.length)), label, tokens };
}
