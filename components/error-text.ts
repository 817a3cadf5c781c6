"use client";

import { useLocale, useTranslations } from "use-intl";

/** An error to be told: a code we have a sentence for, and what to say when we have none. */
export type TellableError = { code: string; message?: string; params?: Record<string, string | number> };

/**
 * A function that turns an error into a sentence in the person's language. A code that is not ours falls back to
 * the message that came with it, then to the general sentence.
 */
export function useErrorText(): (error: TellableError) => string {
  const translate = useTranslations("errors");
  const withStandIns = useStandIns();
  return ({ code, message, params }) => {
    const key = code as Parameters<typeof translate.has>[0];
    if (!translate.has(key)) return message ?? translate("internal");
    return withStandIns(params, (named) =>
      translate(key, { field: "none", seconds: 0, minutes: 0, limit: 0, ...named }),
    );
  };
}

type Params = Record<string, string | number>;
type Named = Params & Record<"provider" | "model" | "host", string | number>;

/**
 * A function that tells a sentence with words of no name where a name is missing: an old stored error may lack a param
 * that its sentence has now. Such words begin a sentence with a capital, and stand without spaces in a Chinese one.
 */
export function useStandIns(): (params: Params | undefined, tell: (named: Named) => string) => string {
  const words = useTranslations("error-words");
  const locale = useLocale();
  return (params, tell) => {
    const standIns = { provider: words("provider"), model: words("model"), host: words("host") };
    const sentence = tell({ ...standIns, ...params });
    const used = Object.entries(standIns).flatMap(([name, standIn]) => (params?.[name] === undefined ? [standIn] : []));
    if (used.length === 0) return sentence;
    const unspaced = sentence.replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, "$1");
    if (!used.some((standIn) => unspaced.startsWith(standIn))) return unspaced;
    return unspaced.charAt(0).toLocaleUpperCase(locale) + unspaced.slice(1);
  };
}
