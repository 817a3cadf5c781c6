"use client";

import { Brain, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Markdown } from "./markdown.tsx";

type ReasoningProps = {
  text: string;
  /** it still thinks */
  thinking: boolean;
  /** how long it thought, in milliseconds, where that was measured */
  ms?: number | undefined;
};

/** What the model thought before it answered, folded, with the time it took. */
export function Reasoning({ text, thinking, ms }: ReasoningProps) {
  const translate = useTranslations("message");
  const [open, setOpen] = useState(false);
  return (
    <details
      className="group/reasoning mb-3 w-full text-muted text-sm"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="inline-flex min-h-8 list-none items-center gap-2 rounded-lg py-1 pe-2 hover:text-ink max-md:min-h-11 [&::-webkit-details-marker]:hidden">
        <Brain className={`size-4 ${thinking ? "animate-lamp text-lamp" : ""}`} />
        {thinking
          ? translate("thinking")
          : ms === undefined
            ? translate("thought")
            : translate("thought-for", time(ms))}
        <ChevronRight className="size-4 transition-transform group-open/reasoning:rotate-90" />
      </summary>
      <div className="mt-1 border-line border-s-2 ps-4">
        {/* as markdown only when it can be seen: while it is folded, new words cost one text node */}
        {open ? <Markdown text={text} streaming={thinking} /> : <p className="whitespace-pre-wrap">{text}</p>}
      </div>
    </details>
  );
}

/** Whole minutes and seconds; less than a second counts as one. */
function time(ms: number): { minutes: number; seconds: number } {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}
