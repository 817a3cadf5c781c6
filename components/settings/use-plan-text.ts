"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { ParameterNote, ReasoningEffort } from "@/lib/models/parameters-schema";
import type { ParameterName } from "@/lib/models/schema";

/** Functions that put what becomes of parameters into the person's language. */
export function usePlanText() {
  const translate = useTranslations("settings");
  const format = useFormatter();
  const name = (parameter: ParameterName) => translate(`parameters.${parameter}`);
  const list = (parameters: ParameterName[]) => format.list(parameters.map(name));
  const value = (to: number | ReasoningEffort) =>
    typeof to === "number" ? format.number(to) : translate(`efforts.${to}`);
  /** what becomes of one parameter */
  const note = (of: ParameterNote, model: string): string => {
    if (of.what === "dropped") return translate("dropped", { model });
    if (of.what === "renamed") return translate("renamed", { name: of.to });
    return translate(typeof of.to === "number" ? "clamped" : "nearest", { model, value: value(of.to) });
  };
  /** the same afterwards, in few words */
  const became = (of: ParameterNote): string => {
    if (of.what === "dropped") return translate("was-dropped");
    return of.what === "renamed"
      ? translate("was-renamed", { name: of.to })
      : translate("was-clamped", { value: value(of.to) });
  };
  /** what of a conversation's parameters does not reach a model as it was set; empty when all do */
  const summary = (notes: ParameterNote[], model: string): string => {
    const dropped = notes.filter(({ what }) => what === "dropped").map(({ parameter }) => parameter);
    const clamped = notes.flatMap((of) =>
      of.what === "clamped" ? [translate("clamped-one", { name: name(of.parameter), value: value(of.to) })] : [],
    );
    return [
      dropped.length > 0 ? translate("not-sent", { model, names: list(dropped) }) : null,
      clamped.length > 0 ? translate("less-sent", { model, names: format.list(clamped) }) : null,
    ]
      .filter((sentence) => sentence !== null)
      .join(" ");
  };
  return { name, list, note, became, summary };
}
