"use client";

import type { MarkedToken, Token } from "marked";
import { Fragment, type ReactNode } from "react";
import { decodeEntities } from "./entities.ts";
import { FootnoteMark, isFootnote } from "./footnote.tsx";
import { AnswerImage, AnswerLink, relativeAddress, safeAddress } from "./link.tsx";
import { Formula } from "./math/formula.tsx";
import { asMath } from "./math/math-lexer.ts";
import { TaskBox } from "./task-box.tsx";

/** Inline tokens as elements. Runs of plain text become one text node: a line of backslashes is no 50,000 nodes. */
export function InlineTokens({ tokens, inLink = false }: { tokens: Token[]; inLink?: boolean }): ReactNode {
  const nodes: ReactNode[] = [];
  for (const token of tokens) {
    const node = inline(token as MarkedToken, inLink);
    const previous = nodes.at(-1);
    if (typeof node === "string" && typeof previous === "string") nodes[nodes.length - 1] = previous + node;
    else nodes.push(node);
  }
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a node keeps its place as its text grows
    <Fragment key={index}>{node}</Fragment>
  ));
}

// A link holds no link: an image in one leads where the link leads.
function inline(token: MarkedToken, inLink: boolean): ReactNode {
  const math = asMath(token);
  if (math) return <Formula math={math} />;
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <InlineTokens tokens={token.tokens} inLink={inLink} />
        </strong>
      );
    case "em":
      return (
        <em>
          <InlineTokens tokens={token.tokens} inLink={inLink} />
        </em>
      );
    case "del":
      return (
        <del>
          <InlineTokens tokens={token.tokens} inLink={inLink} />
        </del>
      );
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return (
        <AnswerLink
          address={safeAddress(token.href, token.autolink)}
          title={token.title && decodeEntities(token.title)}
          relative={token.autolink ? null : relativeAddress(token.href)}
        >
          {token.autolink ? token.text : <InlineTokens tokens={token.tokens} inLink />}
        </AnswerLink>
      );
    case "image":
      return (
        <AnswerImage
          address={inLink ? null : safeAddress(token.href)}
          alt={plainText(token.tokens ?? []) || decodeEntities(token.text)}
        />
      );
    case "checkbox":
      return <TaskBox checked={token.checked} />;
    case "escape":
      return token.text;
    case "text":
      return "tokens" in token && token.tokens ? <InlineTokens tokens={token.tokens} /> : decodeEntities(token.text);
    default:
      return isFootnote(token) ? <FootnoteMark footnote={token} inLink={inLink} /> : (token as Token).raw;
  }
}

/** What tokens say without their marks, for a description. */
function plainText(tokens: Token[]): string {
  return tokens
    .map((token) => ("tokens" in token && token.tokens ? plainText(token.tokens) : plainNode(token as MarkedToken)))
    .join("");
}

function plainNode(token: MarkedToken): string {
  if (token.type === "text") return decodeEntities(token.text);
  if (token.type === "br") return " ";
  return "text" in token ? token.text : token.raw;
}
