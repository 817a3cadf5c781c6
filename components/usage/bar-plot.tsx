"use client";

import { useTranslations } from "use-intl";
import { Disclosure } from "../ui/disclosure.tsx";
import type { Amount, Bar, Plot } from "./plot-data.ts";

/** The colours of what is stacked, from below; the last one is that of all the others. */
const fills = ["fill-series-1", "fill-series-2", "fill-series-3", "fill-series-4", "fill-series-5", "fill-series-6"];
const marks = ["bg-series-1", "bg-series-2", "bg-series-3", "bg-series-4", "bg-series-5", "bg-series-6"];
const colour = (of: string[], plot: Plot, index: number) => of[plot.series[index] === null ? of.length - 1 : index];

type BarPlotProps = {
  title: string;
  plot: Plot;
  /** an amount in words, with marks where it is estimated and where it is not all that there was */
  amount: (amount: Amount) => string;
  /** a day or month in words */
  period: (start: string) => string;
  /** the name of one of the series, and of what more is told of a bar */
  name: (series: string | null) => string;
  /** what the first column of the table is called */
  periodLabel: string;
};

/** Stacked bars over days or months, what their colours mean, and the same figures as a table. */
export function BarPlot(props: BarPlotProps) {
  const { title, plot, amount, period } = props;
  const translate = useTranslations("usage");
  const ends = { title, from: period(plot.bars[0]?.start ?? ""), to: period(plot.bars.at(-1)?.start ?? "") };
  const { highest } = plot;
  const summary = highest
    ? translate("plot", {
        ...{ ...ends, total: amount(plot.total), most: amount(highest.total), on: period(highest.start) },
      })
    : translate("plot-empty", ends);
  return (
    <figure className="rounded-2xl border border-line bg-surface p-4">
      <figcaption className="flex items-baseline justify-between gap-3">
        <span className="font-medium text-sm">{title}</span>
        {highest && (
          <span className="text-muted text-xs tabular-nums">
            {translate("most", { amount: amount(highest.total) })}
          </span>
        )}
      </figcaption>
      <svg role="img" aria-label={summary} className="mt-2 h-36 w-full border-line border-b">
        {plot.bars.map((bar, index) => (
          <StackedBar key={bar.start} {...props} bar={bar} index={index} />
        ))}
      </svg>
      <div aria-hidden="true" className="mt-1 flex justify-between text-muted text-xs">
        <span>{ends.from}</span>
        <span>{ends.to}</span>
      </div>
      <Legend {...props} />
      <PlotTable {...props} />
    </figure>
  );
}

// Only the drawing is made of floats: what is written is exact.
function StackedBar({ plot, bar, index, amount, period }: BarPlotProps & { bar: Bar; index: number }) {
  const step = 100 / plot.bars.length;
  const most = Number(plot.highest?.total.value ?? 1);
  let top = 100;
  const place = { x: `${(index + 0.12) * step}%`, width: `${0.76 * step}%` };
  return (
    <g>
      <title>{`${period(bar.start)}: ${amount(bar.total)}`}</title>
      {/* the pointer finds the day above a low bar, too */}
      <rect
        x={`${index * step}%`}
        width={`${step}%`}
        y="0"
        height="100%"
        className="fill-transparent hover:fill-hover"
      />
      {bar.parts.map((part, series) => {
        const height = (Number(part.value) / most) * 100;
        if (height === 0) return null;
        top -= height;
        return (
          <rect
            key={plot.series[series] ?? ""}
            {...place}
            y={`${top}%`}
            height={`${height}%`}
            className={`pointer-events-none ${colour(fills, plot, series)}`}
          />
        );
      })}
    </g>
  );
}

function Legend({ plot, name }: BarPlotProps) {
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {plot.series.map((series, index) => (
        <li key={series ?? ""} className="wrap-anywhere flex min-w-0 items-center gap-1.5">
          <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-sm ${colour(marks, plot, index)}`} />
          {name(series)}
        </li>
      ))}
    </ul>
  );
}

/** The column of what all parts are together. No model has this id. */
const whole = "";

function PlotTable({ title, plot, amount, period, name, periodLabel }: BarPlotProps) {
  const translate = useTranslations("usage");
  const used = plot.bars.filter(({ total }) => total.calls > 0);
  if (used.length === 0) return null;
  const columns = [...plot.series, whole, ...plot.more];
  return (
    <Disclosure label={translate("as-table")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus */}
      <section aria-label={title} tabIndex={0} className="max-h-80 overflow-auto">
        <table className="w-full text-xs tabular-nums">
          <thead>
            <tr className="text-muted">
              <th scope="col" className="py-1 pe-3 text-start font-medium">
                {periodLabel}
              </th>
              {columns.map((series) => (
                <th key={series ?? ""} scope="col" className="px-3 py-1 text-end font-medium">
                  {series === whole ? translate("in-all") : name(series)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {used.map(({ start, parts, total, more }) => (
              <tr key={start} className="border-line border-t">
                <th scope="row" className="whitespace-nowrap py-1 pe-3 text-start font-normal">
                  {period(start)}
                </th>
                {[...parts, total, ...more].map((part, index) => (
                  <td key={columns[index] ?? ""} className="px-3 py-1 text-end">
                    {part.calls > 0 ? amount(part) : "–"}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Disclosure>
  );
}
