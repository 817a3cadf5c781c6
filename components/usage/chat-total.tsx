"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { Spending } from "@/lib/usage/schema";
import { requestJson } from "../http.ts";
import { SpendingDialog } from "./spending-dialog.tsx";
import { useAmountText } from "./use-amount-text.ts";

type ChatTotalProps = {
  conversationId: string;
  /** whatever changes when there may be more: asked again then; null while there is nothing to ask */
  version: string | null;
};

/** What a conversation has taken so far, all versions of its answers and its title included. */
export function ChatTotal({ conversationId, version }: ChatTotalProps) {
  const spending = useSpending(conversationId, version);
  return spending && <SpendingLine spending={spending} />;
}

/** The same, known; pressed, it shows the parts. */
export function SpendingLine({ spending }: { spending: Spending }) {
  const translate = useTranslations("usage");
  const text = useAmountText();
  const [open, setOpen] = useState(false);
  const { cost, estimated, unknownCost, unknownTokens, inputTokens, outputTokens } = spending;
  const calls = spending.answers + spending.titles;
  const costSource = estimated > 0 ? "estimated" : "reported";
  const tokens = inputTokens + outputTokens;
  const figures = [
    ...(unknownCost < calls ? [text.cost({ cost, costSource })] : []),
    ...(unknownTokens < calls ? [text.tokens(tokens)] : []),
  ];
  if (figures.length === 0) return null;
  // a cost that nobody knows is left out, one that is known in part is marked
  const partly = (unknownCost > 0 && unknownCost < calls) || unknownTokens > 0;
  const line = translate(partly ? "chat-total-at-least" : "chat-total", { figures: figures.join(" · ") });
  return (
    <>
      <button
        type="button"
        title={line}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="min-h-6 max-w-full truncate rounded-md px-2 text-muted text-xs tabular-nums hover:bg-hover hover:text-ink"
      >
        {line}
      </button>
      <SpendingDialog spending={spending} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function useSpending(conversationId: string, version: string | null): Spending | null {
  const [known, setKnown] = useState<{ id: string; spending: Spending } | null>(null);
  useEffect(() => {
    if (version === null) return;
    const asking = new AbortController();
    requestJson<Spending>(`/api/conversations/${conversationId}/usage`, { signal: asking.signal }).then(
      // without an answer the last one stays: it is a lower bound all the same
      (result) => result.ok && setKnown({ id: conversationId, spending: result.value }),
      () => {}, // given up
    );
    return () => asking.abort();
  }, [conversationId, version]);
  return known?.id === conversationId ? known.spending : null;
}
