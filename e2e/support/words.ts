import { readFileSync } from "node:fs";
import path from "node:path";
import type { Locale } from "../../lib/settings/schema.ts";

type Messages = { [key: string]: string | Messages };

const read = (locale: Locale): Messages =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, `../../messages/${locale}.json`), "utf8"));
const messages: Record<Locale, Messages> = { en: read("en"), "zh-CN": read("zh-CN") };

/** The page's words for a key such as `find.open`, as far as they are fixed: up to the first `{`. */
export function wordsOf(locale: Locale, key: string): string {
  const found = key
    .split(".")
    .reduce<string | Messages | undefined>(
      (at, part) => (typeof at === "object" ? at[part] : undefined),
      messages[locale],
    );
  if (typeof found !== "string") throw new Error(`no message ${key}`);
  return found.replace(/\{.*$/s, "");
}
