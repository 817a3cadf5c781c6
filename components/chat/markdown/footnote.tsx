"use client";

import type { Tokens } from "marked";
import { createContext, type MouseEvent, type ReactNode, useContext } from "react";
import { useTranslations } from "use-intl";

/** A footnote's mark, or, at the beginning of a line, the mark that its note begins with. */
export type Footnote = Tokens.Generic & {
  type: "footnote";
  text: string;
  /** its note is in the answer, and whole: until then nothing leads there */
  known: boolean;
  /** a note begins here */
  note: boolean;
};

export function isFootnote(token: { type: string }): token is Footnote {
  return token.type === "footnote";
}

/** What the ids in an answer begin with: no two answers have the same. */
export const AnswerId = createContext("");

function useIds({ text }: Footnote) {
  const answer = useContext(AnswerId);
  return { noteId: `${answer}-note-${text}`, markId: `${answer}-mark-${text}` };
}

/** The number in the text, set high: a link to its note. */
export function FootnoteMark({ footnote, inLink }: { footnote: Footnote; inLink: boolean }) {
  const translate = useTranslations("markdown");
  const { noteId, markId } = useIds(footnote);
  if (!footnote.known || inLink) return <sup>{footnote.text}</sup>;
  const comeFrom = (event: MouseEvent<HTMLElement>) => {
    document.getElementById(markId)?.removeAttribute("id");
    event.currentTarget.id = markId;
    goTo(event, noteId);
  };
  // a note may have many marks, and leads back to the first one until another was pressed
  const nameFirst = (mark: HTMLElement | null) => {
    if (mark && !document.getElementById(markId)) mark.id = markId;
  };
  return (
    <sup>
      <a
        ref={nameFirst}
        href={`#${noteId}`}
        aria-label={translate("footnote", { label: footnote.text })}
        onClick={comeFrom}
      >
        {footnote.text}
      </a>
    </sup>
  );
}

/** A note where it is written, with a link back to its mark. */
export function FootnoteNote({ footnote, children }: { footnote: Footnote; children: ReactNode }) {
  const translate = useTranslations("markdown");
  const { noteId, markId } = useIds(footnote);
  return (
    <p id={noteId} tabIndex={-1} className="footnote">
      <sup>
        {footnote.known ? (
          <a
            href={`#${markId}`}
            aria-label={translate("footnote-back", { label: footnote.text })}
            onClick={(event) => goTo(event, markId)}
          >
            {footnote.text}
          </a>
        ) : (
          footnote.text
        )}
      </sup>{" "}
      {children}
    </p>
  );
}

// by script: in the history and in the address nothing but the conversation has a place
function goTo(event: MouseEvent, id: string): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const target = document.getElementById(id);
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}
