"use client";

import { Brain, ImageIcon, Wrench } from "lucide-react";
import { memo } from "react";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { readsImages } from "./facts.ts";
import type { FactText, Translate } from "./use-fact-text.ts";

/** Words that are made once for a list, and not by each row. */
export type Texts = { translate: Translate<"models">; text: FactText };

/** What is said of a model in a row. */
type Words = { description: string; price: string | null; measured: string | null; context: string | null };

// The same model is shown on many keys; its list and its measures stay the same objects
const known = new WeakMap<ListedModel, { texts: Texts; measures: ModelMeasures | undefined; words: Words }>();

function wordsOf(model: ListedModel, measures: ModelMeasures | undefined, texts: Texts): Words {
  const before = known.get(model);
  if (before && before.texts === texts && before.measures === measures) return before.words;
  const { translate, text } = texts;
  const { contextLength } = model;
  const measured = text.measured(measures);
  const words = {
    description: [text.summary(model), measured].filter(Boolean).join(", "),
    price: text.price(model.price),
    measured,
    context: contextLength === undefined ? null : translate("context-of", { tokens: text.tokens(contextLength) }),
  };
  known.set(model, { texts, measures, words });
  return words;
}

/** What is known of a model, in one sentence: for who cannot see the row. */
export function describe(model: ListedModel, measures: ModelMeasures | undefined, texts: Texts): string {
  return wordsOf(model, measures, texts).description;
}

type OptionProps = { model: ListedModel; measures: ModelMeasures | undefined; texts: Texts };

/** What is shown of a model: rendered again only when something of it changes, and not with its place in the list. */
export const Option = memo(function Option({ model, measures, texts }: OptionProps) {
  const { price, measured, context } = wordsOf(model, measures, texts);
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

// made once: what is the same element is not rendered again
const vision = <ImageIcon className="size-3.5" />;
const tools = <Wrench className="size-3.5" />;
const reasons = <Brain className="size-3.5" />;

function Abilities({ model }: { model: ListedModel }) {
  return (
    <span aria-hidden="true" className="flex shrink-0 gap-1 text-muted max-sm:hidden">
      {readsImages(model) && vision}
      {model.tools === true && tools}
      {model.reasons === true && reasons}
    </span>
  );
}
