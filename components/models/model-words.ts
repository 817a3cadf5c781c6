"use client";

import { useEffect, useMemo } from "react";
import { useMessages, useTranslations } from "use-intl";
import type { ListedModel, ModelListing, ModelMeasures } from "@/lib/models/schema";
import type { PickerRow } from "./match-models.ts";
import { between, type FactText, type Translate, useFactText } from "./use-fact-text.ts";
import { mostBefore, whileIdle } from "./while-idle.ts";

/** Words that are made once for a list, and not by each row. */
export type Texts = {
  /** the messages that the others are made of: the same object for as long as the language is the same */
  language: object;
  translate: Translate<"models">;
  text: FactText;
};

/** The words about models in the person's language, for `wordsOf`. */
export function useTexts(): Texts {
  const translate = useTranslations("models");
  const text = useFactText();
  const language = useMessages();
  return useMemo(() => ({ language, translate, text }), [language, translate, text]);
}

/** What is wrong with a provider's list, in words. */
export function problemWords({ provider, problem }: Problem, translate: Translate<"models">): string {
  const { name, models } = provider;
  return translate(`problems.${problem}`, { provider: name, count: models.length });
}

type Problem = Extract<PickerRow, { kind: "problem" }>;

/** What is said of a model in a row; null for what is not known. */
export type ModelWords = {
  /** all of it in one line, for who cannot see the row */
  description: string;
  /** what it can do and costs, in one line; empty when nothing is known */
  summary: string;
  price: string | null;
  measured: string | null;
  context: string | null;
};

// The same model is shown on many keys; its list and its measures stay the same objects
const known = new WeakMap<ListedModel, { language: object; measures: ModelMeasures | undefined; words: ModelWords }>();

/** What is said of a model; the same object as long as the model, its measures and the language are the same. */
export function wordsOf(model: ListedModel, measures: ModelMeasures | undefined, texts: Texts): ModelWords {
  const before = known.get(model);
  if (before && before.language === texts.language && before.measures === measures) return before.words;
  const { translate, text } = texts;
  const { contextLength } = model;
  const measured = text.measured(measures);
  const summary = text.summary(model);
  const words = {
    // a comma is heard as a pause
    description: [summary, measured].filter(Boolean).join(between).replaceAll(between, ", "),
    summary,
    price: text.price(model.price),
    measured,
    context: contextLength === undefined ? null : translate("context-of", { tokens: text.tokens(contextLength) }),
  };
  known.set(model, { language: texts.language, measures, words });
  return words;
}

/** Puts models into words while nothing else is to be done: what the next key shows is ready then. */
export function useWordsBefore({ providers, measures }: ModelListing, texts: Texts): void {
  useEffect(() => {
    const models = providers.flatMap((provider) => provider.models).slice(0, mostBefore);
    return whileIdle(models, (model) => wordsOf(model, measures[model.id], texts));
  }, [providers, measures, texts]);
}
