"use client";

import { Brain, ImageIcon, Wrench } from "lucide-react";
import { memo } from "react";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { readsImages } from "./facts.ts";
import type { FactText, Translate } from "./use-fact-text.ts";

/** Words that are made once for a list, and not by each row. */
export type Texts = { translate: Translate<"models">; text: FactText };

// The same model is described on every key; its list and its measures stay the same objects
const descriptions = new WeakMap<ListedModel, { texts: Texts; measures: ModelMeasures | undefined; words: string }>();

/** What is known of a model, in one sentence: for who cannot see the row. */
export function describe(model: ListedModel, measures: ModelMeasures | undefined, texts: Texts): string {
  const known = descriptions.get(model);
  if (known && known.texts === texts && known.measures === measures) return known.words;
  const words = [texts.text.summary(model), texts.text.measured(measures)].filter(Boolean).join(", ");
  descriptions.set(model, { texts, measures, words });
  return words;
}

type OptionProps = { model: ListedModel; measures: ModelMeasures | undefined; texts: Texts };

/** What is shown of a model: rendered again only when something of it changes, and not with its place in the list. */
export const Option = memo(function Option({ model, measures, texts: { translate, text } }: OptionProps) {
  const price = text.price(model.price);
  const measured = text.measured(measures);
  const context =
    model.contextLength === undefined ? null : translate("context-of", { tokens: text.tokens(model.contextLength) });
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5 text-sm leading-5">
          <span className="truncate">{model.name}</span>
          <Abilities model={model} />
        </span>
        {model.name !== model.id && (
          <span className="block truncate font-mono text-muted text-xs leading-4 max-sm:hidden">{model.id}</span>
        )}
        {/* where there is no room beside the name */}
        <span aria-hidden="true" className="block truncate text-muted text-xs leading-4 sm:hidden">
          {[context, price].filter((part) => part !== null).join(" · ") || model.id}
        </span>
      </span>
      <span aria-hidden="true" className="shrink-0 text-end text-muted text-xs tabular-nums leading-4 max-sm:hidden">
        <span className="block">
          {measured && <span className="me-3 text-accent">{measured}</span>}
          {context}
        </span>
        {price && <span className="block">{price}</span>}
      </span>
    </>
  );
});

function Abilities({ model }: { model: ListedModel }) {
  const marks = [
    [readsImages(model), ImageIcon],
    [model.tools === true, Wrench],
    [model.reasons === true, Brain],
  ] as const;
  return (
    <span aria-hidden="true" className="flex shrink-0 gap-1 text-muted max-sm:hidden">
      {marks.map(([has, Icon], index) => has && <Icon key={String(index)} className="size-3.5" />)}
    </span>
  );
}
