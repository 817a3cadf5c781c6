"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { MessageView } from "@/lib/conversations/schema";
import { smallButtonClass } from "../ui/small-button.tsx";
import { ReceiptDialog } from "./receipt-dialog.tsx";
import { useAmountText } from "./use-amount-text.ts";

const nothingKnown = { tokens: null, cost: null, costSource: null };

/** What an answer cost, or how many tokens it took where that is unknown; pressed, it shows the receipt. */
export function AnswerReceipt({ message }: { message: MessageView }) {
  const translate = useTranslations("receipt");
  const text = useAmountText();
  const [open, setOpen] = useState(false);
  const { usage = nothingKnown } = message;
  const amount = text.cost(usage) ?? (usage.tokens === null ? null : text.tokens(usage.tokens));
  return (
    <>
      <button
        type="button"
        aria-label={amount === null ? translate("title") : translate("button", { amount })}
        title={text.exactCost(usage) ?? translate("title")}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={`${smallButtonClass} tabular-nums`}
      >
        {amount ?? translate("title")}
      </button>
      <ReceiptDialog messageId={message.id} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
