"use client";

import { useMemo } from "react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import type { ListedModel, ModelMeasures } from "@/lib/models/schema";
import { dollars, isFree, perMillion } from "../facts.ts";
import type { IndexEntry } from "../model-index.ts";
import { type FactText, type Translate, useFactText } from "../use-fact-text.ts";
import { type FactName, factOf } from "./model-facts.ts";

const pricesPerMillion: readonly FactName[] = ["input", "output", "cached-input", "cache-write", "reasoning"];

/** Puts one fact of a model into words of the person's language; null when it is not known. */
export type FactWords = ReturnType<typeof makeFactWords>;

/** A function that puts facts into words. */
export function useFactWords(): FactWords {
  const translate = useTranslations("browse");
  const format = useFormatter();
  const locale = useLocale();
  const text = useFactText();
  return useMemo(() => makeFactWords(translate, text, { format, locale }), [translate, text, format, locale]);
}

type Language = { format: ReturnType<typeof useFormatter>; locale: string };

/** The same, from what a component has at hand. */
export function makeFactWords(
  translate: Translate<"browse">,
  { tokens, above }: FactText,
  { format, locale }: Language,
) {
  const day = (milliseconds: number): string | null => {
    const date = new Date(milliseconds);
    // a list may say anything
    if (Number.isNaN(date.getTime())) return null;
    return format.dateTime(date, { dateStyle: "medium", timeZone: "UTC" });
  };
  // of type "unit" a Chinese list has nothing between its words
  const lists = new Intl.ListFormat(locale, { type: "conjunction", style: "narrow" });
  const list = (words: string[]) => lists.format(words);
  const inWords = (name: FactName, entry: IndexEntry, measures: ModelMeasures | undefined): string | null => {
    const { model } = entry;
    const value = factOf(name, entry, measures);
    if (value === undefined) return null;
    if (value === "varies") return translate("varies");
    if ((name === "input" || name === "output") && isFree(model)) return translate("free");
    if (pricesPerMillion.includes(name)) return dollars(perMillion(String(value)));
    switch (name) {
      case "context":
      case "max-output":
        return tokens(Number(value));
      case "inputs":
        return list((model.inputs ?? []).map((input) => translate(`modalities.${input}`)));
      case "parameters":
        return list((model.parameters ?? []).map((parameter) => translate(`parameter-names.${parameter}`)));
      case "efforts":
        return list(model.efforts ?? []);
      case "alias":
        return model.aliasOf ?? translate("yes");
      case "tools":
      case "reasons":
        return translate(value ? "yes" : "no");
      case "request":
        return `$${String(value)}`;
      case "above":
        return above(model.price);
      case "first-token":
        return translate("seconds", {
          seconds: format.number(Number(value) / 1000, { maximumFractionDigits: Number(value) < 1000 ? 2 : 1 }),
        });
      case "pace":
        return translate("per-second", { tokens: format.number(Math.round(Number(value))) });
      case "failures":
        return format.number(Number(value), { style: "percent", maximumFractionDigits: 0 });
      case "turns":
        return format.number(Number(value));
      case "created":
        return day(Number(value) * 1000);
      case "ends":
        return day(Date.parse(`${value}T00:00:00Z`)) ?? String(value);
      default:
        return String(value);
    }
  };
  // every key of a search shows models that others have shown before: formats take longest in a row
  const known = new WeakMap<ListedModel, Known>();
  return (name: FactName, entry: IndexEntry, measures: ModelMeasures | undefined): string | null => {
    let of = known.get(entry.model);
    if (!of || of.measures !== measures) {
      of = { measures, words: new Map() };
      known.set(entry.model, of);
    }
    let words = of.words.get(name);
    if (words === undefined) {
      words = inWords(name, entry, measures);
      of.words.set(name, words);
    }
    return words;
  };
}

type Known = { measures: ModelMeasures | undefined; words: Map<FactName, string | null> };
