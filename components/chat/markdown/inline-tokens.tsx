"use client";

import type { MarkedToken, Token } from "marked";
import { Fragment, type ReactNode } from "react";
import { decodeEntities } from "./entities.ts";
import { AnswerImage, AnswerLink, safeAddress } from "./link.tsx";
import { Formula } from "./math/formula.tsx";
import { asMath } from "./math/math-lexer.ts";

/** Inline tokens as elements. Runs of plain text become one text node: a line of backslashes is no 50,000 nodes. */
export function InlineTokens({ tokens }: { tokens: Token[] }): ReactNode {
  const nodes: ReactNode[] = [];
  for (const token of tokens) {
    const node = inline(token as MarkedToken);
    const previous = nodes.at(-1);
    if (typeof node === "string" && typeof previous === "string") nodes[nodes.length - 1] = previous + node;
    else nodes.push(node);
  }
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a node keeps its place as its text grows
    <Fragment key={index}>{node}</Fragment>
  ));
}

function inline(token: MarkedToken): ReactNode {
  const math = asMath(token);
  if (math) return <Formula math={math} />;
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <InlineTokens tokens={token.tokens} />
        </strong>
      );
    case "em":
      return (
        <em>
          <InlineTokens tokens={token.tokens} />
        </em>
      );
    case "del":
      return (
        <del>
          <InlineTokens tokens={token.tokens} />
        </del>
      );
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return (
        <AnswerLink address={safeAddress(token.href, token.autolink)} title={token.title}>
          {token.autolink ? token.text : <InlineTokens tokens={token.tokens} />}
        </AnswerLink>
      );
    case "image":
      return <AnswerImage address={safeAddress(token.href)} alt={decodeEntities(token.text)} />;
    case "checkbox":
      return <input type="checkbox" checked={token.checked} disabled readOnly />;
    case "escape":
      return token.text;
    case "text":
      return "tokens" in token && token.tokens ? <InlineTokens tokens={token.tokens} /> : decodeEntities(token.text);
    default:
      return token.raw;
  }
}
