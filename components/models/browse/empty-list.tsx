"use client";

import { useLocale, useTranslations } from "use-intl";
import { Button } from "../../ui/button.tsx";
import { isFiltered, noFilters } from "../facts.ts";
import { useFactText } from "../use-fact-text.ts";
import { useOfSearch } from "../use-search.ts";
import type { BrowseSearch } from "./browse-search.ts";

/** In the place of the models when there are none: what was asked for, that nothing has it, and the way back to all. */
export function NothingFound({ search, none }: NothingFoundProps) {
  const empty = useOfSearch(search, ({ found }) => found?.length === 0);
  return empty && <EmptyList {...{ search, none }} />;
}

type NothingFoundProps = {
  search: BrowseSearch;
  /** no provider lists any model */
  none: boolean;
};

function EmptyList({ search, none }: NothingFoundProps) {
  const { query, filters } = useOfSearch(search, ({ view }) => view);
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
      {isAsked && (
        <Button onClick={() => search.change({ query: "", filters: noFilters }, "push")}>{translate("clear")}</Button>
      )}
    </div>
  );
}
