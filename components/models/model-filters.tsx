"use client";

import { Gift } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { AbilityMark } from "./ability-marks.tsx";
import { isFiltered, type ModelFilters, noFilters } from "./facts.ts";
import { useFactText } from "./use-fact-text.ts";

type ModelFiltersBarProps = { filters: ModelFilters; onChange: (filters: ModelFilters) => void };

const switches = ["vision", "tools", "reasons", "free"] as const;

/** Tokens of context, and US dollars for a million tokens of answer, that can be asked for. */
const contexts = [128_000, 1_000_000];
const prices = [1, 5];

/** The switches that narrow the list of models down; one row, which a narrow screen scrolls sideways. */
export const ModelFiltersBar = memo(function ModelFiltersBar({ filters, onChange }: ModelFiltersBarProps) {
  const translate = useTranslations("models");
  const text = useFactText();
  return (
    <fieldset className="flex min-w-0 gap-1.5 overflow-x-auto px-4 pb-3 [scrollbar-width:none]">
      <legend className="sr-only">{translate("filters")}</legend>
      {switches.map((name) => (
        <Switch key={name} on={filters[name]} onToggle={(on) => onChange({ ...filters, [name]: on })}>
          {name === "free" ? (
            <Gift className="size-3.5" aria-hidden="true" />
          ) : (
            <AbilityMark ability={name} className="size-3.5" />
          )}
          {translate(`abilities.${name}`)}
        </Switch>
      ))}
      {contexts.map((tokens) => (
        <Switch
          key={tokens}
          on={filters.minContext === tokens}
          onToggle={(on) => onChange({ ...filters, minContext: on ? tokens : 0 })}
        >
          {translate("at-least", { tokens: text.tokens(tokens) })}
        </Switch>
      ))}
      {prices.map((price) => (
        <Switch
          key={price}
          on={filters.maxPrice === price}
          onToggle={(on) => onChange({ ...filters, maxPrice: on ? price : null })}
        >
          {translate("at-most", { price: `$${price}` })}
        </Switch>
      ))}
      {isFiltered(filters) && (
        <button type="button" onClick={() => onChange(noFilters)} className={`${shape} border-transparent underline`}>
          {translate("clear-filters")}
        </button>
      )}
    </fieldset>
  );
});

const shape =
  "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border border-line px-3 text-muted text-xs hover:bg-hover max-md:h-11";

type SwitchProps = { on: boolean; onToggle: (on: boolean) => void; children: ReactNode };

function Switch({ on, onToggle, children }: SwitchProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => onToggle(!on)}
      className={`${shape} aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent`}
    >
      {children}
    </button>
  );
}
