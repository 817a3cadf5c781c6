"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { MessageView, Notice } from "@/lib/conversations/schema";
import { useStandIns } from "../error-text.ts";
import { announce } from "../ui/announcer.tsx";

/** What was written is on this page alone. */
const unsaved: ReadonlySet<string> = new Set(["database_unavailable", "database_full", "database_read_only"]);

/** After this long without a word the person is told that it takes long, in milliseconds. */
const slowMs = 10_000;

/** In the place of an answer of which nothing has come: three lamps, and words when there is something to say. */
export function Waiting({ message }: { message: MessageView }) {
  const translate = useTranslations("message");
  const retrying = useRetrying();
  const slow = useSlow(message.createdAt);
  const { notice } = message;
  const words = notice
    ? unsaved.has(notice.code)
      ? translate("not-saved", { reason: notice.code })
      : retrying(notice)
    : slow
      ? translate("slow", { model: message.modelId ?? "" })
      : "";
  useEffect(() => {
    if (words) announce(words);
  }, [words]);
  return (
    <div className="flex min-h-7 items-center gap-2.5 not-first:mt-2">
      <p className="flex shrink-0 items-center gap-1.5">
        <span className="sr-only">{translate("waiting")}</span>
        <span aria-hidden="true" className="size-2 animate-lamp rounded-full bg-lamp" />
        <span aria-hidden="true" className="size-2 animate-lamp rounded-full bg-lamp [animation-delay:200ms]" />
        <span aria-hidden="true" className="size-2 animate-lamp rounded-full bg-lamp [animation-delay:400ms]" />
      </p>
      {words && <p className="min-w-0 text-muted text-sm wrap-anywhere">{words}</p>}
    </div>
  );
}

/** A function that says why nothing has come: the call failed and is made again. */
function useRetrying(): (notice: Notice) => string {
  const translate = useTranslations("message");
  const withStandIns = useStandIns();
  return ({ code, params, seconds }) =>
    withStandIns(params, ({ provider }) => translate("retrying", { reason: code, provider, seconds }));
}

/** Whether the answer has been waited for for long; by this page's own clock, where the server's makes no sense here. */
function useSlow(createdAt: string): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const elapsedMs = Date.now() - Date.parse(createdAt);
    const leftMs = Math.min(slowMs, Math.max(0, slowMs - elapsedMs));
    const timer = setTimeout(() => setSlow(true), leftMs);
    return () => clearTimeout(timer);
  }, [createdAt]);
  return slow;
}
