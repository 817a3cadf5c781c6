"use client";

import type { Links } from "marked";
import { memo, useMemo, useState } from "react";
import { BlockTokens } from "./markdown/block-tokens.tsx";
import { createSplitter } from "./markdown/blocks.ts";
import { heal } from "./markdown/heal.ts";
import { lexBlock } from "./markdown/lexer.ts";

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
  const { sources, links } = split(text);
  const last = sources.length - 1;
  // A link definition, rare and mostly last, changes blocks whose source it does not touch: they are made anew.
  const generation = Object.keys(links).length;
  return (
    <div className="markdown">
      {sources.map((source, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks only come at the end
          key={`${generation}-${index}`}
          source={streaming && index === last ? heal(source) : source}
          links={links}
        />
      ))}
    </div>
  );
});

const Block = memo(function Block({ source, links }: { source: string; links: Links }) {
  const tokens = useMemo(() => lexBlock(source, links), [source, links]);
  return <BlockTokens tokens={tokens} />;
});
