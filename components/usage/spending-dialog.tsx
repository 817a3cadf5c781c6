"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { Spending } from "@/lib/usage/schema";
import { IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { exactDollars } from "./amounts.ts";
import { useAmountText } from "./use-amount-text.ts";

type SpendingDialogProps = { spending: Spending; open: boolean; onClose: () => void };

/** What a conversation has taken, part by part. */
export function SpendingDialog({ spending, open, onClose }: SpendingDialogProps) {
  const translate = useTranslations("usage");
  const receipt = useTranslations("receipt");
  return (
    <Dialog open={open} onClose={onClose} label={translate("chat-title")} className="w-[min(28rem,100vw)]">
      <div className="flex items-center justify-between border-line border-b py-2 ps-5 pe-2">
        <h2 className="font-semibold">{translate("chat-title")}</h2>
        <IconButton aria-label={receipt("close")} onClick={onClose}>
          <X className="size-5" />
        </IconButton>
      </div>
      <div className="px-5 py-4">
        <SpendingFacts spending={spending} />
      </div>
    </Dialog>
  );
}

/** The same without the dialog. Sums are of what is known, and what is not is said beside them. */
export function SpendingFacts({ spending }: { spending: Spending }) {
  const translate = useTranslations("usage");
  const receipt = useTranslations("receipt");
  const text = useAmountText();
  const format = useFormatter();
  const { answers, titles, estimated, unknownCost, unknownTokens } = spending;
  const calls = answers + titles;
  const count = (tokens: number, unknown: number) => (unknown === calls ? text.unknown : text.tokens(tokens));
  const notes = [
    ...(estimated > 0 ? [translate("partly-estimated", { amount: text.dollars(spending.estimatedCost) })] : []),
    ...(unknownCost > 0 ? [translate("at-least", { count: unknownCost })] : []),
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2 text-sm tabular-nums">
      <Fact name={translate("cost")} note={unknownCost === calls ? translate("no-cost") : notes.join(" ")}>
        {unknownCost === calls ? text.unknown : exactDollars(spending.cost)}
      </Fact>
      <Fact
        name={translate("input")}
        note={unknownTokens > 0 ? translate("tokens-at-least", { count: unknownTokens }) : ""}
      >
        {count(spending.inputTokens, unknownTokens)}
      </Fact>
      <Fact name={receipt("cached")}>{count(spending.cachedTokens, spending.unknownCached)}</Fact>
      <Fact name={translate("output")}>{count(spending.outputTokens, unknownTokens)}</Fact>
      <Fact name={receipt("reasoning")}>{count(spending.reasoningTokens, spending.unknownReasoning)}</Fact>
      <Fact name={translate("answers")} note={titles > 0 ? translate("and-titles", { count: titles }) : ""}>
        {format.number(answers)}
      </Fact>
    </dl>
  );
}

function Fact({ name, note = "", children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">
        {children}
        {note && <p className="text-pretty text-muted text-xs">{note}</p>}
      </dd>
    </>
  );
}
