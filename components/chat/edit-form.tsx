"use client";

import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { useTranslations } from "use-intl";
import { maxMessageLength } from "@/lib/conversations/schema";
import { useErrorText } from "../error-text.ts";
import { isComposing } from "../keyboard/is-composing.ts";
import { Button } from "../ui/button.tsx";
import { directionOf, isHuge, useAutoHeight } from "./text-area.ts";

type EditFormProps = {
  text: string;
  onTextChange: (text: string) => void;
  onSend: () => void;
  onCancel: () => void;
  /** an answer is being written: the text has to wait for its end */
  busy: boolean;
};

/** A person's message while it is edited, in its place. */
export function EditForm({ text, onTextChange, onSend, onCancel, busy }: EditFormProps) {
  const translate = useTranslations("edit");
  const errorText = useErrorText();
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  useAutoHeight(field, text);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);

  const tooLong = text.length > maxMessageLength;
  const huge = isHuge(text);
  const sendable = !busy && !tooLong && text.trim() !== "";
  const send = () => {
    if (sendable) onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && !event.shiftKey) send();
    else return;
    event.preventDefault();
  };
  const note = tooLong
    ? errorText({ code: "message_too_long", params: { limit: maxMessageLength } })
    : translate(busy ? "busy" : "note");
  return (
    <form
      className="w-full rounded-2xl border border-field bg-surface focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label={translate("field")}
        aria-describedby={noteId}
        aria-invalid={tooLong || undefined}
        dir={directionOf(text)}
        enterKeyHint="send"
        autoComplete="off"
        value={text}
        onChange={(event) => onTextChange(event.target.value)}
        onKeyDown={onKeyDown}
        spellCheck={huge ? false : undefined}
        className={`${huge ? "h-[calc(var(--visible-height,100dvh)*0.5)]" : "field-sizing-content max-h-[calc(var(--visible-height,100dvh)*0.5)] min-h-12"} block w-full resize-none overflow-y-auto bg-transparent px-4 pt-3 pb-1 leading-relaxed outline-none`}
      />
      <div className="flex flex-wrap items-center justify-end gap-2 p-2.5">
        <p
          id={noteId}
          role={tooLong ? "alert" : undefined}
          className="min-w-40 flex-1 text-pretty px-1.5 text-muted text-xs"
        >
          {note}
        </p>
        <Button onClick={onCancel}>{translate("cancel")}</Button>
        <Button type="submit" kind="primary" disabled={!sendable}>
          {translate("send")}
        </Button>
      </div>
    </form>
  );
}
