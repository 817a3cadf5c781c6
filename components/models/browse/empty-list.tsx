"use client";

import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { isFiltered, type ModelFilters } from "../facts.ts";
import { useFactText } from "../use-fact-text.ts";

type EmptyListProps = {
  query: string;
  filters: ModelFilters;
  /** no provider lists any model */
  none: boolean;
  /** the way to be asked for less */
  children: ReactNode;
};

/** In the place of the models: what was asked for, that nothing has it, and the way back to all of them. */
export function EmptyList({ query, filters, none, children }: EmptyListProps) {
  const translate = useTranslations("browse");
  const models = useTranslations("models");
  const locale = useLocale();
  const text = useFactText();
  const { minContext, maxPrice } = filters;
  const asked = [
    query.trim() && translate("searched", { query: query.trim() }),
    ...(["vision", "tools", "reasons", "free"] as const).map((name) => filters[name] && models(`abilities.${name}`)),
    minContext > 0 && models("at-least", { tokens: text.tokens(minContext) }),
    maxPrice !== null && models("at-most", { price: `$${maxPrice}` }),
  ].filter((part) => typeof part === "string" && part !== "") as string[];
  const isAsked = asked.length > 0 || isFiltered(filters);
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-4 px-6 py-12 text-center text-sm">
      <p className="wrap-anywhere text-pretty text-muted">
        {none
          ? translate("nothing-listed")
          : translate("nothing-found", { asked: new Intl.ListFormat(locale, { type: "conjunction" }).format(asked) })}
      </p>
      {isAsked && children}
    </div>
  );
}
