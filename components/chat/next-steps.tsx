"use client";

import { type ReactNode, useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { MessageView } from "@/lib/conversations/schema";
import { type NextStep, nextSteps } from "@/lib/turns/schema";
import { Button, buttonClass } from "../ui/button.tsx";

type Action = Extract<NextStep["does"], "retry" | "continue" | "choose-model" | "new-chat">;

/** What the page can do about an answer. A step without a handler is not offered. */
export type StepHandlers = { readonly [Does in Action]?: (message: MessageView) => void };

/** What helps with an answer that did not end well, best first. Outside of its alert: a countdown is not read out. */
export function NextSteps({ message, handlers }: { message: MessageView; handlers: StepHandlers }) {
  const translate = useTranslations("steps");
  const steps = nextSteps(message);
  const until = steps.find((step) => step.does === "wait")?.until ?? null;
  const left = useTimeLeft(until);
  const shown = steps.flatMap((step): ReactNode[] => {
    const { does } = step;
    if (does === "wait") return left ? [<WaitNote key={does} until={step.until} seconds={left} />] : [];
    if (does === "add-key") {
      return [
        <a key={does} href={step.page} target="_blank" rel="noreferrer" className={buttonClass()}>
          {translate(does)}
        </a>,
      ];
    }
    const handle = handlers[does];
    if (!handle) return [];
    const early = does === "retry" && until !== null && left !== 0;
    return [
      <Button key={does} disabled={early} onClick={() => handle(message)}>
        {translate(does)}
      </Button>,
    ];
  });
  if (shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div role="group" aria-label={translate("label")} className="mt-2 flex flex-wrap items-center gap-2 print:hidden">
      {shown}
    </div>
  );
}

function WaitNote({ until, seconds }: { until: number; seconds: number }) {
  const translate = useTranslations("steps");
  const locale = useLocale();
  const today = seconds < 12 * 3600;
  const format = new Intl.DateTimeFormat(locale, { timeStyle: "short", ...(!today && { dateStyle: "medium" }) });
  return (
    <p className="basis-full text-muted text-sm tabular-nums">
      {translate("wait", { time: format.format(until), left: clock(seconds) })}
    </p>
  );
}

/** Seconds as `0:07`, `59:12` or `1:00:00`. */
function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds until a moment, each second anew; null where the moment, or this page's clock, is not known yet. */
function useTimeLeft(until: number | null): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (until === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const leftMs = Math.max(0, until - Date.now());
      setLeft(Math.ceil(leftMs / 1000));
      if (leftMs > 0) timer = setTimeout(look, leftMs % 1000 || 1000);
    };
    look();
    return () => clearTimeout(timer);
  }, [until]);
  return until === null ? null : left;
}
