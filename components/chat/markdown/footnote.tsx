"use client";

import type { Tokens } from "marked";
import { createContext, type MouseEvent, type ReactNode, useContext } from "react";
import { useTranslations } from "use-intl";
import type { Note } from "./note.ts";

/** A footnote's mark. */
export type Footnote = Tokens.Generic & {
  type: "footnote";
  /** its label */
  text: string;
  /** the how-manieth note of the answer it leads to; null until that is whole, when nothing leads there */
  number: number | null;
};

export function isFootnote(token: { type: string }): token is Footnote {
  return token.type === "footnote";
}

/** What the ids in an answer begin with: no two answers have the same. */
export const AnswerId = createContext("");

// by number: a label may be anything, and of a case of its own
function useIds(number: number | null) {
  const answer = useContext(AnswerId);
  return { noteId: `${answer}-note-${number}`, markId: `${answer}-mark-${number}` };
}

/** The label in the text, set high: a link to its note. */
export function FootnoteMark({ footnote, inLink }: { footnote: Footnote; inLink: boolean }) {
  const translate = useTranslations("markdown");
  const { noteId, markId } = useIds(footnote.number);
  if (footnote.number === null || inLink) return <sup>{footnote.text}</sup>;
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

type FootnoteNoteProps = {
  note: Note;
  /** what its first line goes on with, if that is text */
  text: ReactNode;
  /** its other blocks */
  children: ReactNode;
};

/** A note where it is written, with a link back to its mark. */
export function FootnoteNote({ note, text, children }: FootnoteNoteProps) {
  const translate = useTranslations("markdown");
  const { label } = note;
  const number = note.number ?? null;
  const { noteId, markId } = useIds(number);
  const goal = number === null ? {} : { id: noteId, tabIndex: -1 };
  return (
    <div className="footnote">
      <p {...goal}>
        <sup>
          {number === null ? (
            label
          ) : (
            <a
              href={`#${markId}`}
              aria-label={translate("footnote-back", { label })}
              onClick={(event) => goTo(event, markId)}
            >
              {label}
            </a>
          )}
        </sup>{" "}
        {text}
      </p>
      {children}
    </div>
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
