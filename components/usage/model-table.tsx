"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { ModelSpending } from "@/lib/usage/schema";
import { exactDollars } from "./amounts.ts";
import { useAmountText } from "./use-amount-text.ts";

const head = "whitespace-nowrap px-3 py-2 text-end font-medium";
const cell = "px-3 py-2 text-end";

/** What each model took, a line each. */
export function ModelTable({ models }: { models: ModelSpending[] }) {
  const translate = useTranslations("usage");
  const columns = ["cost", "answers", "input", "cached", "output", "reasoning"] as const;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus
      tabIndex={0}
      aria-labelledby="usage-by-model"
      className="overflow-x-auto rounded-2xl border border-line bg-surface"
    >
      <table className="w-full text-sm tabular-nums">
        <caption id="usage-by-model" className="px-4 pt-4 pb-1 text-start font-medium text-sm">
          {translate("by-model")}
        </caption>
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="py-2 ps-4 pe-3 text-start font-medium">
              {translate("model")}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={head}>
                {translate(column)}
              </th>
            ))}
            <th scope="col" className="py-2 ps-3 pe-4 text-start font-medium">
              {translate("remarks")}
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Line key={model.modelId} model={model} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ model }: { model: ModelSpending }) {
  const translate = useTranslations("usage");
  const format = useFormatter();
  const text = useAmountText();
  const calls = model.answers + model.titles;
  const nothingKnown = model.unknownCost === calls;
  const allEstimated = model.estimated > 0 && model.estimated + model.unknownCost === calls;
  const remarks = [
    ...(model.titles > 0 ? [translate("titles", { count: model.titles })] : []),
    ...(model.estimated > 0 ? [translate("estimated-part", { amount: text.dollars(model.estimatedCost) })] : []),
    ...(model.unknownCost > 0 ? [translate("unknown-part", { count: model.unknownCost })] : []),
  ];
  const { cost } = model;
  // the sum, and of how many calls it is not known
  const tokens = [
    [model.inputTokens, model.unknownTokens],
    [model.cachedTokens, model.unknownCached],
    [model.outputTokens, model.unknownTokens],
    [model.reasoningTokens, model.unknownReasoning],
  ] as const;
  return (
    <tr className="border-line border-t">
      <th scope="row" className="min-w-40 wrap-anywhere py-2 ps-4 pe-3 text-start font-mono font-normal text-xs">
        {model.modelId}
      </th>
      <td className={`${cell} whitespace-nowrap`} title={nothingKnown ? undefined : exactDollars(cost)}>
        {nothingKnown ? text.unknown : text.cost({ cost, costSource: allEstimated ? "estimated" : "reported" })}
      </td>
      <td className={cell}>{format.number(model.answers)}</td>
      {tokens.map(([count, unknown], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always the same
        <td key={index} className={cell}>
          {unknown === calls ? text.unknown : format.number(count)}
        </td>
      ))}
      <td className="min-w-36 py-2 ps-3 pe-4 text-muted text-xs">{remarks.join(" · ")}</td>
    </tr>
  );
}
