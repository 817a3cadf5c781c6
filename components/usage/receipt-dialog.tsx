"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Receipt } from "@/lib/turns/schema";
import { useErrorText } from "../error-text.ts";
import { type RequestError, requestJson } from "../http.ts";
import { Alert } from "../ui/alert.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { ReceiptFacts } from "./receipt-facts.tsx";

type ReceiptDialogProps = { messageId: string; open: boolean; onClose: () => void };

/** How an answer came to be, and a command that asks for it again. */
export function ReceiptDialog({ messageId, open, onClose }: ReceiptDialogProps) {
  const translate = useTranslations("receipt");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      label={translate("title")}
      shape="sheet"
      className="w-[min(36rem,100vw)] md:max-h-[85dvh] flex flex-col"
    >
      <div className="flex items-center justify-between border-line border-b py-2 ps-5 pe-2">
        <h2 className="font-semibold">{translate("title")}</h2>
        <IconButton aria-label={translate("close")} onClick={onClose}>
          <X className="size-5" />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
        <Body messageId={messageId} />
      </div>
    </Dialog>
  );
}

type State = { receipt: Receipt | null; error: RequestError | null };

function Body({ messageId }: { messageId: string }) {
  const translate = useTranslations("receipt");
  const common = useTranslations("common");
  const errorText = useErrorText();
  const [attempt, setAttempt] = useState(0);
  const [{ receipt, error }, setState] = useState<State>({ receipt: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const asking = new AbortController();
    setState({ receipt: null, error: null });
    requestJson<Receipt>(`/api/messages/${messageId}/receipt`, { signal: asking.signal }).then(
      (result) => setState(result.ok ? { receipt: result.value, error: null } : { receipt: null, error: result.error }),
      () => {}, // given up
    );
    return () => asking.abort();
  }, [messageId, attempt]);
  if (error) {
    const again = <Button onClick={() => setAttempt(attempt + 1)}>{common("retry")}</Button>;
    return <Alert actions={again}>{errorText(error)}</Alert>;
  }
  if (!receipt) {
    return (
      <p role="status" className="flex items-center gap-2 text-muted text-sm">
        <Spinner />
        {translate("loading")}
      </p>
    );
  }
  return (
    <>
      <ReceiptFacts receipt={receipt} />
      <Command receipt={receipt} />
    </>
  );
}

function Command({ receipt: { curl, turnId } }: { receipt: Receipt }) {
  const translate = useTranslations("receipt");
  if (curl === null) {
    const why = translate(turnId === null ? "copied-answer" : "no-command");
    return <p className="mt-5 text-pretty text-muted text-sm">{why}</p>;
  }
  return (
    <section className="mt-5 border-line border-t pt-4" aria-label={translate("copy")}>
      <CopyButton label={translate("copy")} text={() => curl} worded />
      <p className="mt-2 text-pretty text-muted text-sm">{translate("command-note")}</p>
      <Disclosure label={translate("command")}>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
          tabIndex={0}
          className="mt-1 max-h-80 overflow-auto rounded-lg bg-code p-3 font-mono text-xs"
        >
          {curl}
        </pre>
      </Disclosure>
    </section>
  );
}
