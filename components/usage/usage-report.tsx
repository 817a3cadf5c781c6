"use client";

import type { ReactNode } from "react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import type { Spending, UsageReport } from "@/lib/usage/schema";
import { exactDollars } from "./amounts.ts";
import { BarPlot } from "./bar-plot.tsx";
import { ModelTable } from "./model-table.tsx";
import { type Amount, costPlot, tokenPlot } from "./plot-data.ts";
import { useAmountText } from "./use-amount-text.ts";

/** What a person's calls took in a range of days: sums, plots, and a table by model. */
export function UsageFigures({ report }: { report: UsageReport }) {
  const translate = useTranslations("usage");
  const text = useAmountText();
  const period = usePeriodText(report.unit);
  const costs = costPlot(report);
  const tokens = tokenPlot(report);
  const shared = { period, periodLabel: translate(report.unit) };
  const atLeast = ({ unknown }: Amount, amount: string) =>
    unknown > 0 ? translate("at-least-amount", { amount }) : amount;
  const isKnown = ({ calls, unknown }: Amount) => calls === 0 || unknown < calls;
  const costText = (amount: Amount) => {
    if (!isKnown(amount)) return text.unknown;
    const dollars = text.dollars(amount.value);
    return atLeast(amount, amount.estimated ? text.about(dollars) : dollars);
  };
  const tokenText = (amount: Amount) =>
    isKnown(amount) ? atLeast(amount, text.tokens(Number(amount.value))) : text.unknown;
  return (
    <div className="grid grid-cols-1 gap-4">
      <Totals total={report.total} />
      <div className={`grid gap-4 ${costs.highest && tokens.highest ? "lg:grid-cols-2" : ""}`}>
        {costs.highest && (
          <BarPlot
            {...shared}
            title={translate(report.unit === "day" ? "cost-per-day" : "cost-per-month")}
            plot={costs}
            amount={costText}
            name={(modelId) => modelId ?? translate("others")}
          />
        )}
        {tokens.highest && (
          <BarPlot
            {...shared}
            title={translate(report.unit === "day" ? "tokens-per-day" : "tokens-per-month")}
            plot={tokens}
            amount={tokenText}
            name={(series) => translate(series as TokenSeries)}
          />
        )}
      </div>
      <ModelTable models={report.models} />
      <p className="text-muted text-xs">{translate("zone", { zone: report.zone })}</p>
    </div>
  );
}

type TokenSeries = "input" | "output" | "cached" | "reasoning";

function Totals({ total }: { total: Spending }) {
  const translate = useTranslations("usage");
  const format = useFormatter();
  const text = useAmountText();
  const { cost, inputTokens, outputTokens, answers, titles, unknownCost, estimated, estimatedCost } = total;
  const calls = answers + titles;
  const nothingKnown = unknownCost === calls;
  const noTokens = total.unknownTokens === calls;
  const costNotes = [
    ...(estimated > 0 ? [translate("partly-estimated", { amount: text.dollars(estimatedCost) })] : []),
    ...(unknownCost > 0 ? [translate("at-least", { count: unknownCost })] : []),
  ];
  const tokenNotes = [
    translate("in-and-out", { input: format.number(inputTokens), output: format.number(outputTokens) }),
    ...(total.unknownTokens > 0 ? [translate("tokens-at-least", { count: total.unknownTokens })] : []),
  ];
  return (
    <dl className="grid gap-3 sm:grid-cols-3">
      <Total name={translate("cost")} note={nothingKnown ? translate("no-cost") : costNotes.join(" ")}>
        <span title={nothingKnown ? undefined : exactDollars(cost)}>
          {nothingKnown ? text.unknown : text.cost({ cost, costSource: estimated > 0 ? "estimated" : "reported" })}
        </span>
      </Total>
      <Total name={translate("tokens")} note={noTokens ? "" : tokenNotes.join(" · ")}>
        {noTokens ? text.unknown : format.number(inputTokens + outputTokens)}
      </Total>
      <Total name={translate("answers")} note={titles > 0 ? translate("and-titles", { count: titles }) : ""}>
        {format.number(answers)}
      </Total>
    </dl>
  );
}

function Total({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="rounded-2xl border border-line bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{name}</dt>
      <dd>
        <p className="font-semibold text-xl tabular-nums">{children}</p>
        {note && <p className="mt-0.5 text-pretty text-muted text-xs">{note}</p>}
      </dd>
    </div>
  );
}

/** A function that puts a day or month into words. These are dates of no zone: any would shift them. */
function usePeriodText(unit: UsageReport["unit"]): (start: string) => string {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, {
    ...(unit === "day" ? { month: "short", day: "numeric" } : { year: "numeric", month: "short" }),
    timeZone: "UTC",
  });
  return (start) => format.format(new Date(unit === "day" ? start : `${start}-01`));
}
