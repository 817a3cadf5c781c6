"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Receipt } from "@/lib/turns/receipt-schema";
import { type RequestError, requestJson } from "../http.ts";
import { IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
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

// of the figures that are on their way
const widths = ["w-44", "w-36", "w-40", "w-24", "w-32", "w-28", "w-20", "w-48"];

type State = { receipt: Receipt | null; error: RequestError | null };

function Body({ messageId }: { messageId: string }) {
  const translate = useTranslations("receipt");
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
    return <LoadFailed what={translate("failed")} error={error} onRetry={() => setAttempt(attempt + 1)} />;
  }
  if (!receipt) {
    return (
      <div role="status">
        <span className="sr-only">{translate("loading")}</span>
        <div aria-hidden="true" className="grid animate-pulse gap-2">
          {widths.map((width) => (
            <div key={width} className="grid h-5 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-x-4">
              <div className="h-3.5 w-24 max-w-full rounded bg-hover" />
              <div className={`h-3.5 max-w-full rounded bg-hover ${width}`} />
            </div>
          ))}
        </div>
      </div>
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
