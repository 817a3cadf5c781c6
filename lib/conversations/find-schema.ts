import { type MessageView, messageText } from "./schema.ts";

// Search within a conversation. The page and the server each look through a part of it, and the page marks on the
// screen what was found in the source: all three fold texts in the same way.

/** Longest text that can be looked for, in UTF-16 code units. */
export const maxFindLength = 200;

/** A message in which the text stands, and how often. */
export type Match = { id: string; count: number };

/** What was found, the oldest message first. `more`: there is more before that, too much to be listed. */
export type Matches = { matches: Match[]; more: boolean };

/** As many messages are listed at most, the last ones. */
export const maxMatches = 5_000;

const marks = /[*_~`\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/**
 * A text as it is compared: NFKC (full-width letters and ligatures are plain ones), without case, runs of white space as
 * one space, and without the marks of Markdown, which the screen does not show.
 */
export function foldText(text: string): string {
  const compatible = /^[\0-\x7F]*$/.test(text) ? text : text.normalize("NFKC");
  return compatible.toLowerCase().replaceAll("ς", "σ").replace(marks, "").replace(/\s+/g, " ");
}

/** What stands between two blocks of a text: no text that is looked for goes over it. */
export const blockEnd = "\n";

/** Where a folded text stands in another one, the first character of each place; places do not overlap. */
export function placesOf(folded: string, wanted: string): number[] {
  const places: number[] = [];
  if (wanted === "") return places;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}

/** How often a folded text stands in a message. */
export function countIn(message: Pick<MessageView, "role" | "parts">, wanted: string): number {
  const text = messageText(message.parts);
  const blocks = message.role === "user" ? [text] : shownText(text).split(/\n\s*\n/);
  return blocks.reduce((count, block) => count + placesOf(foldText(block), wanted).length, 0);
}

// The source of an answer without what only steers how it looks. What this leaves in by mistake can be found and is then
// not on the screen: the message is shown all the same.
function shownText(markdown: string): string {
  return markdown
    .replace(/^\s*(```|~~~).*$/gm, "\n")
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/^\s*(#{1,6}|[-+*]|\d+[.)]|>)\s+/gm, "\n\n")
    .replace(/^\s*\|?[\s:|-]+\|?\s*$/gm, "\n\n")
    .replace(/\s*\|\s*/g, "\n\n");
}
