import type { Token } from "marked";
import { Fragment, type ReactNode } from "react";
import { type Footnote, FootnoteNote, isFootnote } from "./footnote.tsx";
import { InlineTokens } from "./inline-tokens.tsx";

/** A paragraph; a line of it that begins a footnote's note begins a paragraph of its own. */
export function Paragraph({ tokens }: { tokens: Token[] }): ReactNode {
  if (!tokens.some(isNote)) return <Text tokens={tokens} />;
  return partsOf(tokens).map(({ note, tokens }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: notes only come at the end
    <Fragment key={index}>
      {note ? (
        <FootnoteNote footnote={note}>
          <InlineTokens tokens={tokens} />
        </FootnoteNote>
      ) : (
        <Text tokens={tokens} />
      )}
    </Fragment>
  ));
}

function Text({ tokens }: { tokens: Token[] }) {
  return (
    <p>
      <InlineTokens tokens={tokens} />
    </p>
  );
}

const isNote = (token: Token): token is Footnote => isFootnote(token) && token.note;

type ParagraphPart = { note: Footnote | null; tokens: Token[] };

function partsOf(tokens: Token[]): ParagraphPart[] {
  const parts: ParagraphPart[] = [{ note: null, tokens: [] }];
  for (const token of tokens) {
    const part = parts.at(-1) as ParagraphPart;
    if (isNote(token)) {
      // the line break before it has done its work
      const last = part.tokens.at(-1);
      if (last?.type === "br") part.tokens.pop();
      if (last?.type === "text") part.tokens[part.tokens.length - 1] = { ...last, text: last.text.replace(/\n$/, "") };
      parts.push({ note: token, tokens: [] });
    } else if (part.note && part.tokens.length === 0 && token.type === "text") {
      part.tokens.push({ ...token, text: token.text.replace(/^:[ \t]*/, "") });
    } else {
      part.tokens.push(token);
    }
  }
  return parts.filter(({ note, tokens }) => note || tokens.length > 0);
}
