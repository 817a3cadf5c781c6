"use client";

import { useMemo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ListedModel, ModelMeasures, ModelPrice } from "@/lib/models/schema";
import { dollars, isFree, perMillion, readsImages } from "./facts.ts";

/** The words about models, for parts of a list: what each row makes for itself takes longest in it. */
export type FactText = ReturnType<typeof makeFactText>;
export type Translate<Namespace extends "models" | "browse"> = ReturnType<typeof useTranslations<Namespace>>;

/** Stands between facts that follow one another, in any language. */
export const between = " · ";

/** Functions that put what is known of a model into words and figures of the person's language. */
export function useFactText(): FactText {
  const translate = useTranslations("models");
  const format = useFormatter();
  return useMemo(() => makeFactText(translate, format), [translate, format]);
}

/** The same, from what a component has at hand. */
export function makeFactText(translate: Translate<"models">, format: ReturnType<typeof useFormatter>) {
  const tokens = (count: number) => format.number(count, { notation: "compact", maximumSignificantDigits: 3 });
  const price = (of: ModelPrice | undefined): string | null => {
    if (of === undefined) return null;
    if (of === "varies") return translate("price-varies");
    if (isFree({ price: of })) return translate("abilities.free");
    return translate("price-of", { input: dollars(perMillion(of.input)), output: dollars(perMillion(of.output)) });
  };
  /** what calls with a long input cost; null where they cost the same */
  const above = (of: ModelPrice | undefined): string | null => {
    if (!of || of === "varies" || !of.above?.length) return null;
    const steps = of.above.map((step) =>
      translate("price-above", { tokens: tokens(step.tokens), price: price(step) ?? "" }),
    );
    return steps.join(between);
  };
  /** all of it in one line, for who cannot see the marks */
  const summary = (model: ListedModel): string =>
    [
      model.aliasOf ? translate("alias-of", { name: model.aliasOf }) : model.alias ? translate("alias") : null,
      model.contextLength === undefined ? null : translate("context-of", { tokens: tokens(model.contextLength) }),
      price(model.price),
      above(model.price),
      readsImages(model) ? translate("abilities.vision") : null,
      model.tools ? translate("abilities.tools") : null,
      model.reasons ? translate("abilities.reasons") : null,
      model.endsOn ? translate("ends-on", { date: model.endsOn }) : null,
    ]
      .filter((part) => part !== null)
      .join(between);
  /** how it has done here; null before there is anything to say */
  const measured = (of: ModelMeasures | undefined): string | null => {
    if (!of) return null;
    const { firstTokenMs, tokensPerSecond, failures } = of;
    const seconds = (milliseconds: number) => format.number(milliseconds / 1000, { maximumFractionDigits: 1 });
    return [
      firstTokenMs === null ? null : translate("first-token", { seconds: seconds(firstTokenMs) }),
      tokensPerSecond === null ? null : translate("pace", { tokens: Math.round(tokensPerSecond) }),
      translate("failures", { share: format.number(failures, { style: "percent", maximumFractionDigits: 0 }) }),
    ]
      .filter((part) => part !== null)
      .join(between);
  };
  return { tokens, price, above, summary, measured };
}
