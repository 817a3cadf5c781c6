"use client";

import { memo, useContext, useEffect, useId, useMemo, useState } from "react";
import { BlockTokens } from "./markdown/block-tokens.tsx";
import { createSplitter } from "./markdown/blocks.ts";
import { type Definitions, definedBy, meansTheSame, withDefinitions } from "./markdown/defined.ts";
import { AnswerId } from "./markdown/footnote.tsx";
import { heal } from "./markdown/heal.ts";
import { definitions, lexBlock } from "./markdown/lexer.ts";
import { closeMath } from "./markdown/math/math-lexer.ts";
import { createOutline, type Outline, outlineBlock } from "./markdown/outline.ts";
import { Printing } from "./printing.ts";

type MarkdownProps = {
  text: string;
  /** more text will come: what its end has begun is shown as if it were finished */
  streaming?: boolean;
};

/**
 * Markdown as React elements: no HTML string is ever made, raw HTML is shown as text, nothing is loaded. A growing
 * text costs only its last block: the others keep their source, and with it their elements.
 */
export const Markdown = memo(function Markdown({ text, streaming = false }: MarkdownProps) {
  // a cache: what it answers depends on the text alone
  const [split] = useState(createSplitter);
  const { sources, links: closedLinks } = split(text);
  const last = sources.length - 1;
  const end = streaming ? "" : (sources[last] ?? "");
  const links = useMemo(() => {
    const found = definitions(end);
    return found ? withDefinitions(closedLinks, found, last) : closedLinks;
  }, [end, closedLinks, last]);
  const defined = useMemo(() => definedBy(links), [links]);
  const shown = useGradually(sources);
  // a cache as well
  const [outline] = useState(createOutline);
  const outlines = outline(sources.slice(0, shown));
  const id = useId();
  return (
    <AnswerId value={id}>
      <div className="markdown">
        {sources.slice(0, shown).map((source, index) => (
          <Block
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks only come at the end
            key={index}
            index={index}
            source={streaming && index === last ? (closeMath(source) ?? heal(source)) : source}
            unfinished={streaming && index === last}
            outline={outlines[index] ?? 0}
            links={links}
            defined={defined}
          />
        ))}
      </div>
    </AnswerId>
  );
});

type BlockProps = {
  index: number;
  source: string;
  unfinished: boolean;
  /** which headings of the answer this one is below */
  outline: Outline;
  links: Definitions;
  defined: string;
};

const Block = memo(
  function Block({ index, source, unfinished, outline, links, defined }: BlockProps) {
    const tokens = useMemo(() => {
      const lexed = lexBlock(source, links, unfinished, index);
      outlineBlock(lexed, outline);
      return lexed;
    }, [index, source, links, unfinished, outline]);
    return <BlockTokens tokens={tokens} open={unfinished} defined={defined} />;
  },
  (before, after) =>
    before.unfinished === after.unfinished && before.outline === after.outline && meansTheSame(before, after),
);

/** What is rendered in one go, in characters; a line counts as sixty more, for the elements it makes. */
const stepSize = 150_000;

/** How many blocks to show: all of them, except that a huge text comes step by step and never freezes the page. */
function useGradually(sources: readonly string[]): number {
  const [budget, setBudget] = useState(stepSize);
  const printing = useContext(Printing);
  // a cache: what it answers depends on its arguments alone
  const [count] = useState(createCounter);
  const shown = printing ? sources.length : count(sources, budget);
  const unfinished = shown < sources.length;
  // `budget` is a dependency: each step plans the next
  useEffect(() => {
    if (!unfinished) return;
    const timer = setTimeout(() => setBudget(budget + stepSize), 50);
    return () => clearTimeout(timer);
  }, [unfinished, budget]);
  return shown;
}

/** Counts how many blocks are within a budget, and weighs each but the last, which grows, only once. */
function createCounter(): (sources: readonly string[], budget: number) => number {
  const known: { source: string; weight: number }[] = [];
  return (sources, budget) => {
    let left = budget;
    for (const [index, source] of sources.entries()) {
      if (left <= 0) return index;
      let block = known[index];
      if (block?.source !== source) {
        // code is light: it is laid out by forty lines
        const weight = source.startsWith("```") ? 1_000 : source.length + 60 * source.split("\n").length;
        block = { source, weight };
        known[index] = block;
      }
      left -= block.weight;
    }
    return sources.length;
  };
}
