"use client";

import { useLocale, useTranslations } from "use-intl";
import type { AnswerUsage } from "@/lib/usage/schema";
import { exactDollars, shortDollars } from "./amounts.ts";

type Cost = Pick<AnswerUsage, "cost" | "costSource">;

/** Functions that put what a call took into words of the person's language. */
export function useAmountText() {
  const translate = useTranslations("amount");
  const locale = useLocale();
  const dollars = (amount: string) => shortDollars(amount, locale);
  const tokens = (count: number) => translate("tokens", { count });
  /** an amount that is estimated */
  const about = (amount: string) => translate("estimated", { amount });
  /** with a mark where it is estimated; null where it is unknown */
  const cost = ({ cost: amount, costSource }: Cost): string | null => {
    if (amount === null) return null;
    return costSource === "estimated" ? about(dollars(amount)) : dollars(amount);
  };
  /** to its last digit, and whose word it is; null where it is unknown */
  const exactCost = ({ cost: amount, costSource }: Cost): string | null => {
    if (amount === null) return null;
    return translate(costSource === "estimated" ? "exactly-estimated" : "exactly", { amount: exactDollars(amount) });
  };
  const unknown = translate("unknown");
  return { dollars, about, tokens, cost, exactCost, unknown };
}
