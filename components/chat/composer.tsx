"use client";

import { ArrowUp, Square, X } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { useFormatter, useTranslations } from "use-intl";
import { maxDraftLength } from "@/lib/conversations/drafts-schema";
import { wasSentEarly } from "../early-input.tsx";
import { type TellableError, useErrorText } from "../error-text.ts";
import { isComposing } from "../keyboard/is-composing.ts";
import { estimateTokens } from "../price/estimate-tokens.ts";
import { Alert } from "../ui/alert.tsx";
import { IconButton } from "../ui/button.tsx";
import { passingFocus } from "../ui/keep-focus.ts";
import { Spinner } from "../ui/spinner.tsx";
import { opensKeyboard } from "../use-media.ts";
import { directionOf, isHuge, useAutoHeight } from "./text-area.ts";

type ComposerProps = {
  text: string;
  onTextChange: (text: string) => void;
  /** something stood in the box when the page's scripts took it over; answers whether it stands there alone */
  onEarlyText?: (text: string) => Promise<boolean>;
  onSend: () => void;
  onStop: () => void;
  /** the person wants to change what they have written last */
  onEditLast?: () => void;
  /** an answer is being written */
  running: boolean;
  /** stop was asked for and has not yet taken effect */
  stopping: boolean;
  disabled?: boolean;
  /** there is something to send without a text: a system prompt */
  sendableEmpty?: boolean;
  /** the browser does not keep what is typed */
  atRisk?: boolean;
  error: TellableError | null;
  /** what can be done about the error */
  errorAction?: ReactNode;
  onDismissError: () => void;
  /** what another device has written, to be taken or thrown away */
  offeredDraft?: ReactNode;
  /** below the text: the model, the settings */
  controls: ReactNode;
  /** what there is to say of the next answer */
  note?: ReactNode;
  /** in UTF-16 code units */
  maxLength: number;
};

/** Where a message is written. The text is the caller's: it stays when sending fails. */
export function Composer(props: ComposerProps) {
  const { text, onTextChange, onSend, disabled = false, atRisk = false, error, maxLength } = props;
  const translate = useTranslations("composer");
  const errorText = useErrorText();
  const field = useRef<HTMLTextAreaElement>(null);
  const noticeId = useId();
  const tooLong = text.length > maxLength;
  const huge = isHuge(text);
  const sendable = !disabled && !tooLong && (text.trim() !== "" || (text === "" && props.sendableEmpty === true));
  const send = () => {
    if (!sendable) return;
    onSend();
    field.current?.focus();
  };
  useEarlyText(field, props.onEarlyText, () => sendable && onSend());
  useAutoHeight(field, text);
  useDesktopFocus(field);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "ArrowUp" && plain && text === "" && props.onEditLast) {
      event.preventDefault();
      return props.onEditLast();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    // a system prompt alone is sent by its button: nobody means to with an empty line
    if (text !== "") send();
  };
  return (
    <form
      className="safe-bottom mx-auto w-full max-w-column px-3 md:px-6 print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {error && (
        <Alert
          className="mb-2"
          actions={
            <>
              {props.errorAction}
              <IconButton
                aria-label={translate("dismiss")}
                onClick={() => {
                  props.onDismissError();
                  focusWithoutKeyboard(field.current);
                }}
                className="size-7"
              >
                <X className="size-4" />
              </IconButton>
            </>
          }
        >
          {errorText(error)}
        </Alert>
      )}
      {tooLong && (
        <Alert className="mb-2">{errorText({ code: "message_too_long", params: { limit: maxLength } })}</Alert>
      )}
      {atRisk && (
        <p role="status" className="mb-2 px-1 text-muted text-sm">
          {translate("at-risk")}
        </p>
      )}
      {!atRisk && !tooLong && text.length > maxDraftLength && (
        <p role="status" className="mb-2 px-1 text-muted text-sm">
          {translate("local-only")}
        </p>
      )}
      {props.offeredDraft}
      {props.note}
      <div className="rounded-3xl border border-field bg-surface shadow-sm transition-shadow focus-within:border-accent focus-within:shadow-md focus-within:ring-3 focus-within:ring-accent/20">
        <textarea
          ref={field}
          name="message"
          rows={1}
          aria-label={translate("message")}
          aria-describedby={noticeId}
          aria-invalid={tooLong || undefined}
          placeholder={translate("placeholder")}
          dir={directionOf(text)}
          enterKeyHint="send"
          autoComplete="off"
          value={text}
          disabled={disabled}
          onChange={(event) => onTextChange(event.target.value)}
          onKeyDown={onKeyDown}
          spellCheck={huge ? false : undefined}
          className={`${huge ? "h-[calc(var(--visible-height,100dvh)*0.4)]" : "field-sizing-content max-h-[calc(var(--visible-height,100dvh)*0.4)] min-h-12"} block w-full resize-none overflow-y-auto bg-transparent px-4.5 pt-3.5 pb-1 leading-6 outline-none`}
        />
        <div className="flex items-center gap-2 p-2 ps-2.5 max-md:flex-wrap">
          <div className="flex min-w-0 flex-1 items-center">{props.controls}</div>
          <Notice id={noticeId} text={text} />
          <SendOrStop {...props} sendable={sendable} />
        </div>
      </div>
    </form>
  );
}

/** From so many UTF-16 code units on it is of use to know how much a text is. */
const longText = 2000;

/** How to write a new line, or how much a long text is. Typing does not wait for it. */
function Notice({ id, text }: { id: string; text: string }) {
  const translate = useTranslations("composer");
  const typed = useDeferredValue(text);
  const isLong = typed.length >= longText;
  // on a phone the one is of no use, and the other has a line of its own
  const place = isLong ? "max-md:order-first max-md:basis-full max-md:px-2" : "max-md:sr-only";
  return (
    <span id={id} className={`text-muted text-xs tabular-nums ${place}`}>
      {isLong ? <Tokens text={typed} /> : translate("keys")}
    </span>
  );
}

// apart: a browser takes long to make its first format of numbers, which a page that begins has no use for
function Tokens({ text }: { text: string }) {
  const translate = useTranslations("composer");
  const format = useFormatter();
  const tokens = useMemo(() => estimateTokens(text), [text]);
  return translate("tokens", { tokens: format.number(tokens, { notation: "compact", maximumSignificantDigits: 3 }) });
}

const round = "inline-flex size-9 shrink-0 items-center justify-center rounded-full transition-colors max-md:size-11";

/** Stop while an answer runs, Send where there is something to send: it goes now, or waits for the answer. */
function SendOrStop({ text, running, stopping, sendable, onStop }: ComposerProps & { sendable: boolean }) {
  const translate = useTranslations("composer");
  const send = translate(running ? "queue" : sendable && text === "" ? "send-system" : "send");
  return (
    <>
      {running && (
        // Only the picture tells that it is stopping: pressing again does no harm, and the focus stays.
        <button
          key="stop"
          ref={passingFocus}
          type="button"
          aria-label={translate("stop")}
          title={translate(stopping ? "stopping" : "stop")}
          aria-busy={stopping || undefined}
          // the second half of a double click on Send, whose place this button took, is no wish to stop
          onClick={(event) => event.detail < 2 && onStop()}
          className={`${round} bg-ink text-canvas hover:opacity-85`}
        >
          {stopping ? <Spinner className="size-4.5" /> : <Square className="size-3.5 fill-current" />}
        </button>
      )}
      {(!running || text.trim() !== "") && (
        <button
          key="send"
          type="submit"
          aria-label={translate("send")}
          title={send}
          disabled={!sendable}
          className={`${round} bg-accent text-on-accent hover:bg-accent-strong disabled:bg-hover disabled:text-muted`}
        >
          <ArrowUp className="size-5" />
        </button>
      )}
    </>
  );
}

/**
 * React knows nothing of what was typed into the server's page before it took that over, and would empty the box. What was
 * sent then is sent as soon as the whole page is in place, its address included.
 */
function useEarlyText(
  field: { current: HTMLTextAreaElement | null },
  onEarlyText: ComposerProps["onEarlyText"],
  send: () => void,
) {
  const tell = useRef(onEarlyText);
  const latest = useRef(send);
  const alone = useRef<Promise<boolean> | undefined>(undefined);
  useLayoutEffect(() => {
    latest.current = send;
  });
  useLayoutEffect(() => {
    const element = field.current;
    // its default is what React has put there, on this page or on the server; its value has one kind of line break
    if (element && element.value !== element.defaultValue.replace(/\r\n?/g, "\n"))
      alone.current = tell.current?.(element.value);
  }, [field]);
  useEffect(() => {
    const text = field.current?.value ?? "";
    if (!wasSentEarly(text)) return;
    // also where nothing was typed: a text may have been kept, which would be sent unseen
    alone.current ??= tell.current?.(text);
    void alone.current?.then((still) => still && latest.current());
  }, [field]);
}

/** On a phone, focus would open the keyboard over the page unasked. */
function useDesktopFocus(field: { current: HTMLTextAreaElement | null }) {
  useEffect(() => {
    const focused = document.activeElement;
    // the page's main part has the focus where nothing else had a use for it
    const elsewhere = focused !== null && focused !== document.body && focused.localName !== "main";
    if (!elsewhere) focusWithoutKeyboard(field.current);
  }, [field]);
}

function focusWithoutKeyboard(field: HTMLElement | null) {
  if (!opensKeyboard()) field?.focus({ preventScroll: true });
}
