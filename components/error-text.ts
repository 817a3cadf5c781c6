"use client";

import { useTranslations } from "use-intl";

/** An error to be told: a code we have a sentence for, and what to say when we have none. */
export type TellableError = { code: string; message?: string; params?: Record<string, string | number> };

/**
 * A function that turns an error into a sentence in the person's language. A code that is not ours falls back to
 * the message that came with it, then to the general sentence.
 */
export function useErrorText(): (error: TellableError) => string {
  const translate = useTranslations("errors");
  const words = useTranslations("error-words");
  return ({ code, message, params }) => {
    const key = code as Parameters<typeof translate.has>[0];
    if (!translate.has(key)) return message ?? translate("internal");
    // An old stored error may lack a param that its sentence has now.
    const names = { provider: words("provider"), model: words("model"), host: words("host") };
    return translate(key, { field: "none", seconds: 0, minutes: 0, limit: 0, ...names, ...params });
  };
}
