"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { type FactText, type Translate, useFactText } from "../use-fact-text.ts";
import { type FactWords, useFactWords } from "./fact-words.ts";

/** Words that are made once for the page: made by each row they would take longer than all the rest of it. */
export type BrowseTexts = {
  translate: Translate<"browse">;
  models: Translate<"models">;
  text: FactText;
  words: FactWords;
  /** several words as one text */
  list: (words: string[]) => string;
  /** what stands in most rows, and more than once */
  unknown: string;
  textOnly: string;
};

const Context = createContext<BrowseTexts | null>(null);

export function ProvideTexts({ children }: { children: ReactNode }) {
  const translate = useTranslations("browse");
  const models = useTranslations("models");
  const text = useFactText();
  const words = useFactWords();
  const format = useFormatter();
  const texts = useMemo(() => {
    const list = (all: string[]) => format.list(all, { type: "conjunction", style: "narrow" });
    return { translate, models, text, words, list, unknown: translate("unknown"), textOnly: translate("text-only") };
  }, [translate, models, text, words, format]);
  return <Context value={texts}>{children}</Context>;
}

/** The page's words, inside `ProvideTexts`. */
export function useTexts(): BrowseTexts {
  const texts = useContext(Context);
  if (!texts) throw new Error("useTexts is for components inside ProvideTexts");
  return texts;
}
