"use client";

import type { MarkedToken, Token, Tokens } from "marked";
import { Fragment, memo, type ReactNode } from "react";
import { CodeBlock } from "./code-block.tsx";
import { meansTheSame } from "./defined.ts";
import { Diagram } from "./diagram/diagram.tsx";
import { decodeEntities } from "./entities.ts";
import { isFenceClosed } from "./fence.ts";
import { FootnoteNote } from "./footnote.tsx";
import { InlineTokens } from "./inline-tokens.tsx";
import { isNote, type Note } from "./note.ts";
import { levelOf, type Outline, outlineAt } from "./outline.ts";
import { PlainText } from "./plain-text.tsx";
import { MarkdownTable } from "./table.tsx";

type Surroundings = {
  /** more text may come to the end of this */
  open: boolean;
  /** what the answer's definitions say, see {@link meansTheSame} */
  defined: string;
};

/** Block tokens as elements. A token keeps its place as its text grows, so its index is its key. */
export function BlockTokens({ tokens, open, defined }: { tokens: Token[] } & Surroundings): ReactNode {
  // blank lines may yet turn out to be in the middle of what is before them
  const last = open ? tokens.findLastIndex(({ type }) => type !== "space") : -1;
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={index}>{block(token as MarkedToken, { open: index === last, defined })}</Fragment>
  ));
}

function block(token: MarkedToken, around: Surroundings): ReactNode {
  if (isNote(token)) return note(token, around);
  switch (token.type) {
    case "paragraph":
      if (token.pre) return <PlainText text={token.text} />;
      return (
        <p>
          <InlineTokens tokens={token.tokens} />
        </p>
      );
    case "heading":
      return heading(token);
    case "list":
      return list(token, around);
    case "code":
      return <CodeToken token={token} open={around.open} />;
    case "blockquote":
      return (
        <blockquote>
          <BlockTokens tokens={token.tokens} {...around} />
        </blockquote>
      );
    case "table":
      return <MarkdownTable table={token} {...around} />;
    case "hr":
      return <hr />;
    case "space":
    case "def":
      return null;
    default:
      // in a tight list the text of an item has no paragraph around it
      return <InlineTokens tokens={[token]} />;
  }
}

/** A note's label stands before its first words. */
function note(token: Note, around: Surroundings): ReactNode {
  const [first, ...rest] = token.tokens as MarkedToken[];
  const text = first?.type === "paragraph" && !first.pre ? first.tokens : null;
  return (
    <FootnoteNote note={token} text={text && <InlineTokens tokens={text} />}>
      <BlockTokens tokens={text ? rest : token.tokens} {...around} />
    </FootnoteNote>
  );
}

// The page's own title is the h1: an answer begins at h2. It looks as the model has marked it; to assistive technology the
// headings are one below the other without a gap.
function heading(token: Tokens.Heading): ReactNode {
  const marked = Math.min(token.depth + 1, 6);
  const Level = `h${marked}` as "h2" | "h3" | "h4" | "h5" | "h6";
  const level = levelOf(token);
  return (
    <Level aria-level={level === marked ? undefined : level}>
      <InlineTokens tokens={token.tokens} />
    </Level>
  );
}

function list(token: Tokens.List, { open, defined }: Surroundings): ReactNode {
  const last = token.items.length - 1;
  const items = token.items.map((item, index) => (
    <ListItem
      // biome-ignore lint/suspicious/noArrayIndexKey: items only come at the end
      key={index}
      item={item}
      source={item.raw}
      outline={outlineAt(item)}
      loose={item.loose}
      open={open && index === last}
      defined={defined}
    />
  ));
  if (!token.ordered) return <ul>{items}</ul>;
  return <ol start={token.start === 1 || token.start === "" ? undefined : token.start}>{items}</ol>;
}

type ListItemProps = { item: Tokens.ListItem; source: string; outline: Outline; loose: boolean } & Surroundings;

// While a long list streams, only its last item is new. What that one's end has begun is shown as if it were finished:
// when it closes, the same source is other elements.
const ListItem = memo(
  function ListItem({ item, open, defined }: ListItemProps) {
    return (
      <li>
        <BlockTokens tokens={item.tokens} open={open} defined={defined} />
      </li>
    );
  },
  (before, after) =>
    !before.open &&
    !after.open &&
    before.loose === after.loose &&
    before.outline === after.outline &&
    meansTheSame(before, after),
);

function CodeToken({ token, open }: { token: Tokens.Code; open: boolean }) {
  const closed = !open || isFenceClosed(token.raw);
  const code = token.text.replace(/\n$/, "");
  const name = language(token);
  if (closed && name.toLowerCase() === "mermaid") return <Diagram code={code} />;
  return <CodeBlock code={code} language={name} closed={closed} />;
}

/** The first word after the fence: what follows are hints to other programs. */
function language(token: Tokens.Code): string {
  return decodeEntities(token.lang ?? "").split(/\s/, 1)[0] ?? "";
}
