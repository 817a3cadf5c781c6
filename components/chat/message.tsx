"use client";

import { memo, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type MessageView, messageText } from "@/lib/conversations/schema";
import { CopyButton } from "../ui/copy-button.tsx";
import { AnswerReceipt } from "../usage/answer-receipt.tsx";
import { Markdown } from "./markdown.tsx";
import { type MessageActions, MessageButtons } from "./message-buttons.tsx";
import { MessageStatusLine } from "./message-status.tsx";
import { NextSteps, type StepHandlers } from "./next-steps.tsx";
import { Reasoning } from "./reasoning.tsx";
import { Sources } from "./sources.tsx";
import { VersionSwitch } from "./version-switch.tsx";
import { Waiting } from "./waiting.tsx";

type MessageProps = {
  message: MessageView;
  /** what can be done with it; pass a stable object, as a message renders again only when a prop changes */
  actions?: MessageActions | undefined;
  /** an answer is being written in the conversation */
  busy?: boolean;
  /** in the place of the text and the buttons, while the message is edited */
  editForm?: ReactNode;
  /** what can be done about an answer that did not end well; pass a stable object. Without it nothing is offered */
  onStep?: StepHandlers | undefined;
};

/** One message: a person's as a quiet bubble, an answer across the column. */
export const Message = memo(function Message({ message, actions, busy = false, editForm, onStep }: MessageProps) {
  const translate = useTranslations("message");
  const mine = message.role === "user";
  const label = mine ? translate("from-you") : translate("from-model", { model: message.modelId ?? "" });
  const article = useRef<HTMLElement>(null);
  useFocusAfterEdit(article, editForm !== undefined);
  const live = useLive(message);
  return (
    <article
      ref={article}
      // the focus comes here when what had it went away
      tabIndex={-1}
      aria-label={label}
      aria-busy={message.status === "running" || undefined}
      data-role={message.role}
      data-status={message.status}
      data-message-id={message.id}
      data-live={live || undefined}
      className={`group/message flex flex-col rounded-lg outline-offset-4 print:block ${mine ? "items-end pt-5" : "pt-3"}`}
    >
      {editForm ?? (
        <>
          {mine ? <Question text={messageText(message.parts)} /> : <AnswerParts message={message} />}
          {!mine && <MessageStatusLine message={message} />}
          {!mine && onStep && <NextSteps message={message} handlers={onStep} />}
          <Footer message={message} actions={actions} busy={busy} />
        </>
      )}
    </article>
  );
});

function Footer({ message, actions, busy = false }: Pick<MessageProps, "message" | "actions" | "busy">) {
  const translate = useTranslations("message");
  const mine = message.role === "user";
  const ended = message.status !== "running";
  const hasText = message.parts.some((part) => part.type === "text" && part.text !== "");
  const { versions = [] } = message;
  const several = actions !== undefined && versions.length > 1;
  if (!ended && !several) return null;
  return (
    <footer className={`mt-1 flex min-h-8 print:hidden flex-wrap items-center gap-x-1 ${mine ? "" : "-ms-1.5"}`}>
      {ended && (
        <span className={`flex items-center gap-x-1 transition-opacity ${mine ? quietUntilNear : ""}`}>
          {hasText && <CopyButton label={translate("copy")} text={() => messageText(message.parts)} />}
          {actions && <MessageButtons message={message} actions={actions} busy={busy} />}
        </span>
      )}
      {several && (
        <VersionSwitch
          id={message.id}
          versions={versions}
          busy={busy}
          onChoose={(versionId) => actions.chooseVersion(message, versionId)}
        />
      )}
      {ended && !mine && message.modelId && (
        <span className="ms-1.5 min-w-0 truncate font-mono text-muted text-xs">{message.modelId}</span>
      )}
      {ended && !mine && actions && <AnswerReceipt message={message} />}
    </footer>
  );
}

/** Whether an answer of this place in the list was written while this page showed it. */
function useLive({ status }: MessageView): boolean {
  const [live, setLive] = useState(status === "running");
  if (status === "running" && !live) setLive(true);
  return live;
}

/** When editing was given up, the focus goes back to the button that began it. */
function useFocusAfterEdit(article: { current: HTMLElement | null }, editing: boolean) {
  const wasEditing = useRef(editing);
  useEffect(() => {
    if (wasEditing.current && !editing && document.activeElement === document.body) {
      article.current?.querySelector<HTMLElement>('button[name="edit"]')?.focus({ preventScroll: true });
    }
    wasEditing.current = editing;
  }, [article, editing]);
}

/** Shown when the pointer or the focus comes near; always where nothing can hover. */
const quietUntilNear =
  "pointer-fine:opacity-0 pointer-fine:group-hover/message:opacity-100 pointer-fine:focus-within:opacity-100";

/** What a person said; a system prompt that was sent alone says nothing here. */
function Question({ text }: { text: string }) {
  const translate = useTranslations("settings");
  return text === "" ? <p className="text-muted text-sm italic">{translate("alone")}</p> : <Bubble text={text} />;
}

function Bubble({ text }: { text: string }) {
  return (
    <div className="wrap-anywhere max-w-[min(85%,40rem)] whitespace-pre-wrap [unicode-bidi:plaintext] rounded-2xl rounded-ee-md bg-bubble px-4 py-2.5 leading-relaxed print:max-w-none print:rounded-lg print:border print:border-line print:bg-transparent">
      {text}
    </div>
  );
}

function AnswerParts({ message }: { message: MessageView }) {
  const onlyKept = useOnlyKept(message);
  const running = message.status === "running";
  const parts = message.parts.filter((part) => part.type !== "source" && part.text !== "");
  const shown = parts.map((part, index) => {
    const open = running && index === parts.length - 1;
    return part.type === "reasoning" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts only come at the end
      <Reasoning key={index} text={part.text} ms={part.ms} thinking={open && part.ms === undefined} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts only come at the end
      <Markdown key={index} text={part.text} streaming={open} />
    );
  });
  return (
    <>
      {shown}
      <Sources parts={message.parts} />
      {running && (onlyKept || message.notice || parts.length === 0) && <Waiting message={message} />}
    </>
  );
}

/** Whether an answer that is continued has nothing yet but the text that was kept. */
function useOnlyKept({ status, parts }: MessageView): boolean {
  const running = status === "running";
  const { length } = messageText(parts);
  // what stood here when it began to run
  const [before, setBefore] = useState({ running, kept: 0 });
  if (before.running !== running) setBefore({ running, kept: running ? length : 0 });
  return running && before.kept > 0 && length <= before.kept;
}
