import type { MarkedToken, Token, Tokens } from "marked";
import { lexBlock } from "./lexer.ts";
import { isNote } from "./note.ts";

/**
 * Which headings of an answer those that follow would be below: bit n is set for a heading of n marks. At the beginning of an
 * answer it is 0.
 */
export type Outline = number;

/** The level of each heading, and where each list item begins in the outline of its answer. */
const levels = new WeakMap<Tokens.Heading, number>();
const begun = new WeakMap<Tokens.ListItem, Outline>();

/**
 * Gives the headings of a block their levels for assistive technology: however many marks a model begins with and leaves out,
 * they go on from the page's own title, the only heading of level 1, without a gap. What came before decides, so that a level
 * stays as it is while the answer grows.
 * @returns the outline after the block
 */
export function outlineBlock(tokens: readonly Token[], before: Outline): Outline {
  let outline = before;
  for (const token of tokens as MarkedToken[]) {
    if (token.type === "heading") {
      const above = outline & ((1 << token.depth) - 1);
      levels.set(token, Math.min(2 + countBits(above), 6));
      outline = above | (1 << token.depth);
    } else if (token.type === "blockquote" || isNote(token)) {
      outline = outlineBlock(token.tokens ?? [], outline);
    } else if (token.type === "list") {
      for (const item of token.items) {
        begun.set(item, outline);
        outline = outlineBlock(item.tokens, outline);
      }
    }
  }
  return outline;
}

/** The level of a heading whose block has been outlined, from 2 to 6. */
export const levelOf = (heading: Tokens.Heading): number => levels.get(heading) ?? 2;

/** The outline at the beginning of a list item. */
export const outlineAt = (item: Tokens.ListItem): Outline => begun.get(item) ?? 0;

/** What every heading has: marks behind the margin, a space, a quote or a list marker, or a line under it. */
const mayHoldHeading = /(?:^|[ \t>])#{1,6}(?:[ \t]|$)|^[ \t>]*[=-]+[ \t]*$/m;

/**
 * Makes a function that tells for each block of a growing answer the outline before it. What each block adds is worked out
 * once, when another one follows it; the result depends on the sources alone.
 */
export function createOutline(): (sources: readonly string[]) => Outline[] {
  const known: { source: string; before: Outline; after: Outline }[] = [];
  return (sources) => {
    let outline: Outline = 0;
    return sources.map((source, index) => {
      const before = outline;
      if (index === sources.length - 1) return before;
      let block = known[index];
      if (block?.source !== source || block.before !== before) {
        const after = mayHoldHeading.test(source) ? outlineBlock(lexBlock(source), before) : before;
        block = { source, before, after };
        known[index] = block;
      }
      outline = block.after;
      return before;
    });
  };
}

function countBits(number: number): number {
  let count = 0;
  for (let rest = number; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
