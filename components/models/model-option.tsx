"use client";

import { memo, useEffect } from "react";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { abilityMarks } from "./ability-marks.tsx";
import type { PickerRow } from "./match-models.ts";
import type { FactText, Translate } from "./use-fact-text.ts";

/** Words that are made once for a list, and not by each row. */
export type Texts = {
  /** the messages that the others are made of: the same object for as long as the language is the same */
  language: object;
  translate: Translate<"models">;
  text: FactText;
};

/** What is said of a model in a row. */
type Words = { description: string; price: string | null; measured: string | null; context: string | null };

// The same model is shown on many keys; its list and its measures stay the same objects
const known = new WeakMap<ListedModel, { language: object; measures: ModelMeasures | undefined; words: Words }>();

function wordsOf(model: ListedModel, measures: ModelMeasures | undefined, texts: Texts): Words {
  const before = known.get(model);
  if (before && before.language === texts.language && before.measures === measures) return before.words;
  const { translate, text } = texts;
  const { contextLength } = model;
  const measured = text.measured(measures);
  const words = {
    description: [text.summary(model), measured].filter(Boolean).join(", "),
    price: text.price(model.price),
    measured,
    context: contextLength === undefined ? null : translate("context-of", { tokens: text.tokens(contextLength) }),
  };
  known.set(model, { language: texts.language, measures, words });
  return words;
}

/** What is known of a model, in one sentence: for who cannot see the row. */
export function describe(model: ListedModel, measures: ModelMeasures | undefined, texts: Texts): string {
  return wordsOf(model, measures, texts).description;
}

/** Of a list of thousands, so many are put into words before they are shown. */
const mostBefore = 2000;

/** Puts models into words while nothing else is to be done: what the next key shows is ready then. */
export function useWordsBefore(rows: readonly PickerRow[], texts: Texts): void {
  useEffect(() => {
    // Safari has none of this; there the words are made when they are shown
    if (!window.requestIdleCallback) return;
    let next = 0;
    const end = Math.min(rows.length, mostBefore);
    const work = (deadline: IdleDeadline) => {
      for (; next < end && deadline.timeRemaining() > 2; next += 1) {
        const row = rows[next];
        if (row?.kind === "option") wordsOf(row.model, row.measures, texts);
      }
      if (next < end) idle = requestIdleCallback(work);
    };
    let idle = requestIdleCallback(work);
    return () => cancelIdleCallback(idle);
  }, [rows, texts]);
}

type OptionProps = {
  model: ListedModel;
  measures: ModelMeasures | undefined;
  texts: Texts;
  /** there is no room beside the name */
  narrow: boolean;
};

/**
 * What is shown of a model: rendered again only when something of it changes, and not with its place in the list. Two
 * boxes of widths that do not depend on what is in them, and lines that are broken by their text: a dozen of these are
 * laid out and painted with every key that is typed, and each box, picture and cut-off text takes its time.
 */
export const Option = memo(function Option({ model, measures, texts, narrow }: OptionProps) {
  const { price, measured, context } = wordsOf(model, measures, texts);
  const facts = [context ?? "", price].filter((part) => part !== null && (part !== "" || !narrow));
  if (narrow) {
    return (
      <span className="option-name">
        {model.name}
        <span className="option-facts">{`\n${facts.join(" · ") || model.id}`}</span>
      </span>
    );
  }
  return (
    <>
      <span className="option-name">
        {model.name}
        {model.name !== model.id && <span className="option-id">{`\n${model.id}`}</span>}
      </span>
      <span aria-hidden="true" className={measured ? "option-facts option-measured" : "option-facts"}>
        {measured && <span className="text-accent">{`${measured}\n`}</span>}
        {abilityMarks(model)}
        {facts.join("\n")}
      </span>
    </>
  );
});
