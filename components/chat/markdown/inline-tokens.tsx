"use client";

import type { MarkedToken, Token } from "marked";
import { Fragment, type ReactNode } from "react";
import { decodeEntities } from "./entities.ts";
import { AnswerImage, AnswerLink, safeAddress } from "./link.tsx";

/** Inline tokens as elements. */
export function InlineTokens({ tokens }: { tokens: Token[] }): ReactNode {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a token keeps its place as its text grows
    <Fragment key={index}>{inline(token as MarkedToken)}</Fragment>
  ));
}

function inline(token: MarkedToken): ReactNode {
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
