"use client";

import { memo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type MessageView, messageText } from "@/lib/conversations/schema";
import { CopyButton } from "../ui/copy-button.tsx";
import { Markdown } from "./markdown.tsx";
import { MessageStatusLine } from "./message-status.tsx";
import { NextSteps, type StepHandlers } from "./next-steps.tsx";
import { Reasoning } from "./reasoning.tsx";
import { Waiting } from "./waiting.tsx";

type MessageProps = {
  message: MessageView;
  /** told after the text was copied */
  onCopy?: (message: MessageView) => void;
  /** more buttons beside "Copy message"; pass a stable function, as a message renders again only when a prop changes */
  renderActions?: ((message: MessageView) => ReactNode) | undefined;
  /** what can be done about an answer that did not end well; pass a stable object. Without it nothing is offered */
  onStep?: StepHandlers | undefined;
};

/** One message: a person's as a quiet bubble, an answer across the column. */
export const Message = memo(function Message({ message, onCopy, renderActions, onStep }: MessageProps) {
  const translate = useTranslations("message");
  const mine = message.role === "user";
  const running = message.status === "running";
  const label = mine ? translate("from-you") : translate("from-model", { model: message.modelId ?? "" });
  const hasText = message.parts.some((part) => part.type === "text" && part.text !== "");
  return (
    <article
      aria-label={label}
      aria-busy={running || undefined}
      data-role={message.role}
      data-status={message.status}
      data-message-id={message.id}
      className={`group/message flex flex-col ${mine ? "items-end pt-5" : "pt-3"}`}
    >
      {mine ? <Bubble text={messageText(message.parts)} /> : <AnswerParts message={message} />}
      {!mine && <MessageStatusLine message={message} />}
      {!mine && onStep && <NextSteps message={message} handlers={onStep} />}
      {!running && (
        <footer className={`mt-1 flex min-h-8 flex-wrap items-center gap-x-1 ${mine ? "" : "-ms-1.5"}`}>
          <span className={`flex items-center gap-x-1 transition-opacity ${mine ? quietUntilNear : ""}`}>
            {hasText && (
              <CopyButton
                label={translate("copy")}
                text={() => messageText(message.parts)}
                onCopy={onCopy && (() => onCopy(message))}
              />
            )}
            {renderActions?.(message)}
          </span>
          {!mine && message.modelId && (
            <span className="ms-1.5 min-w-0 truncate font-mono text-muted text-xs">{message.modelId}</span>
          )}
        </footer>
      )}
    </article>
  );
});

/** Shown when the pointer or the focus comes near; always where nothing can hover. */
const quietUntilNear =
  "pointer-fine:opacity-0 pointer-fine:group-hover/message:opacity-100 pointer-fine:focus-within:opacity-100";

function Bubble({ text }: { text: string }) {
  return (
    <div className="wrap-anywhere max-w-[min(85%,40rem)] whitespace-pre-wrap rounded-2xl rounded-ee-md bg-bubble px-4 py-2.5 leading-relaxed">
      {text}
    </div>
  );
}

function AnswerParts({ message }: { message: MessageView }) {
  const running = message.status === "running";
  const parts = message.parts.filter((part) => part.text !== "");
  if (running && parts.length === 0) return <Waiting message={message} />;
  const shown = parts.map((part, index) => {
    const open = running && index === parts.length - 1;
    return part.type === "reasoning" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts only come at the end
      <Reasoning key={index} text={part.text} thinking={open} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts only come at the end
      <Markdown key={index} text={part.text} streaming={open} />
    );
  });
  return (
    <>
      {shown}
      {/* a continued answer has the text that was kept, and may wait all the same */}
      {running && message.notice && <Waiting message={message} />}
    </>
  );
}
